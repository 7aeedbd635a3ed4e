"""Who sends a request to the API, and what they may do in its event."""

from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from usher.actions.mistakes import Denied
from usher.models import Account
from usher.queries.access import Access, access_to
from usher.queries.sign_in import Credential
from usher.queries.sign_in import account_of as account_by
from usher.queries.sql import microseconds
from usher.rules.permissions import Permission


class BearerToken(AuthBase):
    """A bearer token, as `usher create_token` prints it."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Account | None:
        """Return the token's account, if it has one."""
        token = _token(request)
        if not token:
            return None
        return account_by(Credential(token=token), at=microseconds(timezone.now()))


class SignIn(AuthBase):
    """The session cookie of whoever signed in; what changes anything must be no forgery."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Account | None:
        """Return who signed in. A bearer token counts alone, also where it is wrong."""
        if _token(request) or not request.user.is_authenticated:
            return None
        if check_csrf(request) is not None:
            raise Denied(
                _("The X-CSRFToken header doesn't match the csrftoken cookie. Reload the page.")
            )
        return request.user


def account_of(request: HttpRequest) -> Account:
    """Return who sends the request; only for operations that nobody else reaches."""
    # Ninja puts what the sign-in answered into `auth`.
    return cast(Account, request.auth)  # type: ignore[attr-defined]  # - unknown to Django's stubs


def standing(request: HttpRequest, slug: str, *any_of: Permission) -> Access:
    """Return the sender's standing in the event, with at least one of the permissions.

    An event without a standing in it and one that doesn't exist are answered alike. Raises
    Http404, or Denied with the words that say whom to ask.
    """
    access = access_to(slug, account_of(request))
    if access is None:
        raise Http404(_("There is no such event."))
    if any_of and not access.may(*any_of):
        raise Denied(access.denial(*any_of))
    return access


def _token(request: HttpRequest) -> str:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
