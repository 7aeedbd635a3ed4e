"""Certificates as PDF, set by Typst with the typefaces of badges; the signed file is inside."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, TypedDict

import typst
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from usher.actions.certificate_file import ATTACHED_AS, written_file
from usher.badges.outline import qr_outline
from usher.badges.typesetting import FONTS
from usher.badges.wording import text_of
from usher.models import Certificate, Event
from usher.queries.certificates import COLOUR, design_of

_HERE = Path(__file__).resolve().parent
_SOURCE = _HERE / "certificate.typ"
# A compiler works for one thread at a time.
_compilers = threading.local()


@dataclass(frozen=True, slots=True)
class Look:
    """The colour, and the logo as a PNG; empty for none."""

    colour: str
    logo: bytes = b""


class Said(TypedDict):
    """A text as the template takes it."""

    text: str
    leftward: bool
    script: str


def certificate_pdf(certificate: Certificate, look: Look) -> bytes:
    """Return the certificate in its event's language, with its signed file attached."""
    with translation.override(certificate.facts["event"]["language"]):
        given = _given(certificate, look)
    made = _compiler().compile(sys_inputs={"given": json.dumps(given)}, format="pdf")
    assert isinstance(made, bytes)
    return made


def drawing_for(event: Event) -> Callable[[Certificate], bytes]:
    """Return what draws the event's certificates, as its design is now."""
    return partial(certificate_pdf, look=look_of(event))


def look_of(event: Event) -> Look:
    """Return how the event's certificates look."""
    design = design_of(event)
    return Look(design.colour, bytes(design.logo)) if design else Look(str(COLOUR))


def _compiler() -> typst.Compiler:
    if not hasattr(_compilers, "own"):
        _compilers.own = typst.Compiler(
            str(_SOURCE), root=str(_HERE), font_paths=[str(FONTS)], ignore_system_fonts=True
        )
    compiler: typst.Compiler = _compilers.own
    return compiler


def _given(certificate: Certificate, look: Look) -> dict[str, Any]:
    facts = certificate.facts
    event, heads = facts["event"], (_("Session"), _("When"), _("Minutes"), _("Credit"))
    number = _("Certificate {number}").format(number=facts["number"])
    return {
        "language": event["language"],
        "colour": look.colour,
        "logo": list(look.logo) if look.logo else None,
        "document": {"title": f"{facts['title']}: {facts['name']}", "author": facts["organizer"]},
        "attachment": {
            "name": ATTACHED_AS,
            "content": written_file(certificate).decode(),
            "description": _("The signed facts of this certificate"),
        },
        "title": _said(facts["title"]),
        "organizer": _said(facts["organizer"]),
        "presented": _said(pgettext("certificate", "is issued to")),
        "name": _said(facts["name"]),
        "statement": _maybe(facts["statement"]),
        "event": _said(event["name"]),
        "days": _maybe(_days(event)),
        "credits": [_credit(one) for one in facts["credits"]],
        "heads": [_said(one) for one in heads],
        "sessions": [_session(one) for one in facts["sessions"]],
        "signed_by": _maybe(facts["signed_by"]),
        "issued": _said(_issued(facts)),
        "checked": _said(_("Check it here, or with its file and the public key of the event:")),
        "address": _said(facts["verify_at"]),
        "foot": _said(f"{number} · {facts['certificate']}"),
        "qr": qr_outline(facts["verify_at"]).svg,
    }


def _said(text: str) -> Said:
    one = text_of(text)
    # What turns the direction of all that follows, or shows nothing, has no place here.
    kept = "".join(
        piece.replace("\u00ad", "") + (" " if spaced else "") for piece, spaced in one["pieces"]
    )
    return Said(text=kept.strip(), leftward=one["leftward"], script=one["script"])


def _maybe(text: str) -> Said | None:
    return _said(text) if text else None


def _days(event: Mapping[str, Any]) -> str:
    if not event["starts_on"]:
        return ""
    first = date_format(date.fromisoformat(event["starts_on"]), "DATE_FORMAT")
    if event["ends_on"] in (None, event["starts_on"]):
        return first
    last = date_format(date.fromisoformat(event["ends_on"]), "DATE_FORMAT")
    return pgettext("days", "{first} to {last}").format(first=first, last=last)


def _credit(one: Mapping[str, str]) -> dict[str, Said]:
    amount = f"{_amount(one['amount'])} {one['unit']}"
    return {"type": _said(one["type"]), "amount": _said(amount)}


def _session(one: Mapping[str, Any]) -> dict[str, Said]:
    begin, end = (datetime.fromisoformat(one[name]) for name in ("starts_at", "ends_at"))
    # Never apart: in some languages the two would turn round.
    time = f"{date_format(begin, 'DAY_TIME')}\u2013{date_format(end, 'TIME_FORMAT')}"
    return {
        "title": _said(one["title"]),
        "time": _said(time),
        "minutes": _said(str(one["minutes"])),
        "amount": _said(f"{_amount(one['amount'])} {one['unit']}"),
    }


def _amount(written: str) -> str:
    places = len(written.partition(".")[2])
    return str(number_format(Decimal(written), decimal_pos=places))


def _issued(facts: Mapping[str, Any]) -> str:
    moment = date_format(datetime.fromisoformat(facts["issued_at"]), "DATE_FORMAT")
    return _("Issued on {day}").format(day=moment)
