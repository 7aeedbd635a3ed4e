"""The learner report of ACCME's PARS: one record for each person who completed the activity."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from usher.models import Attendee, Event
from usher.queries.certificate_facts import amount_written
from usher.queries.completed import Completed, completed
from usher.reports.formats.sifted import Record, Sifted, absent, cell_of, one_line, sifted

# In the order in which the report names them; the tab-delimited file has a field for each.
FIELDS = (
    *("organization", "given", "family", "birth", "provider", "title", "activity", "status"),
    *("completed", "number", "domain", "certification", "unit", "credits", "credit_id"),
    *("provider_again", "action"),
)
# Credits are told in quarters.
_STEP = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Learners:
    """What is asked for: the activity as ACCME knows it, and which columns tell what of people.

    The event is one activity. `number` is a column with licence or board numbers, all of the one
    `domain`; `birth` may be left out.
    """

    credit_type: str
    organization: str
    provider: str
    activity: str
    certification: str
    domain: str
    given: str
    family: str
    number: str
    birth: str = ""


def sift_learners(event: Event, learners: Learners) -> Sifted:
    """Return the records of the report, and who lacks something that it asks for."""
    return sifted(_records(event, learners))


def tab_delimited(records: Sequence[Record]) -> bytes:
    """Return the records as text, a line each, without a row of headings."""
    lines = ["\t".join(record[name] for name in FIELDS) for record in records]
    return "".join(f"{line}\r\n" for line in lines).encode()


def learners_json(records: Sequence[Record], *, at: datetime) -> bytes:
    """Return the records in the form of the draft schema, as made at this moment."""
    report = {
        "DateTimeCreated": at.isoformat(timespec="seconds"),
        "ActivityReport": [_report(record) for record in records],
    }
    whole = {"ACCMELearnerReports": {"ActivityReports": report}}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _records(
    event: Event, learners: Learners
) -> Iterator[tuple[Attendee, Record, tuple[str, ...]]]:
    for one in completed(event, learners.credit_type, is_one_course=True):
        told = {name: cell_of(one.attendee, getattr(learners, name)) for name in _TOLD}
        birth = cell_of(one.attendee, learners.birth)
        wrong = ("birth",) * (bool(birth) and not _is_day(birth))
        uneven = ("quarters",) * (one.amount % _STEP != 0)
        record = _record(event, learners, one) | told | {"birth": birth}
        yield one.attendee, record, (*absent(told), *wrong, *uneven)


_TOLD = ("given", "family", "number")


def _record(event: Event, learners: Learners, one: Completed) -> Record:
    at = one.at.astimezone(event.zone).replace(tzinfo=None)
    return {
        "organization": one_line(learners.organization),
        "provider": learners.provider,
        "title": one_line(event.name),
        "activity": learners.activity,
        "status": "Completed",
        "completed": at.isoformat(timespec="seconds"),
        "domain": one_line(learners.domain),
        "certification": one_line(learners.certification),
        "unit": "Point",
        "credits": amount_written(one.amount),
        # Nobody here knows it.
        "credit_id": "",
        "provider_again": learners.provider,
        "action": "add",
    }


def _report(record: Record) -> dict[str, Any]:
    member: dict[str, Any] = {
        "Name": {"GivenName": record["given"], "FamilyName": record["family"]}
    }
    if record["birth"]:
        member["PersonalInfo"] = {"BirthDate": record["birth"]}
    return {
        "ReportingOrganization": record["organization"],
        "Member": member,
        "Activity": {
            "ProviderOrganization": record["provider"],
            "Module": {
                "ModuleName": {"value": record["title"], "moduleID": record["activity"]},
                "Status": record["status"],
                "CompletedDateTime": record["completed"],
                "CreditCertificate": [_certificate(record)],
            },
        },
        "XtensibleInfo": {
            "ProviderID": record["provider_again"],
            "LearnerRecordAction": record["action"],
        },
    }


def _certificate(record: Record) -> dict[str, Any]:
    return {
        "UniqueID": {"value": record["number"], "domain": record["domain"]},
        "CreditReceived": {
            "activityCertification": record["certification"],
            "creditUnit": record["unit"],
            # Exact, since it is in quarters.
            "numberOfCredits": float(record["credits"]),
        },
    }


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
