"""Credit rules: written, tried on everybody before they hold, and given to sessions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from usher.actions.credit_rules import change_rule, check_may_rule, checked_rule, write_rule
from usher.actions.give_credit import SESSIONS_MAX, give_credit, take_credit
from usher.actions.mistakes import BadRequest
from usher.console.credit.changed import tried
from usher.console.credit.forms import RuleForm
from usher.console.credit.words import rule_told
from usher.console.pages import event_page, number_in, show
from usher.console.sessions.filters import wanted_from
from usher.models import NamedRule, RuleOfSession, RuleVersion, Session
from usher.queries.access import Access
from usher.queries.credit_terms import Trial, rule_of
from usher.queries.session_list import listed, programme
from usher.rules.permissions import Permission


@event_page(Permission.MANAGE_EVENT)
def new_rule(request: HttpRequest, access: Access) -> HttpResponse:
    """Ask what a new rule is to be; try it, or write it."""
    form = RuleForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "here": "credit"}
    if form.is_valid():
        try:
            if "try" in request.POST:
                on = _every_session(access) if form.cleaned_data["everywhere"] else []
                trial = Trial(checked_rule(form.document()), on=on)
                context["tried"] = tried(access.event, trial, at=timezone.now())
                context["is_tried_nowhere"] = not on
            else:
                return _written(request, access, form)
        except BadRequest as mistake:
            _refuse(form, mistake)
    return show(request, access, "credit/rule.html", context)


@event_page(Permission.MANAGE_EVENT)
def rule(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Show a rule with its versions; try a changed one, or write it."""
    kept, versions = _rule_or_404(access, number)
    newest = rule_of(versions[0])
    form = RuleForm(request.POST if request.method == "POST" else None, kept=kept, rule=newest)
    context: dict[str, Any] = {"form": form, "rule": kept, "here": "credit"}
    if form.is_valid():
        try:
            if "try" in request.POST:
                trial = Trial(checked_rule(form.document()), instead_of=kept.pk)
                context["tried"] = tried(access.event, trial, at=timezone.now())
            else:
                return _changed(request, access, kept, form)
        except BadRequest as mistake:
            _refuse(form, mistake)
    context["versions"] = [(version, rule_told(rule_of(version))) for version in versions]
    context["session_count"] = RuleOfSession.objects.filter(rule=kept).count()
    return show(request, access, "credit/rule.html", context)


@event_page(Permission.MANAGE_EVENT)
def rule_sessions(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """List sessions, filtered, with those that give credit by the rule; give and take."""
    kept, _versions = _rule_or_404(access, number)
    all_of_event = programme(access.event)
    query = request.POST.get("query", "") if request.method == "POST" else request.GET.urlencode()
    wanted = wanted_from(query, all_of_event)
    found = listed(all_of_event, wanted)
    if request.method == "POST":
        meant = {number_in(one) for one in request.POST.getlist("session")[:SESSIONS_MAX]}
        chosen = [one.pk for one in found if "all" in request.POST or one.pk in meant]
        _give_or_take(request, access, kept, chosen)
        back = redirect("credit_rule_sessions", access.event.slug, kept.pk)
        back["Location"] += f"?{query}" if query else ""
        return back
    rules = RuleOfSession.objects.filter(event=access.event, credit_type=kept.credit_type)
    names = dict(rules.values_list("session", "rule__name"))
    context = {
        "rule": kept,
        "sessions": [(one, names.get(one.pk, "")) for one in found],
        "count": sum(name == kept.name for name in names.values()),
        "wanted": wanted,
        "query": query,
        "days": sorted({one.day for one in all_of_event}),
        "rooms": sorted({one.room for one in all_of_event if one.room}),
        "tracks": sorted({one.track for one in all_of_event if one.track}),
        "here": "credit",
    }
    return show(request, access, "credit/sessions.html", context)


def _give_or_take(request: HttpRequest, access: Access, kept: NamedRule, chosen: list[int]) -> None:
    if not chosen:
        check_may_rule(access)
        messages.info(request, _("No session was chosen. Tick some of them first."))
    elif "take" in request.POST:
        count = take_credit(access, kept, chosen)
        words = ngettext(
            "{count} session gives no credit by this rule any more.",
            "{count} sessions give no credit by this rule any more.",
            count,
        )
        messages.success(request, words.format(count=number_format(count)))
    else:
        count = give_credit(access, kept, chosen, at=timezone.now())
        words = ngettext(
            "{count} session more gives credit by this rule.",
            "{count} sessions more give credit by this rule.",
            count,
        )
        messages.success(request, words.format(count=number_format(count)))


def _written(request: HttpRequest, access: Access, form: RuleForm) -> HttpResponse:
    at, said = timezone.now(), form.cleaned_data
    made = write_rule(access, name=said["name"], document=form.document(), at=at)
    if said["everywhere"]:
        give_credit(access, made, _every_session(access), at=at)
    words = _("The rule is written. Nothing is published yet.")
    messages.success(request, words)
    return redirect("credit_rule", access.event.slug, made.pk)


def _changed(request: HttpRequest, access: Access, kept: NamedRule, form: RuleForm) -> HttpResponse:
    name, document = form.cleaned_data["name"], form.document()
    version = change_rule(access, kept, name=name, document=document, at=timezone.now())
    words = _("Saved as version {number}. What is published stays until you publish anew.")
    messages.success(request, words.format(number=version.number))
    return redirect("credit_rule", access.event.slug, kept.pk)


def _every_session(access: Access) -> list[int]:
    kept = Session.objects.filter(event=access.event, cancelled_at=None)
    return list(kept.order_by().values_list("pk", flat=True))


def _rule_or_404(access: Access, number: int) -> tuple[NamedRule, list[RuleVersion]]:
    kept = NamedRule.objects.filter(event=access.event, pk=number).first()
    if kept is None:
        raise Http404
    versions = RuleVersion.objects.filter(rule=kept).select_related("written_by")
    return kept, list(versions.order_by("-number"))


def _refuse(form: RuleForm, mistake: BadRequest) -> None:
    form.add_error(mistake.field if mistake.field in form.fields else None, mistake.detail)
