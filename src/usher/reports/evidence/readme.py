"""What a bundle of evidence says of itself, in the event's language."""

import textwrap

from django.utils import translation
from django.utils.translation import gettext as _

from usher.models import Event

_WIDTH = 78


def readme(event: Event, *, with_people: bool) -> bytes:
    """Return the text that lies beside the files."""
    with translation.override(event.language):
        parts = [*_what(event), *_how(), *_files(with_people=with_people), *_limits()]
    return ("\n\n".join(parts) + "\n").encode()


def _what(event: Event) -> list[str]:
    title = _("Evidence: {event}").format(event=event.name)
    return [
        f"{title}\n{'=' * len(title)}",
        _filled(
            _(
                "This is the record of who was in which session: each scan at a door as it was"
                " written, and each undo and correction. Nobody can change, remove, insert or"
                " reorder a line of it unseen, and you need not trust anybody's word for that."
            )
        ),
    ]


def _how() -> list[str]:
    return [
        _heading(_("How to check it")),
        _filled(
            _(
                "You need Python 3.8 or newer and nothing else, no network either. Take verify.py"
                " from whoever makes Usher rather than from here, if you want to be sure of it as"
                " well: it is one short file. Unpack the bundle and run:"
            )
        ),
        "    python3 verify.py",
        _filled(
            _(
                "It says that all is whole, or which line was altered, removed, inserted or"
                " reordered first. Then compare the key's fingerprint with the one that the"
                " organizer shows on the page Evidence. If you, or they, kept signed heads of"
                " earlier days elsewhere, hold the bundle to them too:"
            )
        ),
        "    python3 verify.py --kept heads.jsonl",
    ]


def _files(*, with_people: bool) -> list[str]:
    told = {
        "ledger.jsonl": _("the ledger: an entry a line, with its digest"),
        "heads.jsonl": _("where the ledger ended on each day, signed"),
        "keys.json": _("the keys that signed, their public halves"),
        "settings.json": _("the event's settings, and what each value of an entry is"),
        "sessions.jsonl": _("the sessions: when, where, whom they let in"),
        "rules.json": _("the rules by which doors decided, with worked cases"),
        "cases.jsonl": _("contradictions, and which entry settled each"),
        "disputes.jsonl": _("what attendees said isn't right, and what came of it"),
        "attendance.csv": _("what follows from the ledger: who was inside from when to when"),
        "credit_rules.jsonl": _("the credit rules, in all versions"),
        "publications.jsonl": _("when credit was published, by which rules and times"),
        "credit.jsonl": _("the credit that was published, and what superseded what"),
        "people.jsonl": _("who the numbers of attendees and staff stand for"),
        "verify.py": _("the program that checks"),
        "manifest.json": _("the digest of each file, signed"),
    }
    if not with_people:
        del told["people.jsonl"]
    listed = "\n".join(f"{name:<20}{words}" for name, words in told.items())
    return [_heading(_("What is in it")), listed]


def _limits() -> list[str]:
    return [
        _heading(_("What it proves, and what not")),
        _filled(
            _(
                "The digest of an entry covers all entries before it. So one that is changed"
                " breaks the chain from there on. Whoever runs the server could write the whole"
                " chain anew and sign it again; heads that somebody else kept give that away, and"
                " nothing else does."
            )
        ),
        _filled(
            _(
                "The ledger names people by number. When their personal data are erased, their"
                " names go from people.jsonl, and the ledger stays what it was. That somebody held"
                " the badge whose name is on it is nothing that a record can prove."
            )
        ),
    ]


def _heading(text: str) -> str:
    return f"{text}\n{'-' * len(text)}"


def _filled(text: str) -> str:
    return textwrap.fill(text, _WIDTH)
