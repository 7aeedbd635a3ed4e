"""Where the pages of credit are."""

from django.urls import path

from usher.console.credit import publishing, rules, views

_CREDIT = "events/<slug:slug>/credit/"

urlpatterns = [
    path(_CREDIT, views.credit, name="credit"),
    path(_CREDIT + "publication/", publishing.publishing, name="publish_credit"),
    path(_CREDIT + "new-rule/", rules.new_rule, name="new_credit_rule"),
    path(_CREDIT + "rules/<int:number>/", rules.rule, name="credit_rule"),
    path(
        _CREDIT + "rules/<int:number>/sessions/", rules.rule_sessions, name="credit_rule_sessions"
    ),
    path(_CREDIT + "attendees/", views.credited_people, name="credited_people"),
    path(_CREDIT + "attendees/<int:number>/", views.why_credit, name="why_credit"),
    path(
        _CREDIT + "attendees/<int:number>/why.json", views.why_credit_data, name="why_credit_data"
    ),
]
