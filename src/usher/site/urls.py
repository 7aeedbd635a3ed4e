"""Which address goes where. The door's scans and the live feed are mounted before these."""

from django.urls import include, path
from django.views.i18n import set_language

from usher.door import api as usher_api

urlpatterns = [
    path("", include("usher.console.urls")),
    path("language/", set_language, name="set_language"),
    path("api/v1/", usher_api.urls),
    path("", include("usher.console.demo_badges.urls")),
    path("", include("usher.console.trust.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("_allauth/", include("allauth.headless.urls")),
]
