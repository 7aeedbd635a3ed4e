"""Address of the demo's badges. No other event has such a page, so no other has the address."""

from django.urls import re_path

from usher.console.demo_badges.views import demo_badges
from usher.queries.demo import SLUG

urlpatterns = [
    re_path(rf"^events/(?P<slug>{SLUG})/demo-badges/$", demo_badges, name="demo_badges"),
]
