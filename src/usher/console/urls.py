"""The console's pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("usher.console.event_users.urls")),
    path("", include("usher.console.wall.urls")),
    path("", include("usher.console.cases.urls")),
    path("", include("usher.console.ledger.urls")),
    path("", include("usher.console.evidence.urls")),
    path("", include("usher.console.exports.urls")),
    path("", include("usher.console.reports.urls")),
    path("", include("usher.console.badges.urls")),
    path("", include("usher.console.credit.urls")),
    path("", include("usher.console.certificates.urls")),
    path("", include("usher.console.review.urls")),
    path("", include("usher.console.settings.urls")),
    path("", include("usher.console.events.urls")),
    path("", include("usher.console.sessions.urls")),
    path("", include("usher.console.attendees.urls")),
    path("", include("usher.console.levels.urls")),
    path("", include("usher.console.why.urls")),
    path("", include("usher.console.imports.urls")),
]
