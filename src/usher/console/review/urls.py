"""Where attendees see their own attendance, by the link that was sent to them."""

from django.urls import path

from usher.console.review import public

_LINK = "attendance/<slug:code>/"

urlpatterns = [
    path(_LINK, public.attendance, name="attendance_link"),
    path(_LINK + "confirmation/", public.confirmation, name="confirm_attendance"),
    path(_LINK + "sessions/<int:number>/dispute/", public.disputing, name="dispute_attendance"),
]
