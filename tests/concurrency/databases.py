"""Databases of their own for tests that need several processes, and code run in them."""

import os
import subprocess
import sys

_PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""


def in_database(url: str, code: str) -> str:
    """Run the code in a process of its own on this database, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", _PREPARE + code],
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "usher.site.settings"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout
