"""The console's pages."""

from django.urls import include, path

from usher.console.attendees.views import attendees
from usher.console.event_users import views as event_users
from usher.console.events import views as events
from usher.console.sessions.views import session, sessions

urlpatterns = [
    path("", include("usher.console.badges.urls")),
    path("", events.my_events, name="my_events"),
    path("new-event/", events.new_event, name="new_event"),
    path("events/<slug:slug>/", events.event, name="event"),
    path("events/<slug:slug>/sessions/", sessions, name="sessions"),
    # Codes come from other systems and may hold slashes.
    path("events/<slug:slug>/sessions/<path:code>/", session, name="session"),
    path("events/<slug:slug>/attendees/", attendees, name="attendees"),
    path("events/<slug:slug>/event-users/", event_users.event_users, name="event_users"),
    path(
        "events/<slug:slug>/event-users/<int:number>/",
        event_users.change,
        name="change_event_user",
    ),
    path(
        "events/<slug:slug>/event-users/<int:number>/removal/",
        event_users.removal,
        name="remove_event_user",
    ),
    path(
        "events/<slug:slug>/event-users/<int:number>/invitation/",
        event_users.invitation,
        name="invite_event_user",
    ),
]
