"""The keys by which an event signs its badges, and what its badges say of the event."""

from datetime import datetime

from django.db.models.functions import Length

from usher.models import Badge, Event, SigningKey
from usher.rules import badge_code
from usher.rules.signed_badge import event_mark


def mark_of(event: Event) -> bytes:
    """Return the bytes that tell the event's badges from others; they outlive its short name."""
    # Whole seconds: a copy of the database may keep less of them than the database did.
    return event_mark(f"usher event {event.pk}:{int(event.created_at.timestamp())}")


def keys_of(event: Event) -> list[SigningKey]:
    """Return all keys by which the event's badges were ever signed, the first one first."""
    return list(SigningKey.objects.filter(event=event).order_by("number"))


def signing_key_of(event: Event) -> SigningKey | None:
    """Return the key that signs what is printed now; None where badges stay plain."""
    if not event.signs_badges:
        return None
    return newest_key_of(event)


def newest_key_of(event: Event) -> SigningKey | None:
    """Return the newest key that is not revoked."""
    return SigningKey.objects.filter(event=event, revoked_at=None).order_by("number").last()


def badges_perhaps_signed_by(key: SigningKey) -> int:
    """Return how many badges in use can have been signed by the key: printing is not on record.

    They are those with a code of Usher's that were there before another key took its place.
    """
    found = Badge.objects.alias(length=Length("code")).filter(
        event=key.event_id, revoked_at=None, length=badge_code.LENGTH
    )
    until = followed_at(key)
    return (found if until is None else found.filter(issued_at__lt=until)).count()


def followed_at(key: SigningKey) -> datetime | None:
    """Return when the next key was made; None while the key is the last."""
    after = SigningKey.objects.filter(event=key.event_id, number__gt=key.number)
    following = after.order_by("number").first()
    return following.made_at if following else None
