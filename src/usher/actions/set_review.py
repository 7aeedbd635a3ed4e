"""Say until when attendees may dispute what is on record of them."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from usher.actions.credit_rules import check_may_rule
from usher.actions.mistakes import BadRequest
from usher.models import Event, Review
from usher.queries.access import Access

DAYS_MAX = 365


@transaction.atomic
def set_review(access: Access, *, until: date, site: str, at: datetime) -> Review:
    """Let attendees dispute to the end of this day, by the event's own clock.

    `site` is where they reach this server. A day that is over can't be set, but today can: so
    that it can be ended early. Raises BadRequest, naming the field, or Denied.
    """
    check_may_rule(access)
    event = Event.objects.select_for_update().get(pk=access.event.pk)
    today = at.astimezone(event.zone).date()
    if not today <= until <= today + timedelta(days=DAYS_MAX):
        words = _("Choose a day from today on, {most} days from now at most.")
        raise BadRequest(words.format(most=DAYS_MAX), field="until")
    midnight = datetime.combine(until + timedelta(days=1), time())
    defaults = {
        "closes_at": timezone.make_aware(midnight, event.zone),
        "site": site,
        "set_at": at,
        "set_by": access.account,
    }
    return Review.objects.update_or_create(event=event, defaults=defaults)[0]
