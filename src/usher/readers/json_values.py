"""JSON -> values of the kinds that are expected, whatever kinds stand there."""

import json
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from usher.readers.drafts import CAPACITY_MAX
from usher.readers.problems import refuse
from usher.readers.text import decode

_BRACKETS_MAX = 5_000_000

Json = Mapping[str, object]


def parsed_json(content: bytes) -> object:
    """What the file holds; raises Unreadable for what is damaged or has too many parts."""
    text = decode(content)
    if text.count("[") + text.count("{") > _BRACKETS_MAX:
        raise refuse(_("The JSON has more parts than any schedule has."))
    try:
        parsed: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise refuse(
            _("The JSON is damaged or cut off: {fault}. Export it again.").format(fault=error.msg),
            where=_("line {line}, character {column}").format(
                line=error.lineno, column=error.colno
            ),
        ) from error
    except RecursionError as error:
        raise refuse(_("The JSON is nested deeper than any schedule is.")) from error
    except ValueError as error:
        raise refuse(_("The JSON holds a number that no schedule has.")) from error
    return parsed


def mapping(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def text(value: object, language: str = "") -> str:
    """A text; of a text in several languages, the one in the conference's or the first."""
    if isinstance(value, dict):
        texts = [text for text in value.values() if isinstance(text, str)]
        chosen = value.get(language)
        return chosen if isinstance(chosen, str) else next(iter(texts), "")
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def whole_number(value: object) -> int | None:
    """A number of people; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= CAPACITY_MAX:
        return value
    return None
