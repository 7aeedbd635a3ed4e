"""Where the pages of cases are."""

from django.urls import path

from usher.console.cases.disputes import settling_dispute
from usher.console.cases.views import cases, settling

urlpatterns = [
    path("events/<slug:slug>/cases/", cases, name="cases"),
    path(
        "events/<slug:slug>/cases/disputes/<int:number>/", settling_dispute, name="settle_dispute"
    ),
    path("events/<slug:slug>/cases/<int:seq>/", settling, name="settle_case"),
]
