"""The pages of an event's badges."""

from django.urls import path, re_path

from usher.console.badges import printing, views

_EVENT = r"^events/(?P<slug>[-a-zA-Z0-9_]+)/badges/printing/(?P<token>[0-9a-f]{32})/"

urlpatterns = [
    path("events/<slug:slug>/badges/", views.badges, name="badges"),
    path("events/<slug:slug>/badges/preview.png", views.badge_preview, name="badge_preview"),
    path("events/<slug:slug>/badges/printing/", printing.print_badges, name="print_badges"),
    re_path(f"{_EVENT}$", printing.printing, name="badge_printing"),
    re_path(rf"{_EVENT}badges\.pdf$", printing.printed_pdf, name="printed_badges"),
    path(
        "events/<slug:slug>/attendees/<int:number>/badge.pdf",
        printing.attendee_badge,
        name="attendee_badge",
    ),
]
