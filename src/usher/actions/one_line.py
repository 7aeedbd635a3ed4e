"""Text of one line, as it is kept."""

from django.utils.translation import gettext as _

from usher.actions.mistakes import BadRequest


def one_line(text: str, *, field: str, length_max: int) -> str:
    """Return the text in one line, without spaces around it. Raises BadRequest if it is longer."""
    line = " ".join(text.replace("\x00", "").split())
    if len(line) > length_max:
        words = _("Use at most {most} characters.").format(most=length_max)
        raise BadRequest(words, field=field)
    return line
