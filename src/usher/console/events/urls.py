"""Where one's events are, and each event's overview."""

from django.urls import path

from usher.console.events import overview, views

urlpatterns = [
    path("", views.my_events, name="my_events"),
    path("new-event/", views.new_event, name="new_event"),
    path("events/<slug:slug>/", overview.event, name="event"),
    path("events/<slug:slug>/trouble/", overview.trouble, name="trouble"),
    path("events/<slug:slug>/copy/", views.copy, name="copy_event"),
]
