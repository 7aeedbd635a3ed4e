"""Makes the demo event: usher demo."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from usher.actions.demo.staff import STAFF
from usher.actions.mistakes import BadRequest
from usher.actions.seed_demo import seed_demo
from usher.models import Event
from usher.phrases import quoted
from usher.queries.demo import Room, sessions_shown
from usher.rules.badge_code import ALPHABET
from usher.site.starting import prepare


class Command(BaseCommand):
    """Makes the demo event, or moves it so that its first morning is now."""

    help = "Make the demo event, or move it so that its first morning is now; print the sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the demo, and say how to try it."""
        prepare()
        file = settings.USHER_DATA_DIR / "demo_password"
        password = _password(file)
        try:
            event, is_new = seed_demo(password, at=timezone.now(), random_bits=secrets.randbits)
        except BadRequest as mistake:
            raise CommandError(mistake.detail) from None
        done = _("Made {name}.") if is_new else _("Moved {name} to now.")
        self.stdout.write(done.format(name=f"{quoted(event.name)} [{event.slug}]"))
        self._tell_sign_ins(password, file)
        self._tell_sessions(event)
        page = reverse("demo_badges", args=[event.slug])
        self.stdout.write(_("Badges to hold a phone to: {page}").format(page=page))

    def _tell_sign_ins(self, password: str, file: Path) -> None:
        words = _("Sign in with the password {password} (kept in {file}) as one of these:")
        self.stdout.write(words.format(password=password, file=file))
        for staff in STAFF:
            self.stdout.write(f"  {staff.email:18} {staff.may}")

    def _tell_sessions(self, event: Event) -> None:
        sessions = sessions_shown(event)
        self.stdout.write(_("On now, to try:"))
        for room, shows in {
            Room.OPEN: _("everybody"),
            Room.REGISTRANTS: _("registrants only"),
            Room.LEVELS: _("members and speakers"),
            Room.BOTH: _("both of these"),
            Room.FULL: _("one seat left"),
        }.items():
            session = sessions[room]
            self.stdout.write(f"  {shows:20} {session.title} ({session.room}) [{session.code}]")


def _password(file: Path) -> str:
    """Return the password of the demo's accounts, made once and kept for this user alone."""
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            letters = "".join(secrets.choice(ALPHABET.lower()) for _ in range(12))
            new.write("-".join((letters[:4], letters[4:8], letters[8:])))
    except FileExistsError:
        pass
    return file.read_text()
