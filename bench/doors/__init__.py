"""A simulation of an event's doors: see bench/simulate_doors.py."""
