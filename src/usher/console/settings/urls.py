"""Where an event's settings are."""

from django.urls import path

from usher.console.settings.views import settings

urlpatterns = [
    path("events/<slug:slug>/settings/", settings, name="settings"),
]
