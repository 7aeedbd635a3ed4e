"""Requests to the whole application, as a server hands them to it."""

import asyncio
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import httpx
from django.core.handlers.asgi import ASGIHandler

from tests.makers import START, badge_of
from usher.models import Account, Attendee, Session, Token
from usher.queries.tokens import token_digest
from usher.site.application import Application

HOST = "http://localhost"


def bearer(account: Account) -> dict[str, str]:
    """Return the header that signs in the account by a token."""
    token = f"token of {account.pk}"
    Token.objects.get_or_create(account=account, digest=token_digest(token))
    return {"Authorization": f"Bearer {token}"}


def ask(method: str, path: str, **request: Any) -> httpx.Response:
    """Send one request to an application of its own, and return the answer."""
    return asyncio.run(_ask(method, path, request))


async def _ask(method: str, path: str, request: dict[str, Any]) -> httpx.Response:
    application = Application(ASGIHandler())
    transport = httpx.ASGITransport(app=application)
    cookies = request.pop("cookies", None)
    async with httpx.AsyncClient(transport=transport, base_url=HOST, cookies=cookies) as client:
        response = await client.request(method, path, **request)
    await application.drain()
    return response


def scan_json(
    session: Session,
    badge: Attendee | str,
    direction: str = "in",
    *,
    number: int = 1,
    override: Iterable[str] = (),
    **fields: Any,
) -> dict[str, Any]:
    """Return one scan as a phone sends it."""
    sent: dict[str, Any] = {
        "id": str(UUID(int=number)),
        "session": session.code,
        "badge": badge if isinstance(badge, str) else badge_of(badge),
        "direction": direction,
        "scanned_at": START.isoformat(),
    }
    return sent | ({"override": list(override)} if override else {}) | fields


def send_scans(
    slug: str, *scans: dict[str, Any], by: Account | None = None, **request: Any
) -> httpx.Response:
    """Send scans to the event's door; `by` signs in by a token."""
    headers = request.pop("headers", {}) | (bearer(by) if by else {})
    body = {"scans": list(scans)}
    return ask("POST", f"/api/v1/events/{slug}/scans", json=body, headers=headers, **request)
