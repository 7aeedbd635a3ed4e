"""What the server runs."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usher.site.settings")
django.setup()

from usher.site.application import application  # noqa: E402  # needs Django to be set up

__all__ = ["application"]
