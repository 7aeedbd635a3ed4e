"""Which address goes where. The door's scans and the live feed are mounted before these."""

from django.urls import include, path

from usher.door import api as usher_api

urlpatterns = [
    path("", include("usher.console.urls")),
    path("api/v1/", usher_api.urls),
    path("", include("usher.console.demo_badges.urls")),
    path("", include("usher.console.trust.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("_allauth/", include("allauth.headless.urls")),
]
