"""frab's and pentabarf's schedule.xml, the form of 2007 as well as today's."""

from collections.abc import Mapping

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from usher.readers.choices import Choices
from usher.readers.drafts import sifted
from usher.readers.frab import FrabEvent, session_of
from usher.readers.problems import Problems, refuse
from usher.readers.rows import SessionRow, Sifted

_DEPTH_MAX = 100
_EVENTS_MAX = 200_000
_TEXT_MAX = 100_000

# Those children of an event that a session is made of; a FrabEvent calls them the same.
_CHILDREN = frozenset(
    ("date", "start", "end", "duration", "title", "room", "track", "status"),
)


class _Events:
    """The parser's target: keeps the events, and of each only what a session needs."""

    def __init__(self) -> None:
        self.events: list[FrabEvent] = []
        self._path: list[str] = []
        self._day = self._day_change = self._room = ""
        self._event: FrabEvent | None = None
        self._text: list[str] = []
        self._length = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        tag = tag.rpartition("}")[2]
        if not self._path and tag != "schedule":
            words = _("The XML is <{tag}>, not a <schedule> as frab and pretalx write it.")
            raise refuse(words.format(tag=tag[:60]))
        self._path.append(tag)
        if len(self._path) > _DEPTH_MAX:
            raise refuse(_("The XML is nested deeper than any schedule is."))
        self._text, self._length = [], 0
        if tag == "day":
            self._day, self._room = attributes.get("date", ""), ""
        elif tag == "room" and self._event is None:
            self._room = attributes.get("name", "")
        elif tag == "event" and self._event is None:
            self._begin(attributes)

    def _begin(self, attributes: Mapping[str, str]) -> None:
        if len(self.events) >= _EVENTS_MAX:
            raise refuse(
                _("The file has more than {count} sessions.").format(
                    count=number_format(_EVENTS_MAX)
                )
            )
        self._event = FrabEvent(
            code=attributes.get("id", "") or attributes.get("guid", ""),
            room=self._room,
            day=self._day,
            day_change=self._day_change,
        )
        self.events.append(self._event)

    def data(self, text: str) -> None:
        # Descriptions aren't kept, so how long they are doesn't matter.
        if self._path[-1] in _CHILDREN or self._path[-1] == "day_change":
            self._length += len(text)
            if self._length > _TEXT_MAX:
                words = _("<{tag}> holds more than {count} characters")
                raise refuse(
                    words.format(tag=self._path[-1], count=number_format(_TEXT_MAX)),
                    where=self._where(),
                )
            self._text.append(text)

    def end(self, _tag: str) -> None:
        text = "".join(self._text)
        self._text, self._length = [], 0
        tag = self._path.pop()
        if tag == "event" and "event" not in self._path:
            self._event = None
        elif tag == "day_change":
            self._day_change = text.strip()
        elif self._event is not None and self._path[-1] == "event" and tag in _CHILDREN:
            # An event's empty <room/> leaves the room that it stands in.
            setattr(self._event, tag, text.strip() or getattr(self._event, tag))

    def _where(self) -> str:
        return _("event {number}").format(number=len(self.events)) if self._event else ""

    def close(self) -> list[FrabEvent]:
        return self.events


def sift_frab_xml(content: bytes, choices: Choices) -> Sifted[SessionRow]:
    """The sessions of a schedule.xml; times without an offset are what the zone's clocks show.

    `time_zone_name` is not asked: there are files in which it contradicts the times.
    """
    problems = Problems()
    events = parsed_xml(content)
    if not events:
        raise refuse(_("The schedule has no events."))
    placed = [
        (problems.at(_where(number, event)), event) for number, event in enumerate(events, start=1)
    ]
    return sifted(
        ((place, session_of(event, place, choices.zone)) for place, event in placed), problems
    )


def _where(number: int, event: FrabEvent) -> str:
    if not event.code:
        return _("event {number}").format(number=number)
    return _("event {number} (id {id})").format(number=number, id=event.code[:60])


def parsed_xml(content: bytes) -> list[FrabEvent]:
    """The events as written; raises Unreadable for another XML, and for a damaged one."""
    target = _Events()
    parser = XMLParser(target=target)
    try:
        parser.feed(content.lstrip(b" \t\r\n"))
        parser.close()
    except ParseError as error:
        line, column = error.position
        raise refuse(
            _("The XML is damaged or cut off: {fault}. Export it again.").format(
                fault=str(error).split(":")[0]
            ),
            where=_("line {line}, character {column}").format(line=line, column=column + 1),
        ) from error
    except DefusedXmlException as error:
        raise refuse(
            _("The XML defines entities of its own, which no schedule needs; that is not accepted.")
        ) from error
    except (ValueError, LookupError) as error:
        raise refuse(
            _("The XML is in an encoding that can't be read. Save it as UTF-8.")
        ) from error
    return target.events
