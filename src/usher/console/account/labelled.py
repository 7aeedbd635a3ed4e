"""allauth's forms with Usher's word for the address: it is "E-mail" in all of Usher."""

from typing import Any, ClassVar

from allauth.account.forms import AddEmailForm, LoginForm, ResetPasswordForm, SignupForm
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class Labelled:
    """Goes before a form that asks for an address in the field named by `address_field`."""

    address_field: ClassVar[str] = "email"
    fields: dict[str, Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields[self.address_field]
        field.label = _("E-mail")
        # The label says it already.
        field.widget.attrs.pop("placeholder", None)


class SignIn(Labelled, LoginForm):  # type: ignore[misc]  # - allauth has no types
    """Asks who signs in."""

    address_field = "login"


class SignUp(Labelled, SignupForm):  # type: ignore[misc]  # - allauth has no types
    """Asks who makes an account."""


class ForgottenPassword(Labelled, ResetPasswordForm):  # type: ignore[misc]  # - allauth has no types
    """Asks where to send the code that lets one set a password."""


class AnotherAddress(Labelled, AddEmailForm):  # type: ignore[misc]  # - allauth has no types
    """Asks for one address more of an account."""
