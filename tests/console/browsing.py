"""Browsers of people who are signed in."""

from django.test import Client

from usher.models import Account


def browser_of(account: Account | None = None) -> Client:
    """Return a browser in which this account is signed in; without one, nobody is."""
    browser = Client()
    if account:
        browser.force_login(account)
    return browser
