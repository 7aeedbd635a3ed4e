"""The least that the same server can do: answer with the body that came."""

from usher.wire.http import Answer, Receive, Scope, Send, read_body, send_answer


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Echo the body."""
    if scope["type"] == "http":
        body = await read_body(scope, receive, bytes_max=1_000_000)
        await send_answer(send, Answer(200, body))
