"""An e-mail address in a cell."""

import re

from django.utils.translation import gettext as _

from usher.readers.problems import Misread, excerpt

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_EMAIL_MAX = 254


def email(text: str) -> str:
    """An e-mail address as written; "" for an empty cell."""
    if not text:
        return ""
    if not _ADDRESS.fullmatch(text) or len(text) > _EMAIL_MAX:
        raise Misread(_("{text} is not an e-mail address").format(text=excerpt(text)))
    return text
