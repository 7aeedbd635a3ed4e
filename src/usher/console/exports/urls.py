"""Where the list of exports is."""

from django.urls import path

from usher.console.exports.views import exports

urlpatterns = [path("events/<slug:slug>/exports/", exports, name="exports")]
