"""Addresses of the wall."""

from django.urls import path

from usher.console.wall import views

urlpatterns = [
    path("events/<slug:slug>/wall/", views.wall, name="wall"),
    path("events/<slug:slug>/wall/rooms/", views.rooms, name="wall_rooms"),
]
