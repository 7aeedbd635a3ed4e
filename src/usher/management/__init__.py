"""The command line."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run `usher COMMAND …`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usher.site.settings")
    execute_from_command_line(sys.argv)
