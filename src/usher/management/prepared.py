"""Commands that work on a database which nobody has prepared yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.translation import gettext as _

from usher.site.starting import prepare_database


class PreparedCommand(BaseCommand):
    """A command that first makes or updates the tables, so that no other must come before it."""

    # Django's own check of the tables would come before they are there.
    requires_migrations_checks = False

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Prepare the database, then do what the command does."""
        try:
            prepare_database()
        except OperationalError as fault:
            raise CommandError(_("The database can't be used: {}").format(fault)) from fault
        return super().execute(*args, **options)
