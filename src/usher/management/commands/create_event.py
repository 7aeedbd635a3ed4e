"""Makes an event: usher create_event SLUG --name NAME --timezone ZONE --owner EMAIL."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from usher.actions.create_event import create_event, owner_by
from usher.actions.mistakes import BadRequest
from usher.management.prepared import PreparedCommand


class Command(PreparedCommand):
    """Makes an event; its owner gets an account if there is none yet."""

    help = "Make an event. Its owner's account is made if there is none with this address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the event's short name, name, time zone and owner."""
        parser.add_argument("slug", help="short name, as it stands in addresses: garden-days-2026")
        parser.add_argument("--name", required=True, help="the name that people read")
        parser.add_argument("--timezone", required=True, help="like Europe/Brussels")
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="the owner's address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the event, or say what is wrong and change nothing."""
        try:
            with transaction.atomic():
                owner, made = owner_by(options["owner"])
                event = create_event(
                    owner, options["slug"], name=options["name"], timezone=options["timezone"]
                )
        except BadRequest as mistake:
            raise CommandError(mistake.detail) from None
        self.stdout.write(
            _("Made the event {slug}, owned by {owner}.").format(slug=event.slug, owner=owner)
        )
        if made:
            self.stdout.write(
                _(
                    "{owner} has a new account without a password: they set one at {page}, with a"
                    " code that is sent to their address."
                ).format(owner=owner, page=reverse("account_reset_password"))
            )
