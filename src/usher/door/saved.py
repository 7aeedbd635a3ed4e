"""Scans that a phone saved to a file, held to the same form as those that it sends."""

import json
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from usher.actions.import_scans import Saved
from usher.door.reading import scan_of
from usher.door.schemas import DOOR_LENGTH_MAX, KEPT, ScanIn
from usher.readers import Problem
from usher.readers.saved_scans import SavedScan
from usher.wire.problems import validation_errors

_DOOR = TypeAdapter(Annotated[str, Field(max_length=DOOR_LENGTH_MAX, pattern=KEPT)])


@dataclass(frozen=True, slots=True)
class Sifted:
    """The scans that are good in form, and what is wrong with the others."""

    scans: list[Saved]
    problems: list[Problem]


def sift_saved(scans: list[SavedScan]) -> Sifted:
    """Part the scans into those of the door's form and those that are not."""
    sifted = Sifted([], [])
    for one in scans:
        try:
            door = _DOOR.validate_python(one.door)
            # Out of JSON, since ids, moments and names are texts there.
            sent = ScanIn.model_validate_json(json.dumps(one.fields))
        except ValidationError as error:
            found = validation_errors(error.errors(include_url=False, include_input=False))
            sifted.problems.extend(Problem(one.where, "", mistake["message"]) for mistake in found)
        else:
            sifted.scans.append(Saved(one.where, one.event, scan_of(sent, door)))
    return sifted
