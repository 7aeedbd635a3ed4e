"""Claims e-mail addresses for one role in an event, and gives them back (decision 32)."""

import json
from collections.abc import Collection

from django.db import connection, transaction
from django.utils.translation import gettext as _

from usher.actions.mistakes import Conflict
from usher.models import Address, Event, EventUser
from usher.rules.addresses import same_form


def claim(event: Event, email: str, role: Address.Role) -> Address:
    """Return the event's row of this address, made if there is none.

    Raises Conflict where the address has the other role in this event.
    """
    return claim_many(event, [email], role)[email]


@transaction.atomic
def claim_many(event: Event, emails: Collection[str], role: Address.Role) -> dict[str, Address]:
    """Return the rows of these addresses, keyed as they were given, in two queries.

    Raises Conflict for the first address that has the other role; its index is the place among
    `emails`. Empty addresses are left out: without one there is no rule. Two transactions that
    claim one address for two roles can't both succeed: the database keeps one row, and whoever
    comes second reads the first one's role.
    """
    forms = {email: same_form(email) for email in emails if email.strip()}
    if not forms:
        return {}
    wanted = sorted(set(forms.values()))
    _insert_missing(event, wanted, role)
    rows = _locked(event, wanted)
    for index, email in enumerate(emails):
        if email in forms and rows[forms[email]].role != role:
            raise Conflict(other_role_words(email, role), field="email", index=index)
    return {email: rows[form] for email, form in forms.items()}


@transaction.atomic
def release(address: Address) -> None:
    """Delete the row where neither an attendee nor an event user has the address any more."""
    # Locked first, so that nobody who claims it meanwhile is left with a row that goes away.
    row = Address.objects.select_for_update().filter(pk=address.pk).first()
    if row is None or row.attendees.exists() or EventUser.objects.filter(address=row).exists():
        return
    row.delete()


def in_the_other_role(event: Event, emails: Collection[str], role: Address.Role) -> set[str]:
    """Return those of the addresses, as given, that `claim_many` would refuse."""
    forms = {email: same_form(email) for email in emails if email.strip()}
    others = Address.objects.filter(event=event).exclude(role=role)
    held = set(others.values_list("email", flat=True))
    return {email for email, form in forms.items() if form in held}


def other_role_words(email: str, role: Address.Role) -> str:
    """Return the words for an address that was asked for `role` and has the other one."""
    if role == Address.Role.EVENT_USER:
        words = _(
            "{email} is already an attendee's address in this event. An address can't be an "
            "event user's and an attendee's of one event, so that nobody keeps the record of their "
            "own attendance: add the event user by a second address."
        )
    else:
        words = _(
            "{email} is already an event user's address in this event. An address can't be an "
            "event user's and an attendee's of one event, so that nobody keeps the record of their "
            "own attendance: give the attendee a second address."
        )
    return words.format(email=email.strip())


def _insert_missing(event: Event, wanted: list[str], role: Address.Role) -> None:
    # Sorted, so that two imports of the same addresses wait for each other instead of locking
    # each other out.
    with connection.cursor() as cursor:
        cursor.execute(_INSERT[connection.vendor], [event.pk, role, _listed(wanted)])


def _locked(event: Event, wanted: list[str]) -> dict[str, Address]:
    found = Address.objects.raw(_LOCK[connection.vendor], [event.pk, _listed(wanted)])
    return {row.email: row for row in found}


def _listed(values: list[str]) -> str | list[str]:
    return json.dumps(values) if connection.vendor == "sqlite" else values


# One statement for any number of addresses. `WHERE true` keeps SQLite from reading ON as the
# beginning of a join; SQLite needs no lock, because its transactions write one after the other.
_INSERT = {
    "sqlite": """
        INSERT INTO usher_address (event_id, email, role)
        SELECT %s, wanted.value, %s FROM json_each(%s) AS wanted WHERE true
            ON CONFLICT DO NOTHING
    """,
    "postgresql": """
        INSERT INTO usher_address (event_id, email, role)
        SELECT %s, wanted.value, %s FROM unnest(%s::text[]) AS wanted(value)
            ON CONFLICT DO NOTHING
    """,
}
_LOCK = {
    "sqlite": """
        SELECT * FROM usher_address
         WHERE event_id = %s AND email IN (SELECT value FROM json_each(%s)) ORDER BY id
    """,
    "postgresql": """
        SELECT * FROM usher_address
         WHERE event_id = %s AND email = ANY(%s) ORDER BY id FOR UPDATE
    """,
}
