"""What a phone told by itself stands, and where the server would have said otherwise it shows."""

from datetime import timedelta

import pytest

from tests.makers import (
    START,
    account_of,
    admitted,
    attendee_of,
    codes,
    event_of,
    key_of,
    outcomes,
    registrant_of,
    scan_of,
    session_of,
)
from usher.actions.refold import checked
from usher.actions.scans import Clock
from usher.actions.void import void
from usher.models import Case, Entry, Presence
from usher.queries.access import access_to
from usher.queries.chain import first_break
from usher.queries.door_facts import Counts
from usher.queries.sql import microseconds
from usher.rules.judge import Outcome, Reason
from usher.rules.told import Told

pytestmark = pytest.mark.django_db

LET_IN = Told(Outcome.ADMITTED)
TURNED_AWAY = Told(Outcome.REFUSED, (Reason.NOT_ON_SCHEDULE,))
MINUTE = timedelta(minutes=1)


def open_cases(event):
    return list(Case.objects.filter(event=event).order_by("seq").values_list("kind", "seq"))


def entries(event):
    found = Entry.objects.filter(event=event).order_by("seq")
    return list(found.values_list("kind", "outcome", "subject"))


def test_what_the_phone_told_and_the_server_says_too_is_an_ordinary_entry():
    event = event_of()
    session = session_of(event)

    (answer,) = admitted(event, scan_of(session, attendee_of(event), told=LET_IN))

    entry = Entry.objects.get()
    assert (answer.outcome, entry.outcome) == ("admitted", "admitted")
    assert entry.told == {
        "outcome": "admitted",
        "reasons": [],
        "overrode": [],
        "judged": "admitted",
    }
    assert open_cases(event) == []


def test_whoever_was_let_in_without_a_network_stays_in_and_a_case_opens():
    event = event_of()
    session = session_of(event, capacity_max=1, validate_registrants=True)
    ada, ben = attendee_of(event), attendee_of(event)
    registrant_of(session, ada)

    answers = admitted(event, scan_of(session, ada), scan_of(session, ben, told=LET_IN))

    assert outcomes(answers) == ["admitted", "admitted"]
    assert codes(answers[1]) == ["not_on_schedule", "capacity_reached"]
    assert answers[1].counts == Counts(registered=1, attended=2, inside=2)
    assert Entry.objects.values_list("told__judged", flat=True).get(seq=2) == "refused"
    assert open_cases(event) == [("conflict", 2)]
    assert checked(event) == []
    assert first_break(event) is None


def test_whoever_was_turned_away_without_a_network_stays_out_and_a_case_opens():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)

    (answer,) = admitted(event, scan_of(session, ada, told=TURNED_AWAY))

    assert (answer.outcome, answer.reasons) == ("refused", [])
    assert answer.counts == Counts(refused=1)
    assert open_cases(event) == [("conflict", 1)]
    assert checked(event) == []


def test_a_refusal_on_which_phone_and_server_agree_for_other_reasons_opens_no_case():
    event = event_of()
    session = session_of(event, capacity_max=0)

    admitted(event, scan_of(session, attendee_of(event), told=TURNED_AWAY))

    assert open_cases(event) == []


def test_a_badge_that_names_nobody_lets_nobody_in_whatever_was_told():
    event = event_of()

    (answer,) = admitted(event, scan_of(session_of(event), "NOBODY", told=LET_IN))

    assert (answer.outcome, codes(answer)) == ("refused", ["unknown_badge"])
    assert open_cases(event) == [("conflict", 1)]


def test_an_override_without_a_network_is_taken_from_whoever_may():
    event = event_of()
    session = session_of(event, capacity_max=0)
    told = Told(Outcome.ADMITTED, (Reason.CAPACITY_REACHED,), (Reason.CAPACITY_REACHED,))
    override = [Reason.CAPACITY_REACHED]

    admitted(
        event,
        scan_of(session, attendee_of(event), override=override, told=told),
        may_override=True,
    )
    (lost,) = admitted(event, scan_of(session, attendee_of(event), override=override, told=told))

    assert lost.counts == Counts(attended=2, inside=2, overridden=1)
    assert open_cases(event) == [("conflict", 2)]


def test_late_scans_fold_in_the_order_in_which_they_happened():
    event = event_of()
    a, b = session_of(event), session_of(event)
    ada = attendee_of(event)
    admitted(event, scan_of(b, ada, at=START + 10 * MINUTE))

    admitted(event, scan_of(a, ada, at=START, told=LET_IN))

    stay = Presence.objects.get(session=a)
    left = microseconds(START + 10 * MINUTE)
    assert (stay.inside, stay.stays) == (False, [[microseconds(START), left, "implied"]])


def test_a_scan_that_was_answered_as_told_is_written_once_though_its_answer_was_lost():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)
    (first,) = admitted(event, scan_of(session, ada, key=key_of(9001)))

    again = scan_of(session, ada, key=key_of(9002), told=LET_IN, instead_of=key_of(9001))
    answers = [*admitted(event, again), *admitted(event, again)]

    assert [answer.seq for answer in answers] == [first.seq, first.seq]
    assert entries(event) == [("scan", "admitted", None)]


def test_an_admission_whose_answer_never_came_is_taken_back_where_the_phone_refused():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)
    admitted(event, scan_of(session, ada, key=key_of(9001)))

    (answer,) = admitted(
        event,
        scan_of(session, ada, key=key_of(9002), told=TURNED_AWAY, instead_of=key_of(9001)),
    )

    assert entries(event) == [
        ("scan", "admitted", None),
        ("void", "", 1),
        ("scan", "refused", None),
    ]
    assert answer.counts == Counts(refused=1)
    assert checked(event) == []
    assert first_break(event) is None


def test_an_admission_that_somebody_undid_meanwhile_is_not_taken_back_again():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)
    admitted(event, scan_of(session, ada, key=key_of(9001)))
    owner = access_to(event.slug, event.owner)
    assert owner is not None
    void(owner, 1, key=key_of(9003), at=microseconds(START))

    admitted(
        event,
        scan_of(session, ada, key=key_of(9002), told=TURNED_AWAY, instead_of=key_of(9001)),
    )

    assert [kind for kind, _, _ in entries(event)] == ["scan", "void", "scan"]
    assert checked(event) == []


def test_a_refusal_whose_answer_never_came_gives_way_to_what_the_phone_told():
    event = event_of()
    session = session_of(event, capacity_max=0)
    ada = attendee_of(event)
    admitted(event, scan_of(session, ada, key=key_of(9001)))

    (answer,) = admitted(
        event, scan_of(session, ada, key=key_of(9002), told=LET_IN, instead_of=key_of(9001))
    )

    assert answer.counts == Counts(attended=1, inside=1, refused=1)
    assert open_cases(event) == [("conflict", 2)]


def test_the_first_sending_that_comes_last_is_answered_by_what_was_told():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)
    told = scan_of(session, ada, key=key_of(9002), told=TURNED_AWAY, instead_of=key_of(9001))

    admitted(event, told)
    (late,) = admitted(event, scan_of(session, ada, key=key_of(9001)))

    assert (late.outcome, late.seq) == ("refused", 1)
    assert entries(event) == [("scan", "refused", None)]


def test_nobody_takes_back_what_another_account_scanned():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)
    admitted(event, scan_of(session, ada, key=key_of(9001)))

    admitted(
        event,
        scan_of(session, ada, key=key_of(9002), told=TURNED_AWAY, instead_of=key_of(9001)),
        by=account_of(),
    )

    assert [kind for kind, _, _ in entries(event)] == ["scan", "scan"]
    assert Presence.objects.get().inside


def test_a_time_made_with_a_clock_that_was_set_anew_opens_a_case_and_one_put_right_none():
    event = event_of()
    session = session_of(event)
    wrong = microseconds(START) - 7_200_000_000

    admitted(event, scan_of(session, attendee_of(event), clock=Clock(wrong, doubtful=False)))
    admitted(event, scan_of(session, attendee_of(event), clock=Clock(wrong, doubtful=True)))

    assert open_cases(event) == [("clock", 2)]
    assert Entry.objects.get(seq=1).clock == {"phone_at": wrong, "doubtful": False}
    assert checked(event) == []


def test_a_scan_may_be_sent_again_with_a_better_time():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)
    clock = Clock(microseconds(START), doubtful=False)

    (first,) = admitted(event, scan_of(session, ada, key=key_of(9001), clock=clock))
    (again,) = admitted(
        event, scan_of(session, ada, at=START + MINUTE, key=key_of(9001), clock=clock)
    )

    assert (first.seq, again.seq) == (1, 1)


def test_whoever_was_let_in_is_looked_for_before_whoever_was_turned_away():
    event = event_of()
    session, full = session_of(event), session_of(event, capacity_max=0)

    admitted(event, scan_of(session, attendee_of(event), told=TURNED_AWAY))
    admitted(event, scan_of(full, attendee_of(event), told=LET_IN))
    # Of whom nobody knows who it is, and who is in the room.
    admitted(event, scan_of(session, "NOBODY", told=LET_IN))

    weights = Case.objects.filter(event=event).order_by("seq").values_list("weight", flat=True)
    assert list(weights) == [50, 80, 80]
    assert checked(event) == []


def test_a_repeat_that_the_phone_refused_leaves_the_first_admission_as_it_was():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)
    second = START + timedelta(seconds=3)
    admitted(event, scan_of(session, ada, key=key_of(9000)))
    admitted(event, scan_of(session, ada, at=second, key=key_of(9001)))

    again = {"told": TURNED_AWAY, "instead_of": key_of(9001)}
    admitted(event, scan_of(session, ada, at=second, key=key_of(9002), **again))

    assert entries(event) == [("scan", "admitted", None), ("scan", "refused", None)]
    assert Presence.objects.get().inside


def test_whoever_was_refused_elsewhere_before_can_have_an_admission_taken_back():
    event = event_of()
    closed, session = session_of(event, capacity_max=0), session_of(event)
    ada = attendee_of(event)
    admitted(event, scan_of(closed, ada), scan_of(session, ada, key=key_of(9001)))

    again = {"told": TURNED_AWAY, "instead_of": key_of(9001)}
    (answer,) = admitted(event, scan_of(session, ada, key=key_of(9002), **again))

    assert answer.counts == Counts(refused=1)
    assert checked(event) == []


def test_the_first_sending_of_a_repeat_that_comes_last_is_no_act_of_its_own():
    event = event_of()
    session = session_of(event)
    ada = attendee_of(event)
    at = START + timedelta(seconds=3)
    admitted(event, scan_of(session, ada, "out"), scan_of(session, ada))

    again = scan_of(session, ada, at=at, key=key_of(9002), told=LET_IN, instead_of=key_of(9001))
    admitted(event, again, scan_of(session, ada, "out", at=START + MINUTE))
    admitted(event, scan_of(session, ada, at=at, key=key_of(9001)))

    outcomes_written = [outcome for _, outcome, _ in entries(event)]
    assert outcomes_written == ["repeated", "admitted", "left"]
