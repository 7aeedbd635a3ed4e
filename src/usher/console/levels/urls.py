"""Where the pages about registration levels are."""

from django.urls import path

from usher.console.levels import views

_LEVEL = "events/<slug:slug>/levels/<int:number>/"

urlpatterns = [
    path("events/<slug:slug>/levels/", views.levels, name="levels"),
    path(_LEVEL, views.edit_level, name="edit_level"),
    path(_LEVEL + "merger/", views.merger, name="merge_levels"),
    path(_LEVEL + "deletion/", views.deletion, name="delete_level"),
]
