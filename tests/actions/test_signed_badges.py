"""Signed badges at the door, and the keys that sign them."""

import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.makers import (
    START,
    admitted,
    attendee_of,
    badge_of,
    codes,
    event_of,
    event_user_of,
    scan_of,
    session_of,
)
from usher.actions.mistakes import BadRequest, Denied
from usher.actions.revoke_signing_key import revoke_signing_key
from usher.actions.rotate_signing_key import rotate_signing_key
from usher.actions.sign_badges import sign_badges, stop_signing_badges
from usher.badges.signatures import Signer
from usher.models import Badge, Entry, Event, Session, SigningKey
from usher.queries.access import Access, access_to
from usher.queries.signing import badges_perhaps_signed_by, mark_of, signing_key_of
from usher.rules.badge_code import new_code
from usher.rules.judge import Outcome, Reason
from usher.rules.permissions import Permission
from usher.rules.told import Told

pytestmark = pytest.mark.django_db

LATER = START + timedelta(minutes=10)
CHANCE = {"random_bytes": secrets.token_bytes}


@pytest.fixture
def event() -> Event:
    return signing_event_of()


def signing_event_of() -> Event:
    event = event_of(opens_before_minutes=None)
    sign_badges(owner_of(event), at=START, **CHANCE)
    event.refresh_from_db()
    return event


def owner_of(event: Event) -> Access:
    access = access_to(event.slug, event.owner)
    assert access is not None
    return access


def coded(event: Event, **fields):
    """An attendee whose badge has a code of Usher's own."""
    return attendee_of(event, badge=new_code(secrets.randbits), **fields)


def signed(event: Event, code: str, key: SigningKey | None = None) -> str:
    """What a badge printed now holds."""
    key = key or signing_key_of(event)
    assert key is not None
    return Signer(key.number, mark_of(event), bytes(key.private)).text_of(code)


def numbers(event: Event) -> list[tuple[int, bool]]:
    return [(key.number, key.revoked_at is None) for key in event.signing_keys.all()]


def test_a_signed_badge_lets_its_holder_in_and_out(event):
    session, ada = session_of(event), coded(event)
    text = signed(event, badge_of(ada))

    first, second = admitted(
        event, scan_of(session, text), scan_of(session, text.lower(), "out", at=LATER)
    )

    assert [(one.outcome, one.holder and one.holder.name) for one in (first, second)] == [
        ("admitted", ada.name),
        ("left", ada.name),
    ]
    assert Entry.objects.filter(attendee=ada, unknown_code="").count() == 2


def test_a_plain_code_is_taken_at_an_event_that_signs(event):
    ada = coded(event)

    (answer,) = admitted(event, scan_of(session_of(event), ada))

    assert (answer.outcome, codes(answer)) == ("admitted", [])


def test_the_same_act_by_plain_and_by_signed_code_is_one(event):
    session, ada = session_of(event), coded(event)

    answers = admitted(
        event, scan_of(session, ada), scan_of(session, signed(event, badge_of(ada)), at=START)
    )

    assert [one.seq for one in answers] == [1, 1]


def test_a_forged_badge_is_refused_and_names_nobody(event):
    session, ada = session_of(event), coded(event)
    forger = Signer(1, mark_of(event), b"f" * 32)

    (answer,) = admitted(event, scan_of(session, forger.text_of(badge_of(ada))))

    assert (answer.outcome, codes(answer), answer.holder) == ("refused", ["forged_badge"], None)
    assert answer.counts.refused == 1


@pytest.mark.parametrize("direction", ["in", "out"])
@pytest.mark.parametrize("text", ["U1:", "u1:garbage", "U1:" + "0" * 119])
def test_what_only_says_that_it_is_signed_is_not_genuine(event, text, direction):
    (answer,) = admitted(event, scan_of(session_of(event), text, direction))

    assert (answer.outcome, codes(answer)[0]) in {
        ("refused", "forged_badge"),
        ("refused", "other_event"),
    }


def test_a_badge_of_another_event_is_told_from_a_forged_one(event):
    other = signing_event_of()
    text = signed(other, badge_of(coded(other)))

    (answer,) = admitted(event, scan_of(session_of(event), text))

    assert (answer.outcome, codes(answer), answer.holder) == ("refused", ["other_event"], None)


def test_a_genuine_badge_that_is_nobodys_is_unknown(event):
    (answer,) = admitted(
        event, scan_of(session_of(event), signed(event, new_code(secrets.randbits)))
    )

    assert codes(answer) == ["unknown_badge"]


def test_the_ledger_holds_no_badges_text(event):
    text = signed(event, new_code(secrets.randbits))

    admitted(event, scan_of(session_of(event), text))

    entry = Entry.objects.get()
    kept = [str(getattr(entry, field.attname)) for field in Entry._meta.fields]
    assert [one for one in kept if text[3:40] in one] == []
    assert len(entry.unknown_code) == 16


def test_an_event_that_was_renamed_knows_its_badges(event):
    text = signed(event, badge_of(coded(event)))
    Event.objects.update(slug="other-days", name="Other Days")
    event.refresh_from_db()

    (answer,) = admitted(event, scan_of(session_of(event), text))

    assert answer.outcome == "admitted"


def test_keys_are_asked_for_once_and_not_for_plain_scans(event):
    session = session_of(event)
    plain = [badge_of(coded(event)) for _ in range(2)]
    texts = [signed(event, badge_of(coded(event))) for _ in range(4)]

    asked = [keys_asked_for(event, session, some) for some in (plain, texts[:1], texts[1:])]

    assert asked == [0, 1, 1]


def keys_asked_for(event: Event, session: Session, badges: list[str]) -> int:
    asked: list[str] = []

    def heard(execute: Any, query: str, *rest: Any) -> Any:
        asked.append(query)
        return execute(query, *rest)

    with connection.execute_wrapper(heard):
        admitted(event, *(scan_of(session, badge) for badge in badges))
    return sum("usher_signingkey" in query for query in asked)


def test_a_key_that_was_followed_still_proves_what_it_signed(event):
    ada = coded(event)
    old = signed(event, badge_of(ada))

    rotate_signing_key(owner_of(event), replacing=1, at=LATER, **CHANCE)
    rotate_signing_key(owner_of(event), replacing=1, at=LATER, **CHANCE)

    (answer,) = admitted(event, scan_of(session_of(event), old, at=LATER))
    assert answer.outcome == "admitted"
    assert numbers(event) == [(1, True), (2, True)]
    assert signed(event, badge_of(ada)) != old


def test_what_a_revoked_key_signed_is_forged_from_then_on(event):
    session, ada, grace = session_of(event), coded(event), coded(event, name="Grace")
    early, late = (signed(event, badge_of(one)) for one in (ada, grace))

    revoke_signing_key(owner_of(event), event.signing_keys.get(), at=LATER, **CHANCE)

    before, after = admitted(event, scan_of(session, early), scan_of(session, late, at=LATER))
    assert [before.outcome, after.outcome] == ["admitted", "refused"]
    assert codes(after) == ["forged_badge"]
    assert numbers(event) == [(1, False), (2, True)]


def test_whom_a_phone_let_in_before_it_heard_of_the_revoked_key_is_in(event):
    session, ada = session_of(event), coded(event)
    text = signed(event, badge_of(ada))
    revoke_signing_key(owner_of(event), event.signing_keys.get(), at=START, **CHANCE)

    (answer,) = admitted(event, scan_of(session, text, at=LATER, told=Told(Outcome.ADMITTED)))

    assert (answer.outcome, answer.counts.inside) == ("admitted", 1)
    assert Entry.objects.get().reasons[0]["code"] == Reason.FORGED_BADGE


def test_revoking_twice_makes_one_new_key_and_keeps_the_first_moment(event):
    for at in (START, LATER):
        revoke_signing_key(owner_of(event), event.signing_keys.get(number=1), at=at, **CHANCE)

    assert numbers(event) == [(1, False), (2, True)]
    assert event.signing_keys.get(number=1).revoked_at == START


def test_an_old_key_is_revoked_without_a_new_one(event):
    rotate_signing_key(owner_of(event), replacing=1, at=LATER, **CHANCE)

    revoke_signing_key(owner_of(event), event.signing_keys.get(number=1), at=LATER, **CHANCE)

    assert numbers(event) == [(1, False), (2, True)]


def test_turned_off_nothing_is_signed_and_what_was_signed_is_genuine(event):
    text = signed(event, badge_of(coded(event)))

    stop_signing_badges(owner_of(event))

    event.refresh_from_db()
    (answer,) = admitted(event, scan_of(session_of(event), text))
    assert (signing_key_of(event), answer.outcome) == (None, "admitted")


def test_turned_on_again_the_same_key_signs_unless_it_was_revoked(event):
    stop_signing_badges(owner_of(event))
    sign_badges(owner_of(event), at=LATER, **CHANCE)
    assert numbers(event) == [(1, True)]

    stop_signing_badges(owner_of(event))
    revoke_signing_key(owner_of(event), event.signing_keys.get(), at=LATER, **CHANCE)
    assert numbers(event) == [(1, False)]
    sign_badges(owner_of(event), at=LATER, **CHANCE)
    assert numbers(event) == [(1, False), (2, True)]


def test_a_badge_tells_255_keys_apart_and_no_more(event):
    SigningKey.objects.filter(event=event).update(number=255)

    with pytest.raises(BadRequest) as refused:
        rotate_signing_key(owner_of(event), replacing=255, at=LATER, **CHANCE)

    assert "255 keys at most" in refused.value.detail


def test_the_last_key_that_can_be_is_revoked_and_badges_are_plain(event):
    SigningKey.objects.filter(event=event).update(number=255)

    revoke_signing_key(owner_of(event), event.signing_keys.get(), at=LATER, **CHANCE)

    event.refresh_from_db()
    assert (numbers(event), event.signs_badges) == ([(255, False)], False)


def test_badges_that_a_key_may_have_signed_are_those_in_use_before_the_next(event):
    ada, grace = coded(event), coded(event)
    attendee_of(event, badge="CONF-1")
    Badge.objects.filter(attendee=grace).update(issued_at=LATER)
    (first,) = event.signing_keys.all()
    assert badges_perhaps_signed_by(first) == 2

    rotate_signing_key(owner_of(event), replacing=1, at=LATER, **CHANCE)

    second = event.signing_keys.get(number=2)
    assert [badges_perhaps_signed_by(key) for key in (first, second)] == [1, 2]
    Badge.objects.filter(attendee=ada).update(revoked_at=LATER)
    assert [badges_perhaps_signed_by(key) for key in (first, second)] == [0, 1]


@pytest.mark.parametrize("permission", [None, *Permission])
def test_only_manage_event_changes_how_badges_are_signed(event, permission):
    staff = event_user_of(event, *([permission] if permission else [])).account
    assert staff is not None
    access = access_to(event.slug, staff)
    assert access is not None
    acts = [
        lambda: stop_signing_badges(access),
        lambda: sign_badges(access, at=LATER, **CHANCE),
        lambda: rotate_signing_key(access, replacing=1, at=LATER, **CHANCE),
        lambda: revoke_signing_key(access, event.signing_keys.get(number=1), at=LATER, **CHANCE),
    ]

    for act in acts:
        if permission is Permission.MANAGE_EVENT:
            act()
        else:
            with pytest.raises(Denied):
                act()


def test_events_have_keys_of_their_own():
    one, other = signing_event_of(), signing_event_of()

    keys = SigningKey.objects.filter(event__in=[one, other])

    assert len({bytes(key.public) for key in keys}) == 2
    assert mark_of(one) != mark_of(other)
