"""Where allauth calls Usher: how addresses are compared, and what follows from a proved one."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from usher.actions.join_events import join_events
from usher.models import Account
from usher.rules.addresses import same_form


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # - allauth has no types
    """Joins people to the events that invited them as soon as an address is proved theirs."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "No account has this address and this password. Try again, or set a new password."
        ),
        "cannot_remove_primary_email": _(
            "Messages go to this e-mail address. Make another the first, then remove this one."
        ),
        "duplicate_email": _("This e-mail address is on your account already."),
        "max_email_addresses": _(
            "An account holds %d e-mail addresses at most. Remove one before you add another."
        ),
        "unverified_primary_email": _(
            "Only a proved e-mail address can be the first. Prove it before you choose it."
        ),
        "incorrect_code": _("This is not the code that we sent. Look again, or ask for a new one."),
    }

    def clean_email(self, email: str) -> str:
        """Return the address in the form in which addresses are compared."""
        return same_form(super().clean_email(email))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Return the account with this address, however it is written, and password."""
        if "email" in credentials:
            credentials["email"] = same_form(credentials["email"])
        account: Account | None = super().authenticate(request, **credentials)
        return account

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Keep that the address is proved, and let its account into what it was invited to."""
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            join_events(email_address.user, at=timezone.now())
        return confirmed

    def post_login(self, request: HttpRequest, user: Account, **about: Any) -> HttpResponse:
        """Answer the sign-in, after letting the account into what it was invited to meanwhile."""
        join_events(user, at=timezone.now())
        response: HttpResponse = super().post_login(request, user, **about)
        return response
