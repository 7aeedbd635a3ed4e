"""Where the pages about sessions are.

What is done to a session is addressed by its number: codes come from other systems, may hold
slashes, and would collide with any name below theirs.
"""

from django.urls import path

from usher.console.sessions import (
    bulk_change,
    editing,
    real_times,
    registrants,
    timetable,
    views,
)

_EVENT = "events/<slug:slug>/"
_SESSION = "events/<slug:slug>/session/<int:number>/"

urlpatterns = [
    path(_EVENT + "sessions/", views.sessions, name="sessions"),
    path(_EVENT + "sessions/<path:code>/", views.session, name="session"),
    path(_EVENT + "timetable/", timetable.timetable, name="timetable"),
    path(_EVENT + "new-session/", editing.new_session, name="new_session"),
    path(_EVENT + "session-changes/", bulk_change.change_many, name="change_sessions"),
    path(_SESSION + "edit/", editing.edit_session, name="edit_session"),
    path(_SESSION + "scans/", views.scans, name="session_scans"),
    path(_SESSION + "times/", real_times.real_times, name="real_times"),
    path(_SESSION + "cancellation/", editing.cancellation, name="cancel_session"),
    path(_SESSION + "reinstatement/", editing.reinstatement, name="reinstate_session"),
    path(_SESSION + "deletion/", editing.deletion, name="delete_session"),
    path(_SESSION + "registrants/", registrants.registrants, name="registrants"),
    path(_SESSION + "registrants/add/", registrants.addition, name="add_registrants"),
    path(_SESSION + "registrants/paste/", registrants.pasting, name="paste_registrants"),
    path(_SESSION + "registrants/removal/", registrants.removal, name="remove_registrants"),
]
