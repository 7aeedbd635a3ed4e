"""Pieces of sentences that each language puts together in its own way."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext, ngettext, npgettext, pgettext


def series(words: Iterable[object]) -> str:
    """Return the words one after another, as a list inside a sentence."""
    return pgettext("between the parts of a list", ", ").join(map(str, words))


def any_of(words: Sequence[object]) -> str:
    """Return the words as alternatives; at least one is needed."""
    *first, last = map(str, words)
    if not first:
        return last
    return pgettext("alternatives", "{first} or {last}").format(first=series(first), last=last)


def and_more(words: Sequence[object], rest: int) -> str:
    """Return the words as a list that goes on: so many more are not named."""
    if not rest:
        return series(words)
    more = npgettext("list", "{first} and {count} more", "{first} and {count} more", rest)
    return more.format(first=series(words), count=rest)


def quoted(text: str) -> str:
    """Return somebody's own words between the language's quotation marks."""
    return pgettext("quotation", "“{text}”").format(text=text)


def duration(seconds: int) -> str:
    """Return how long that is, as exactly as people say it."""
    minutes = seconds // 60
    hours, rest = divmod(minutes, 60)
    if not minutes:
        return gettext("{seconds} s").format(seconds=seconds)
    if not hours:
        return gettext("{minutes} min").format(minutes=minutes)
    if hours < 48:
        return gettext("{hours} h {minutes} min").format(hours=hours, minutes=rest)
    return ngettext("{days} day", "{days} days", hours // 24).format(days=hours // 24)
