"""What a caller did wrong. A refusal at the door is no mistake: it is a value."""


class BadRequest(Exception):
    """The request can't be carried out as it stands. `detail` says why and what to do."""

    def __init__(self, detail: str, *, field: str = "", index: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.index = index


class Conflict(BadRequest):
    """The request contradicts what is already on record."""


class Denied(Exception):
    """The account may not do this in this event. `detail` says whom to ask for what."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail
