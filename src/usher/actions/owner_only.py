"""What the event owner alone may do."""

from usher.actions.mistakes import Denied
from usher.queries.access import Access


def check_is_owner(access: Access, words: str) -> None:
    """Raise Denied with these words, and the owner's name in them, for anybody else."""
    if not access.is_owner:
        raise Denied(words.format(owner=access.event.owner.shown_name))
