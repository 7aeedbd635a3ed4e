"""How one session went, with every word that was said of it and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from usher.models import Entry, Session
from usher.queries.session_times import times_among, word_of
from usher.queries.trails import voided
from usher.rules.attendance import SessionTimes
from usher.rules.session_times import Course, course_of

# A void: its place, its kind, the place of what it undoes.
Void = tuple[int, str, int | None]


@dataclass(frozen=True, slots=True)
class Said:
    """One attestation, and whether it was undone later."""

    entry: Entry
    undone: bool


@dataclass(frozen=True, slots=True)
class Monitored:
    """A session's times as planned and as they were, and all that was said, the first first.

    `signed` is the last signature that stands; `changed_since`: the times are not those that it
    was given for.
    """

    session: Session
    times: SessionTimes
    course: Course
    said: list[Said]
    signed: Entry | None
    changed_since: bool

    @property
    def standing(self) -> list[Entry]:
        """What was said and not undone."""
        return [one.entry for one in self.said if not one.undone]


def monitored(session: Session) -> Monitored:
    """Return how the session went, in a constant number of queries."""
    of_nobody = Entry.objects.filter(session=session, attendee=None)
    undoing = of_nobody.filter(kind=Entry.Kind.VOID).order_by("seq")
    voids = list(undoing.values_list("seq", "kind", "subject"))
    written = of_nobody.filter(kind=Entry.Kind.ATTESTATION).select_related("scanned_by")
    entries = list(written.order_by("seq"))
    void = voided(voids)
    course = _course(entries, void)
    signature = course.attested.seq if course.attested else None
    signed = next((entry for entry in entries if entry.seq == signature), None)
    return Monitored(
        session=session,
        times=times_among(session.event, [session])[session.pk],
        course=course,
        said=[Said(entry, entry.seq in void) for entry in entries],
        signed=signed,
        changed_since=signed is not None and _is_changed_since(signed, course, entries, voids),
    )


def _is_changed_since(
    signed: Entry, course: Course, entries: Sequence[Entry], voids: Sequence[Void]
) -> bool:
    until = [entry for entry in entries if entry.seq < signed.seq]
    then = _course(until, voided([one for one in voids if one[0] < signed.seq]))
    return _times(then) != _times(course)


def _course(entries: Sequence[Entry], void: set[int]) -> Course:
    return course_of(word_of(entry) for entry in entries if entry.seq not in void)


def _times(course: Course) -> tuple[object, ...]:
    started, ended = course.started and course.started.at, course.ended and course.ended.at
    return started, ended, course.breaks
