"""The console's pages."""

from django.urls import include, path

from usher.console.events import views as events

urlpatterns = [
    path("", include("usher.console.event_users.urls")),
    path("", include("usher.console.wall.urls")),
    path("", include("usher.console.cases.urls")),
    path("", include("usher.console.ledger.urls")),
    path("", include("usher.console.badges.urls")),
    path("", include("usher.console.settings.urls")),
    path("", events.my_events, name="my_events"),
    path("new-event/", events.new_event, name="new_event"),
    path("events/<slug:slug>/", events.event, name="event"),
    path("", include("usher.console.sessions.urls")),
    path("", include("usher.console.attendees.urls")),
    path("", include("usher.console.levels.urls")),
    path("", include("usher.console.why.urls")),
    path("", include("usher.console.imports.urls")),
]
