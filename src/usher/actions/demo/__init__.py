"""What the demo event is made of."""
