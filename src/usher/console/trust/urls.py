"""Addresses of the page on trusting this server."""

from django.urls import path

from usher.console.trust.views import authority, trust

urlpatterns = [
    path("trust/", trust, name="trust"),
    path("trust/usher-authority.crt", authority, name="authority"),
]
