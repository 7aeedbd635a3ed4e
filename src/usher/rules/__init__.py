"""What Usher decides, as pure functions: no clock, no database, no Django.

Instants here are whole microseconds since 1970-01-01 UTC, so that a rule never meets a zone.
"""
