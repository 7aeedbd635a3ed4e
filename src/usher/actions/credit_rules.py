"""Write credit rules: each change of what a rule asks for is a further version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from usher.actions.mistakes import BadRequest, Conflict, Denied
from usher.models import Event, NamedRule, RuleVersion
from usher.queries.access import Access
from usher.queries.credit_terms import newest_versions, rule_of
from usher.rules.credit_rule import CreditRule, Fault, read_rule
from usher.rules.permissions import Permission

RULES_MAX = 50
NAME_LENGTH_MAX = 80


def write_rule(
    access: Access, *, name: str, document: Mapping[str, Any], at: datetime
) -> NamedRule:
    """Write a new rule in its first version. Raises BadRequest, naming the field, or Denied."""
    check_may_rule(access)
    rule, name = checked_rule(document), _checked_name(name)
    with transaction.atomic():
        kept = _held(access.event)
        if len(kept) >= RULES_MAX:
            raise BadRequest(_("An event has {most} credit rules at most.").format(most=RULES_MAX))
        _check_is_new(kept, name)
        made = NamedRule.objects.create(
            event=access.event,
            name=name,
            credit_type=rule.credit_type,
            unit=rule.unit,
            made_at=at,
            made_by=access.account,
        )
        _write_version(access, made, rule, number=1, at=at)
    return made


def change_rule(
    access: Access, rule: NamedRule, *, name: str, document: Mapping[str, Any], at: datetime
) -> RuleVersion:
    """Write the rule's next version, unless it says what the newest does, and return the newest.

    Its name may change; its type of credit and unit may not, since what was published is counted
    by them. Raises BadRequest, naming the field, or Denied.
    """
    check_may_rule(access)
    changed, name = checked_rule(document), _checked_name(name)
    with transaction.atomic():
        kept = _held(access.event)
        _check_is_new([one for one in kept if one.pk != rule.pk], name)
        for field in ("credit_type", "unit"):
            if getattr(changed, field) != getattr(rule, field):
                words = _("This stays {value}: write another rule for another.")
                raise BadRequest(words.format(value=getattr(rule, field)), field=field)
        if name != rule.name:
            rule.name = name
            rule.save(update_fields=["name"])
        newest = newest_versions(access.event)[rule.pk]
        if rule_of(newest) == changed:
            return newest
        return _write_version(access, rule, changed, number=newest.number + 1, at=at)


def checked_rule(document: Mapping[str, Any]) -> CreditRule:
    """Return the rule that the document describes. Raises BadRequest, naming the field."""
    rule = read_rule(document)
    if isinstance(rule, CreditRule):
        return rule
    raise BadRequest(words_of(rule[0]), field=rule[0].field)


def words_of(fault: Fault) -> str:
    """Return what is wrong, and what to do."""
    least, most = fault.least, fault.most
    words = {
        "missing": _("This is needed."),
        "unknown": _("Nothing in a rule is called so."),
        "no_choice": _("Choose from what stands in the list."),
        "no_text": _("Write this on one line, without spaces around it."),
        "too_long": _("Use {most} characters or fewer."),
        "no_number": _("Write a whole number from {least} to {most}."),
        "out_of_range": _("Write a whole number from {least} to {most}."),
    }
    return words[fault.what].format(least=least, most=most)


def check_may_rule(access: Access) -> None:
    """Raise Denied where the account may not say what credit the event gives."""
    if not access.may(Permission.MANAGE_EVENT):
        raise Denied(access.denial(Permission.MANAGE_EVENT))


def _held(event: Event) -> list[NamedRule]:
    # The event's row, so that two who write at once don't write one name or number.
    Event.objects.select_for_update().get(pk=event.pk)
    return list(NamedRule.objects.filter(event=event))


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise BadRequest(_("Give the rule a name."), field="name")
    if len(name) > NAME_LENGTH_MAX:
        raise BadRequest(
            _("Use {most} characters or fewer.").format(most=NAME_LENGTH_MAX), field="name"
        )
    return name


def _check_is_new(kept: list[NamedRule], name: str) -> None:
    if any(one.name.casefold() == name.casefold() for one in kept):
        raise Conflict(_("Another rule has this name already."), field="name")


def _write_version(
    access: Access, rule: NamedRule, said: CreditRule, *, number: int, at: datetime
) -> RuleVersion:
    return RuleVersion.objects.create(
        rule=rule,
        number=number,
        document=said.document(),
        written_at=at,
        written_by=access.account,
    )
