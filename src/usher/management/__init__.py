"""The command line."""

import os
import sys

from usher.management.command_line import CommandLine


def main() -> None:
    """Run `usher COMMAND …`. What it writes is for the account that runs it alone."""
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usher.site.settings")
    CommandLine(sys.argv).execute()
