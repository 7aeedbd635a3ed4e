"""Who signs in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from usher.rules.addresses import same_form


class Accounts(BaseUserManager["Account"]):
    """Makes accounts; Django and allauth call these by name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """Create an account; without a password nobody can sign in to it until one is set."""
        account = self.model(email=same_form(email), **fields)
        account.set_password(password)
        account.save(using=self._db, force_insert=True)
        return account

    def create_superuser(self, email: str, password: str, **fields: Any) -> "Account":
        """Create an account that may use Django's admin pages."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account with this e-mail address, however it is written."""
        return self.get(email=same_form(username or ""))


class Account(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: one address, any number of events owned or worked at."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    # Django's own sign-in and admin ask for these two by name.
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="account_email_is_one_whatever_its_case")
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def shown_name(self) -> str:
        """The name, or the address where no name was given."""
        return self.name or self.email
