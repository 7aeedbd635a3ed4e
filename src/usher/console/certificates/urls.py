"""Where certificates are: an event's own pages, and what anybody may see."""

from django.urls import path

from usher.console.certificates import public, sending, views
from usher.models import Delivery

_EVENT = "events/<slug:slug>/certificates/"
_CERTIFICATES = {"what": Delivery.What.CERTIFICATE}
_LINKS = {"what": Delivery.What.LINK}

urlpatterns = [
    path(_EVENT, views.certificates, name="certificates"),
    path(_EVENT + "issue/", views.issue, name="issue_certificates"),
    path(_EVENT + "review/", views.review, name="set_review"),
    path(_EVENT + "deliveries/", sending.deliveries, _CERTIFICATES, name="certificate_deliveries"),
    path(_EVENT + "sending/", sending.send, _CERTIFICATES, name="send_certificates"),
    path(_EVENT + "links/", sending.deliveries, _LINKS, name="link_deliveries"),
    path(_EVENT + "links/sending/", sending.send, _LINKS, name="send_links"),
    path(_EVENT + "<int:number>/certificate.pdf", views.certificate_as_pdf, name="certificate_pdf"),
    path(
        _EVENT + "<int:number>/certificate.json", views.certificate_as_file, name="certificate_file"
    ),
    path(_EVENT + "<int:number>/badge.json", views.certificate_as_badge, name="certificate_badge"),
    path(_EVENT + "<int:number>/withdrawal/", views.withdrawal, name="withdraw_certificate"),
    path("certificates/ended.json", public.ended, name="ended_certificates"),
    path("certificates/<slug:code>/", public.public_certificate, name="public_certificate"),
    path("certificates/<slug:code>/key.json", public.public_key, name="certificate_key"),
]
