"""Credit: the rules, what stands as published, whose it is, and why."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from usher.actions.record_export import Taken, record_export
from usher.console.credit.reasons import as_data, told
from usher.console.credit.words import amount_told, rule_told
from usher.console.pages import SEES_CREDIT, event_page, show
from usher.models import Attendee, NamedRule
from usher.models.export import What
from usher.queries.access import Access
from usher.queries.attendees import attendee_of
from usher.queries.credit_standing import last_publication
from usher.queries.credit_terms import newest_versions, rule_of
from usher.queries.credit_totals import credited_attendees, sums_of, totals
from usher.queries.credit_why import Why, whys
from usher.rules.names import searchable
from usher.rules.permissions import Permission

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Sum:
    """How much of one type of credit, as people read it; how many people, where that is asked."""

    credit_type: str
    unit: str
    amount: str
    people: int = 0


@event_page(*SEES_CREDIT)
def credit(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the event's rules, and what stands as published."""
    event = access.event
    newest = newest_versions(event)
    rules = NamedRule.objects.filter(event=event).annotate(count=Count("sessions"))
    context = {
        "rules": [
            (one, newest[one.pk], rule_told(rule_of(newest[one.pk])))
            for one in rules.order_by("name")
        ],
        "publication": last_publication(event),
        "sums": [
            Sum(kind, unit, amount_told(amount), people)
            for kind, unit, people, amount in totals(event)
        ],
        "may_rule": access.may(Permission.MANAGE_EVENT),
    }
    return show(request, access, "credit/credit.html", context)


@event_page(*SEES_CREDIT)
def credited_people(request: HttpRequest, access: Access) -> HttpResponse:
    """List who has credit or was inside anywhere, with what stands as published."""
    search = request.GET.get("search", "").strip()[:200]
    found = credited_attendees(access.event, search=searchable(search))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    sums = sums_of(list(page))
    context = {
        "page": page,
        "people": [
            (one, [Sum(kind, unit, amount_told(much)) for kind, unit, much in sums.get(one.pk, [])])
            for one in page
        ],
        "search": search,
        "here": "credit",
    }
    return show(request, access, "credit/people.html", context)


@event_page(*SEES_CREDIT)
def why_credit(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Tell what each session is worth to an attendee, and why."""
    attendee, found = _whys(access, number)
    context: dict[str, Any] = {
        "attendee": attendee,
        "whys": [told(why) for why in found],
        "sums": _sums(found),
        "here": "credit",
    }
    return show(request, access, "credit/why.html", context)


@event_page(*SEES_CREDIT)
def why_credit_data(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Give the same as data, of all sessions or of the one that `session` names by its code."""
    attendee, found = _whys(access, number)
    code = request.GET.get("session", "")
    found = [why for why in found if code in ("", why.session.code)]
    data = {
        "schema": 1,
        "event": access.event.slug,
        "attendee": {"number": attendee.pk, "name": attendee.name},
        "credits": as_data(found, access.event.zone),
    }
    answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    asked = {"session": code} if code else {}
    taken = Taken(What.CREDIT, "json", asked, rows=len(found), attendee=attendee.pk)
    record_export(access.event, taken, by=access.account, at=timezone.now(), content=answer.content)
    return answer


def _whys(access: Access, number: int) -> tuple[Attendee, list[Why]]:
    attendee = attendee_of(access.event, number)
    if attendee is None:
        raise Http404
    return attendee, whys(attendee, at=timezone.now())


def _sums(found: list[Why]) -> list[Sum]:
    sums: dict[tuple[str, str], int] = {}
    for why in found:
        kind = why.rule.credit_type, why.rule.unit
        sums[kind] = sums.get(kind, 0) + (why.published.amount if why.published else 0)
    return [Sum(kind, unit, amount_told(amount)) for (kind, unit), amount in sums.items()]
