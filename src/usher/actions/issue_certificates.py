"""Issue certificates of published credit, and take them back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from usher.actions.bulk import insert
from usher.actions.certificate_file import signature_of
from usher.actions.correct import checked_note
from usher.actions.credit_rules import check_may_rule
from usher.actions.mistakes import Conflict
from usher.actions.signing_keys import key_to_sign
from usher.models import Certificate, Event, SigningKey, Withdrawal
from usher.queries.access import Access
from usher.queries.certificate_facts import Wording, certified, content_of, newest_certificates

# Unguessable: 128 bits.
RandomText = Callable[[], str]


@transaction.atomic
def issue_certificates(
    access: Access, wording: Wording, *, site: str, at: datetime, random_text: RandomText
) -> int:
    """Issue a certificate to everybody whose published credit isn't certified as it stands.

    It supersedes the attendee's former one. Whose certificate was withdrawn gets a new one only
    when something in it is another. Returns how many there are. Raises Denied.
    """
    check_may_rule(access)
    # The event's row, so that two who issue at once don't issue the same twice.
    event = Event.objects.select_for_update().get(pk=access.event.pk)
    former = newest_certificates(event)
    wanted = {
        attendee: facts
        for attendee, facts in certified(event, wording).items()
        if attendee not in former or content_of(former[attendee].facts) != facts
    }
    if not wanted:
        return 0
    key, last, made = key_to_sign(event, at=at), _last_number(event), []
    for number, (attendee, facts) in enumerate(sorted(wanted.items()), last + 1):
        one = _certificate(facts, former.get(attendee), key, code=random_text())
        one.event, one.attendee_id, one.number = event, attendee, number
        one.issued_at, one.issued_by = at, access.account
        made.append(_signed(one, site))
    insert(Certificate.objects, made)
    return len(made)


@transaction.atomic
def withdraw_certificate(
    access: Access, certificate: Certificate, *, why: str, at: datetime
) -> Withdrawal:
    """Take a certificate back: its page and the public list say so from now on.

    Raises BadRequest without a reason, Conflict where it is withdrawn or superseded already, or
    Denied.
    """
    check_may_rule(access)
    why = checked_note(why)
    held = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if Withdrawal.objects.filter(certificate=held).exists():
        raise Conflict(_("It is withdrawn already."))
    if Certificate.objects.filter(supersedes=held).exists():
        raise Conflict(_("Another certificate took its place already."))
    return Withdrawal.objects.create(certificate=held, at=at, by=access.account, why=why)


def _last_number(event: Event) -> int:
    found = Certificate.objects.filter(event=event).aggregate(last=Max("number"))
    return int(found["last"] or 0)


def _certificate(
    facts: dict[str, Any], former: Certificate | None, key: SigningKey, *, code: str
) -> Certificate:
    supersedes = former.code if former else None
    facts = {**facts, "certificate": code, "key": key.number, "supersedes": supersedes}
    return Certificate(code=code, facts=facts, key=key, supersedes=former)


def _signed(one: Certificate, site: str) -> Certificate:
    one.facts |= {
        "number": one.number,
        "issued_at": one.issued_at.astimezone(one.event.zone).isoformat(timespec="seconds"),
        "verify_at": urljoin(site, reverse("public_certificate", args=[one.code])),
    }
    one.signature = signature_of(one.facts, bytes(one.key.private))
    return one
