"""Reads the permissions that somebody wants to give."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from usher.actions.mistakes import BadRequest
from usher.queries.access import LABELS
from usher.rules.permissions import Permission, lacking


def permissions_from(names: Iterable[str]) -> list[str]:
    """Return the permissions of these names, each once, in the order in which they are shown.

    Raises BadRequest for a name that is no permission, and for a permission that is of no use
    without another one.
    """
    asked = list(names)
    unknown = [name for name in asked if name not in frozenset(Permission)]
    if unknown:
        raise BadRequest(
            _("{name} is no permission. The permissions are: {all}.").format(
                name=unknown[0], all=", ".join(Permission)
            ),
            field="permissions",
        )
    held = [permission for permission in Permission if permission in asked]
    for have, need in lacking(held).items():
        raise BadRequest(
            _("{have} is of no use without {need}: give both or neither.").format(
                have=LABELS[have], need=LABELS[need]
            ),
            field="permissions",
        )
    return [str(permission) for permission in held]
