"""Files given to an event, applied as the console does it."""

from datetime import UTC, datetime
from itertools import count

from usher.actions.apply_import import Agreed, apply_import, begin_import
from usher.actions.read_import import Tried, try_import
from usher.actions.upload_import import File, upload_import
from usher.models import Account, Event, Import
from usher.queries.access import Access, access_to

# After the badges that makers hand out.
NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
WORKER = "here:1:now"
_codes = count(1 << 61, 1 << 41)


def standing(event: Event, account: Account | None = None) -> Access:
    access = access_to(event.slug, account or event.owner)
    assert access is not None
    return access


def uploaded(
    event: Event,
    text: str,
    *,
    name: str = "list.csv",
    kind: str = "",
    session: str = "",
    by: Account | None = None,
) -> Import:
    """Upload a file to the event; its owner does unless somebody else is named."""
    file = File(name, text.encode(), mib_max=1)
    return upload_import(standing(event, by), file, kind=kind, session=session, at=NOW)


def tried(one: Import) -> Tried:
    return try_import(one, at=NOW)


def applied(one: Import, *, skip_bad: bool = False, at: datetime = NOW) -> Import:
    """Look at what the file would do, and have it done."""
    agreed = Agreed(tried(one).digest, skip_bad)
    assert begin(one, agreed)
    run(one, at=at)
    return one


def begin(one: Import, agreed: Agreed) -> bool:
    return begin_import(standing(one.event), one, agreed, worker=WORKER, at=NOW)


def run(one: Import, *, at: datetime = NOW) -> None:
    """Apply an import that has begun, or go on with it."""
    one.refresh_from_db()
    apply_import(one, at=at, random_bits=lambda bits: next(_codes))
    one.refresh_from_db()
