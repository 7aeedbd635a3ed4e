"""Where an event's evidence is."""

from django.urls import path, re_path

from usher.console.evidence import closing, views

_EVIDENCE = "events/<slug:slug>/evidence/"
_BUNDLE = r"^events/(?P<slug>[-a-zA-Z0-9_]+)/evidence/bundles/(?P<token>[0-9a-f]{32})/"

urlpatterns = [
    path(_EVIDENCE, views.evidence, name="evidence"),
    path(_EVIDENCE + "heads.jsonl", views.heads, name="evidence_heads"),
    path(_EVIDENCE + "close-day/", closing.closing, name="close_day"),
    path(_EVIDENCE + "bundles/", views.make_bundle, name="make_bundle"),
    re_path(f"{_BUNDLE}$", views.making, name="bundle"),
    re_path(rf"{_BUNDLE}evidence\.zip$", views.bundle_file, name="bundle_file"),
]
