"""The one Django application of Usher."""

from django.apps import AppConfig


class UsherConfig(AppConfig):
    """All of Usher's models live in one application with one migration history."""

    name = "usher"
    label = "usher"
    default_auto_field = "django.db.models.BigAutoField"
