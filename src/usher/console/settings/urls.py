"""Where an event's settings are, and what is done to the event as a whole."""

from django.urls import path

from usher.console.settings import whole
from usher.console.settings.views import settings

_SETTINGS = "events/<slug:slug>/settings/"

urlpatterns = [
    path(_SETTINGS, settings, name="settings"),
    path(_SETTINGS + "archiving/", whole.archiving, name="archive_event"),
    path(_SETTINGS + "bringing-back/", whole.bringing_back, name="bring_event_back"),
    path(_SETTINGS + "transfer/", whole.transfer, name="transfer_event"),
    path(_SETTINGS + "erasure/", whole.erasure, name="erase_people"),
    path(_SETTINGS + "deletion/", whole.deletion, name="delete_event"),
]
