"""Schedules in YAML: the programme of a devopsdays event; other lists of talks are named."""

from collections.abc import Iterator
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import yaml
from django.utils.translation import gettext as _

from usher.readers.choices import Choices
from usher.readers.items import Item, sift_items
from usher.readers.json_values import Json, mapping, sequence, text
from usher.readers.moments import written
from usher.readers.problems import Misread, refuse
from usher.readers.rows import SessionRow, Sifted
from usher.readers.text import decode

# The parser is slow, and no programme is near that long.
_BYTES_MAX = 1024 * 1024
_DEPTH_MAX = 30


class _Loader(yaml.BaseLoader):
    """Texts, lists and mappings, nothing else: no dates guessed, no objects made.

    Neither aliases, by which a small file can stand for an endless one, nor deep nesting.
    """

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise refuse(_("The YAML repeats parts by aliases; that is not accepted."))
        self._depth += 1
        if self._depth > _DEPTH_MAX:
            raise refuse(_("The YAML is nested deeper than any schedule is."))
        node: yaml.Node | None = super().compose_node(parent, index)
        self._depth -= 1
        return node


def parsed_yaml(content: bytes) -> object:
    """What the file holds, every value as its text; raises Unreadable for what is damaged."""
    if len(content) > _BYTES_MAX:
        raise refuse(_("The YAML is larger than 1 MiB; no programme is."))
    loader = None
    try:
        loader = _Loader(decode(content))
        parsed: object = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise refuse(
            _("The YAML is damaged: {fault}.").format(fault=error.problem),
            where=_("line {line}").format(line=line),
        ) from error
    except yaml.YAMLError as error:
        raise refuse(_("The YAML holds characters that are not text.")) from error
    finally:
        if loader is not None:
            loader.dispose()
    return parsed


def sift_yaml(parsed: object, choices: Choices) -> Sifted[SessionRow]:
    """The programme's entries; raises Unreadable for a list of talks that has no times yet."""
    check_programme(parsed)
    top = mapping(parsed)
    return sift_items(_items(top, _offset(top, choices.zone)), choices)


def check_programme(parsed: object) -> None:
    """Raise Unreadable for what is no programme, in words that tell what it is."""
    if sequence(mapping(parsed).get("program")):
        return
    talks = [mapping(talk) for talk in sequence(parsed)]
    if talks and all("title" in talk for talk in talks):
        raise refuse(
            _(
                "The file is a list of {count} talks without times and rooms: it is not a "
                "schedule yet. Export it again when the talks have a start."
            ).format(count=len(talks))
        )
    raise refuse(_("The YAML holds no programme as devopsdays events write it."))


def _items(top: Json, offset: timezone | None) -> Iterator[Item]:
    for item in map(mapping, sequence(top.get("program"))):
        yield Item(
            title=text(item.get("title")),
            room=text(item.get("room")),
            track=text(item.get("type")),
            day=text(item.get("date")),
            start=text(item.get("start_time")),
            end=text(item.get("end_time")),
            offset=offset,
        )


def _offset(top: Json, zone: ZoneInfo) -> timezone | None:
    """What the file says of its clocks on the first day, unless the zone's show the same."""
    try:
        said = written(text(top.get("startdate")))
    except Misread:
        return None
    if said.day is None or said.offset is None:
        return None
    start: datetime = said.on(said.day)
    return None if start.astimezone(zone).utcoffset() == start.utcoffset() else said.offset
