"""The import that an address names, for whoever may see it."""

from django.http import Http404
from django.utils.translation import gettext as _

from usher.models import Import
from usher.queries.access import Access
from usher.queries.imports import import_of

OPEN = (Import.State.UPLOADED, Import.State.FAILED)


def import_or_404(access: Access, number: int) -> Import:
    """Return the import, or answer that there is none; also to who may not import its kind."""
    one = import_of(access, number)
    if one is None:
        raise Http404(_("This event has no such import."))
    one.event = access.event
    return one


def open_import_or_404(access: Access, number: int) -> Import:
    """Return an import that is neither applied nor being applied, or answer that there is none."""
    one = import_or_404(access, number)
    if one.state not in OPEN:
        raise Http404(_("This file is imported already, or just being imported."))
    return one
