"""Addresses of the pages about an event's staff and their phones."""

from django.urls import path

from usher.console.event_users import doors, views

_HERE = "events/<slug:slug>/event-users/"

urlpatterns = [
    path(_HERE, views.event_users, name="event_users"),
    path(f"{_HERE}doors/", doors.doors, name="doors"),
    path(f"{_HERE}doors/<int:number>/sign-out/", doors.sign_out, name="sign_door_out"),
    path(f"{_HERE}<int:number>/", views.change, name="change_event_user"),
    path(f"{_HERE}<int:number>/removal/", views.removal, name="remove_event_user"),
    path(f"{_HERE}<int:number>/invitation/", views.invitation, name="invite_event_user"),
]
