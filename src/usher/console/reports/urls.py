"""Where the reports are."""

from django.urls import path, re_path

from usher.console.reports import everything, files, formats, views

_REPORTS = "events/<slug:slug>/reports/"
_MAKING = r"^events/(?P<slug>[-a-zA-Z0-9_]+)/reports/everything/(?P<token>[0-9a-f]{32})/"

urlpatterns = [
    path(_REPORTS, views.whole_event, name="reports"),
    path(f"{_REPORTS}sessions/", views.sessions, name="report_sessions"),
    path(f"{_REPORTS}sessions/<int:number>/", views.session, name="report_session"),
    path(f"{_REPORTS}attendees/", views.attendees, name="report_attendees"),
    path(f"{_REPORTS}attendees/<int:number>/", views.attendee, name="report_attendee"),
    path(f"{_REPORTS}levels/", views.levels, name="report_levels"),
    path(f"{_REPORTS}rooms/", views.rooms, name="report_rooms"),
    path(f"{_REPORTS}staff/", views.staff, name="report_staff"),
    path(f"{_REPORTS}everything/", everything.everything, name="everything"),
    path(f"{_REPORTS}everything/files/", everything.make_everything, name="make_everything"),
    re_path(f"{_MAKING}$", everything.making, name="everything_making"),
    re_path(f"{_MAKING}file/$", everything.everything_file, name="everything_file"),
    path(f"{_REPORTS}formats/", formats.formats, name="formats"),
    path(f"{_REPORTS}formats/file/", formats.format_file, name="format_file"),
    path(
        f"{_REPORTS}attendees/<int:number>/attended.ics",
        formats.attendee_calendar,
        name="attendee_calendar",
    ),
    path(f"{_REPORTS}file/", files.event_file, name="reports_file"),
    path(f"{_REPORTS}sessions/file/", files.sessions_file, name="report_sessions_file"),
    path(f"{_REPORTS}sessions/<int:number>/file/", files.session_file, name="report_session_file"),
    path(
        f"{_REPORTS}attendees/<int:number>/file/", files.attendee_file, name="report_attendee_file"
    ),
    path(f"{_REPORTS}levels/file/", files.levels_file, name="report_levels_file"),
    path(f"{_REPORTS}rooms/file/", files.rooms_file, name="report_rooms_file"),
    path(f"{_REPORTS}staff/file/", files.staff_file, name="report_staff_file"),
]
