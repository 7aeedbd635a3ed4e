"""What is measured: a section a file."""
