"""Prints a bearer token: usher create_token EMAIL."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from usher.actions.create_token import create_token
from usher.management.prepared import PreparedCommand
from usher.models import Account
from usher.rules.addresses import same_form


class Command(PreparedCommand):
    """Prints a new bearer token of an account, alone on a line, on standard output."""

    help = "Print a new bearer token with which a program acts as this account. It is shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the account's address."""
        parser.add_argument("email", help="address of the account")
        parser.add_argument("--label", default="", help="what the token is for")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the token, or say that there is no such account."""
        account = Account.objects.filter(email__iexact=same_form(options["email"])).first()
        if account is None:
            raise CommandError(
                _(
                    "There is no account with the address {email}. It is made when the person"
                    " signs up, or by create_event for an owner."
                ).format(email=options["email"])
            )
        token = f"usher_{secrets.token_urlsafe(32)}"
        create_token(account, token, label=options["label"])
        self.stdout.write(token)
        self.stderr.write(_("Keep it safe: it is not shown again."))
