"""A screen for the control room: every room, and how full it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from usher.console.pages import SEES_WALL, event_page, show
from usher.queries.access import Access
from usher.queries.wall import wall_of


@event_page(*SEES_WALL)
def wall(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the rooms as tiles on a whole screen; a script keeps them fresh."""
    return show(request, access, "wall/wall.html", _context(access))


@event_page(*SEES_WALL)
def rooms(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the rooms alone, for the script to put in place of the ones before."""
    response = render(request, "wall/rooms.html", _context(access) | {"event": access.event})
    response.headers["Cache-Control"] = "no-store"
    return response


def _context(access: Access) -> dict[str, object]:
    at = timezone.now()
    return {"wall": wall_of(access.event, at=at), "at": at}
