"""Rules for credit, their versions, and the sessions that they are for."""

import pytest
from django.db import IntegrityError, transaction

from tests.actions.credit_rows import DOCUMENT, access_of, giving, rule_of
from tests.makers import START, account_of, event_of, event_user_of, session_of
from usher.actions.credit_rules import RULES_MAX, change_rule, write_rule
from usher.actions.give_credit import SESSIONS_MAX, give_credit, take_credit
from usher.actions.mistakes import BadRequest, Denied
from usher.models import Event, NamedRule, RuleOfSession, RuleVersion
from usher.rules.permissions import Permission

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return event_of(owner=account_of(name="Ana Silva"))


def test_what_a_rule_asked_for_before_stays_as_its_earlier_version(event):
    rule = rule_of(event, percent_min=80)

    changed = change_rule(
        access_of(event), rule, name="Talks", document=DOCUMENT | {"percent_min": 75}, at=START
    )

    kept = RuleVersion.objects.filter(rule=rule).order_by("number")
    assert changed == kept.last()
    assert [(one.number, one.document["percent_min"], one.written_by) for one in kept] == [
        (1, 80, event.owner),
        (2, 75, event.owner),
    ]


def test_a_rule_saved_as_it_was_is_no_new_version(event):
    rule = rule_of(event, percent_min=80)

    change_rule(
        access_of(event), rule, name="Long talks", document=DOCUMENT | {"percent_min": 80}, at=START
    )

    assert RuleVersion.objects.filter(rule=rule).count() == 1
    assert NamedRule.objects.get().name == "Long talks"


@pytest.mark.parametrize(
    ("name", "change", "field", "words"),
    [
        ("", {}, "name", "Give the rule a name."),
        ("x" * 81, {}, "name", "Use 80 characters or fewer."),
        ("TALKS", {}, "name", "Another rule has this name already."),
        ("Other", {"rounding": "thirds"}, "rounding", "Choose from what stands in the list."),
        (
            "Other",
            {"percent_min": 101},
            "percent_min",
            "Write a whole number from 1 to 100.",
        ),
        ("Other", {"unit": ""}, "unit", "This is needed."),
    ],
)
def test_a_rule_that_can_not_be_is_refused_by_field(event, name, change, field, words):
    rule_of(event, "Talks")

    with pytest.raises(BadRequest) as refused:
        write_rule(access_of(event), name=name, document=DOCUMENT | change, at=START)

    assert (refused.value.field, refused.value.detail) == (field, words)
    assert NamedRule.objects.count() == 1


@pytest.mark.parametrize("field", ["credit_type", "unit"])
def test_type_and_unit_of_a_rule_never_change(event, field):
    rule = rule_of(event)

    with pytest.raises(BadRequest) as refused:
        change_rule(
            access_of(event), rule, name="Talks", document=DOCUMENT | {field: "CPD"}, at=START
        )

    assert refused.value.field == field


def test_an_event_has_no_end_of_rules(event):
    NamedRule.objects.bulk_create(
        NamedRule(event=event, name=f"{number}", made_at=START, made_by=event.owner)
        for number in range(RULES_MAX)
    )

    with pytest.raises(BadRequest) as refused:
        rule_of(event)

    assert refused.value.detail == "An event has 50 credit rules at most."


def test_a_session_has_one_rule_of_each_type_of_credit(event):
    session = session_of(event)
    talks, workshops = rule_of(event, "Talks"), rule_of(event, "Workshops")
    law = rule_of(event, "Law", credit_type="CLE")

    for rule in (talks, law, workshops):
        giving(event, rule, session)

    kept = RuleOfSession.objects.filter(session=session).order_by("credit_type")
    assert [(one.credit_type, one.rule.name) for one in kept] == [
        ("CLE", "Law"),
        ("CME", "Workshops"),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleOfSession.objects.create(
            event=event, session=session, rule=talks, credit_type="CME", given_at=START,
            given_by=event.owner,
        )  # fmt: skip


def test_only_sessions_of_the_event_are_given_a_rule_and_each_is_counted_once(event):
    session, other = session_of(event), session_of(event_of())
    rule = rule_of(event)

    first = give_credit(access_of(event), rule, [session.pk, other.pk], at=START)
    again = give_credit(access_of(event), rule, [session.pk], at=START)
    gone = take_credit(access_of(event), rule, [session.pk, other.pk])

    assert (first, again, gone, RuleOfSession.objects.count()) == (1, 0, 1, 0)


def test_more_sessions_than_any_event_has_are_refused(event):
    with pytest.raises(BadRequest) as refused:
        give_credit(access_of(event), rule_of(event), range(SESSIONS_MAX + 1), at=START)

    assert refused.value.detail == "Change at most 5000 sessions at once."


def test_without_manage_event_nobody_says_what_gives_credit(event):
    rule, session = rule_of(event), session_of(event)
    others = [one for one in Permission if one is not Permission.MANAGE_EVENT]
    access = access_of(event, event_user_of(event, *others).account)

    with pytest.raises(Denied):
        write_rule(access, name="Mine", document=DOCUMENT, at=START)
    with pytest.raises(Denied):
        change_rule(access, rule, name="Mine", document=DOCUMENT, at=START)
    with pytest.raises(Denied):
        give_credit(access, rule, [session.pk], at=START)
    with pytest.raises(Denied) as refused:
        take_credit(access, rule, [session.pk])

    assert (
        refused.value.detail == "Ask the event owner, Ana Silva, for the Manage Event permission."
    )
    assert (NamedRule.objects.get().name, RuleOfSession.objects.count()) == ("Talks", 0)
