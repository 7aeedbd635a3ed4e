"""What whoever runs Usher makes on the command line: events and tokens."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.makers import account_of, event_of
from usher.models import Account, Event, EventHead, Token
from usher.queries.tokens import token_digest

pytestmark = pytest.mark.django_db


def create_event(slug: str, **changed: str) -> str:
    said = StringIO()
    options = {"name": "Garden Days", "timezone": "Europe/Brussels", "owner": "ana@example.org"}
    call_command("create_event", slug, stdout=said, **(options | changed))
    return said.getvalue()


def test_an_event_is_made_with_its_ledger_and_an_account_for_its_owner():
    said = create_event("garden-days", owner="Ana@Example.org")

    event = Event.objects.get(slug="garden-days")
    assert (event.name, event.timezone, event.owner.email) == (
        "Garden Days",
        "Europe/Brussels",
        "ana@example.org",
    )
    assert EventHead.objects.get(event=event).seq == 0
    assert event.owner.has_usable_password() is False
    assert said == (
        "Made the event garden-days, owned by ana@example.org.\n"
        "ana@example.org has a new account without a password: they set one at"
        " /accounts/password/reset/, with a code that is sent to their address.\n"
    )


def test_an_owner_who_has_an_account_keeps_it():
    ana = account_of("ana@example.org", password="a password of her own")

    said = create_event("garden-days", owner="ANA@example.org")

    assert Event.objects.get().owner == ana
    assert said == "Made the event garden-days, owned by ana@example.org.\n"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"timezone": "Europe/Brussel"},
            "“Europe/Brussel” is not a time zone. Write it like Europe/Brussels. Close to it: ",
        ),
        ({"timezone": "../etc/passwd"}, "“../etc/passwd” is not a time zone."),
        ({"slug": "garden days"}, "“garden days” can't be a short name"),
        ({"slug": "jardin-d-été"}, "“jardin-d-été” can't be a short name"),
        ({"slug": "g" * 81}, f"“{'g' * 81}” can't be a short name"),
        ({"slug": "TAKEN"}, "There is an event with the short name TAKEN already."),
        ({"name": "  "}, "The name must have 1 to 200 characters."),
        ({"owner": "ana"}, "“ana” is not an e-mail address."),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_made(changed: dict[str, str], words: str):
    event_of("taken", owner=account_of("owner@example.org"))
    slug = changed.pop("slug", "garden-days")

    with pytest.raises(CommandError) as refusal:
        create_event(slug, **changed)

    assert str(refusal.value)[: len(words)] == words
    assert (Event.objects.count(), Account.objects.count()) == (1, 1)


def test_a_token_is_printed_alone_on_a_line_and_only_its_digest_is_kept():
    account_of("ana@example.org", name="Ana Silva")
    said, aside = StringIO(), StringIO()

    call_command("create_token", "ANA@example.org", stdout=said, stderr=aside)

    (token,) = said.getvalue().splitlines()
    said_by_api = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert token.startswith("usher_")
    assert Token.objects.get().digest == token_digest(token)
    assert said_by_api.json() == {"email": "ana@example.org", "name": "Ana Silva"}
    assert aside.getvalue() == "Keep it safe: it is not shown again.\n"


def test_a_token_of_nobody_is_refused():
    with pytest.raises(CommandError) as refusal:
        call_command("create_token", "nobody@example.org")

    assert str(refusal.value).startswith("There is no account with the address nobody@example.org.")
    assert Token.objects.count() == 0
