"""What every test stands on: settings of its own, and the database that DATABASE_URL names.

Without DATABASE_URL that is SQLite; `tools/with_postgres.py pytest …` gives a PostgreSQL server.
"""

import os
import tempfile

# Before Django reads its settings, so that no test finds or leaves anything in ./data.
_folder = tempfile.TemporaryDirectory(prefix="usher-tests-", ignore_cleanup_errors=True)
os.environ["USHER_DATA_DIR"] = _folder.name
os.environ["DJANGO_SETTINGS_MODULE"] = "usher.site.settings"
# Collected when the server starts, which tests of the application alone don't wait for.
os.mkdir(os.path.join(_folder.name, "static"))

import django  # noqa: E402 - the settings come first
import hypothesis  # noqa: E402 - the settings come first
import pytest  # noqa: E402 - the settings come first
from django.db import connection  # noqa: E402 - the settings come first

django.setup()

# A busy machine is no bug. Under continuous integration hypothesis has a profile of its own.
hypothesis.settings.register_profile("here", deadline=None)
if "CI" not in os.environ:
    hypothesis.settings.load_profile("here")


def pytest_report_header() -> str:
    """Say which database the tests are on."""
    return f"database: {_vendor()}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that are marked for the other database."""
    other = {"sqlite", "postgres"} - {_vendor()}
    left_out = [item for item in items if other & {mark.name for mark in item.iter_markers()}]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep the SQLite test database in a file, as in life: threads and processes can share it."""
    if _vendor() == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)


def _vendor() -> str:
    return "postgres" if connection.vendor == "postgresql" else "sqlite"
