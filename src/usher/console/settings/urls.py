"""Where an event's settings are, and what is done to the event as a whole."""

from django.urls import path

from usher.console.settings import ownership, signing
from usher.console.settings.views import settings

_SETTINGS = "events/<slug:slug>/settings/"

urlpatterns = [
    path(_SETTINGS, settings, name="settings"),
    path(_SETTINGS + "archiving/", ownership.archiving, name="archive_event"),
    path(_SETTINGS + "bringing-back/", ownership.bringing_back, name="bring_event_back"),
    path(_SETTINGS + "signing/", signing.signing, name="sign_badges"),
    path(_SETTINGS + "signing/keys/", signing.new_key, name="rotate_signing_key"),
    path(
        _SETTINGS + "signing/keys/<int:number>/revocation/",
        signing.revocation,
        name="revoke_signing_key",
    ),
    path(_SETTINGS + "transfer/", ownership.transfer, name="transfer_event"),
    path(_SETTINGS + "erasure/", ownership.erasure, name="erase_people"),
    path(_SETTINGS + "deletion/", ownership.deletion, name="delete_event"),
]
