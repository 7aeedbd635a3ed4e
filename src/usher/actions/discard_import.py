"""Throws a file away that was given to an event, with the personal data in it."""

from django.utils.translation import gettext as _

from usher.actions.mistakes import Conflict, Denied
from usher.models import Event, Import
from usher.queries.access import Access
from usher.queries.imports import NEEDS

_NEVER_APPLIED = (Import.State.UPLOADED, Import.State.FAILED)


def discard_import(access: Access, one: Import) -> None:
    """Throw the file away; of one that was applied, what it did and when stays listed.

    Without the file, an import can still be taken back. Raises Conflict while it is being
    applied, or Denied.
    """
    if not access.may(*NEEDS[one.kind]):
        raise Denied(access.denial(*NEEDS[one.kind]))
    same = Import.objects.filter(event=access.event, pk=one.pk)
    if same.filter(state=Import.State.APPLYING).exists():
        raise Conflict(_("This file is just being imported. Wait until that is done."))
    same.filter(state__in=_NEVER_APPLIED).delete()
    same.exclude(state=Import.State.APPLYING).update(content=b"")


def erase_imports(event: Event) -> None:
    """Erase all that imports still know of people: files, names, former values.

    Nothing of the event can be taken back any more; what was imported when stays listed.
    """
    given = Import.objects.filter(event=event)
    # One that is just being applied meets that with its next part, and stops.
    given.filter(state__in=(*_NEVER_APPLIED, Import.State.APPLYING)).delete()
    given.update(content=b"", made={}, file_name="")
