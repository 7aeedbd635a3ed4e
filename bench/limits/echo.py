"""The least that the same server can do: answer with the body that came."""

from usher.wire.http import Answer, Receive, Scope, Send, read_body, send_answer

BODY_BYTES_MAX = 1 << 23


class Echo:
    """The application, with what the server asks of one that it stops."""

    is_settled = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Echo the body, or follow the server's start and stop."""
        if scope["type"] == "http":
            body = await read_body(scope, receive, bytes_max=BODY_BYTES_MAX)
            await send_answer(send, Answer(200, body))
            return
        for step in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{step}.complete"})

    def stopping(self) -> None:
        """Hold on to nothing."""


application = Echo()
