"""What goes over the wire of the routes in front of Django: requests in, answers out."""
