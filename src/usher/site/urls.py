"""Which address goes where. The door's scans and the live feed are mounted before these."""

from django.urls import include, path

urlpatterns = [
    path("", include("usher.console.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("_allauth/", include("allauth.headless.urls")),
]
