"""Where the page that explains a door's verdict is."""

from django.urls import path

from usher.console.why import views

urlpatterns = [path("events/<slug:slug>/why/", views.explain, name="why")]
