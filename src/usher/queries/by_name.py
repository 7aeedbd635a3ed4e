"""Attendees in the order of their names, and a page of them from one of them on.

The order is that of `search_text`, which begins with the name without accents and case, so that
Łukasz stands among the others with an L. Equal ones stand in the order in which they came.
"""

from django.db.models import Q

from usher.models import Attendee

BY_NAME = ("search_text", "pk")
BY_NAME_BACKWARDS = ("-search_text", "-pk")


def after_one(edge: Attendee) -> Q:
    """Return the condition by which attendees come after this one."""
    same = Q(search_text=edge.search_text, pk__gt=edge.pk)
    return Q(search_text__gt=edge.search_text) | same


def before_one(edge: Attendee) -> Q:
    """Return the condition by which attendees come before this one."""
    same = Q(search_text=edge.search_text, pk__lt=edge.pk)
    return Q(search_text__lt=edge.search_text) | same
