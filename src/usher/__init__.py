"""Usher: session attendance for events."""

__version__ = "0.1.0"
