"""Issue certificates of published credit, and take them back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from usher.actions import ledger
from usher.actions.bulk import insert
from usher.actions.certificate_file import signature_of
from usher.actions.correct import checked_note
from usher.actions.credit_rules import check_may_rule
from usher.actions.in_parts import in_parts
from usher.actions.mistakes import Conflict
from usher.actions.signing_keys import key_to_sign
from usher.models import Attendee, Certificate, Event, SigningKey, Withdrawal
from usher.queries.access import Access
from usher.queries.certificate_facts import Wording, certified, content_of, newest_certificates

# Unguessable: 128 bits.
RandomText = Callable[[], str]


def issue_certificates(
    access: Access, wording: Wording, *, site: str, at: datetime, random_text: RandomText
) -> int:
    """Issue a certificate to everybody whose published credit isn't certified as it stands.

    It supersedes the attendee's former one. Whose certificate was withdrawn gets a new one only
    when something in it is another. Returns how many there are. Raises Denied.
    """
    check_may_rule(access)
    wanted, former = certified(access.event, wording), newest_certificates(access.event)
    uncertified = [one for one in sorted(wanted) if _differs(former.get(one), wanted[one])]
    one_part = _Issue(access, site, at, random_text)
    return sum(
        one_part.issue({attendee: wanted[attendee] for attendee in some})
        for some in in_parts(uncertified)
    )


@dataclass(frozen=True, slots=True)
class _Issue:
    """Who issues certificates, where they are looked up, when, and what gives them codes."""

    access: Access
    site: str
    at: datetime
    random_text: RandomText

    def issue(self, wanted: Mapping[int, dict[str, Any]]) -> int:
        """Issue these attendees' certificates that nobody issued meanwhile; return how many.

        Whoever was erased meanwhile gets none: `wanted` still names them.
        """
        with ledger.hold(self.access.event):
            # The event's row, so that two who issue at once don't issue the same twice.
            event = Event.objects.select_for_update().get(pk=self.access.event.pk)
            known = Attendee.objects.filter(pk__in=list(wanted), erased_at=None)
            known_numbers = set(known.values_list("pk", flat=True))
            some = {one: facts for one, facts in wanted.items() if one in known_numbers}
            made = self._made(event, some)
            insert(Certificate.objects, made)
        return len(made)

    def _made(self, event: Event, wanted: Mapping[int, dict[str, Any]]) -> list[Certificate]:
        former = newest_certificates(event, wanted)
        key, last = key_to_sign(event, at=self.at), _last_number(event)
        made: list[Certificate] = []
        for attendee, facts in wanted.items():
            if _differs(former.get(attendee), facts):
                one = _certificate(facts, former.get(attendee), key, code=self.random_text())
                one.event, one.attendee_id, one.number = event, attendee, last + len(made) + 1
                one.issued_at, one.issued_by = self.at, self.access.account
                made.append(_signed(one, self.site))
        return made


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


def _differs(former: Certificate | None, facts: dict[str, Any]) -> bool:
    return former is None or content_of(former.facts) != facts


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
