"""Where the pages about attendees are."""

from django.urls import path

from usher.console.attendees import data, editing, photos, views

_EVENT = "events/<slug:slug>/"
_ATTENDEE = "events/<slug:slug>/attendees/<int:number>/"

urlpatterns = [
    path(_EVENT + "attendees/", views.attendees, name="attendees"),
    path(_EVENT + "new-attendee/", editing.new_attendee, name="new_attendee"),
    path(_ATTENDEE, views.attendee, name="attendee"),
    path(_ATTENDEE + "data/", data.own_data, name="attendee_data"),
    path(_ATTENDEE + "edit/", editing.edit_attendee, name="edit_attendee"),
    path(_ATTENDEE + "cancellation/", editing.cancellation, name="cancel_attendee"),
    path(_ATTENDEE + "reinstatement/", editing.reinstatement, name="reinstate_attendee"),
    path(_ATTENDEE + "new-badge/", editing.reissue, name="reissue_badge"),
    path(_ATTENDEE + "photo.jpg", photos.photo, name="photo"),
    path(_ATTENDEE + "photo/", photos.change_photo, name="change_photo"),
    path(_ATTENDEE + "photo/removal/", photos.delete_photo, name="delete_photo"),
]
