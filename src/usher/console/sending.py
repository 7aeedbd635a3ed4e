"""Files that are sent while they are made, so that none is held in memory."""

from collections.abc import AsyncIterator, Iterator
from typing import cast

from asgiref.sync import sync_to_async
from django.http import HttpResponse, StreamingHttpResponse


def sent(parts: Iterator[bytes], name: str, content_type: str) -> HttpResponse:
    """Return the answer that sends the file of this name, a part at a time."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    answer = StreamingHttpResponse(_in_turn(parts), content_type=content_type, headers=headers)
    return cast(HttpResponse, answer)


async def _in_turn(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    # Behind the event loop a plain iterator would be read to its end before anything is sent.
    while (part := await sync_to_async(_next)(parts)) is not None:
        yield part


def _next(parts: Iterator[bytes]) -> bytes | None:
    return next(parts, None)
