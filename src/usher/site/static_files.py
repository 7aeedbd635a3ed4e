"""Style sheets, scripts, fonts and the phone app: compressed, and cached as long as may be.

The console's files are laid out in the data folder under names that tell their content, since the
folder of an installed package may be read-only. The phone app comes laid out by its build.
"""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from wsgiref.headers import Headers

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Redirect, StaticFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

PHONE = "/scan/"
PHONE_ASSETS = f"{PHONE}assets/"


class CollectedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # - untyped library
    """Names files by their content; by their plain names as long as nothing was collected."""

    def stored_name(self, name: str) -> str:
        """Return the name under which a file is asked for."""
        return str(super().stored_name(name)) if self.hashed_files else name


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # - untyped library
    """Answers for files; everything else goes on."""

    def add_files(self, root: str, prefix: str | None = None) -> None:
        """Take the folder's files, if there is such a folder."""
        if Path(root).is_dir():
            super().add_files(root, prefix=prefix)

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Tell whether the file's name changes with its content."""
        return url.startswith(PHONE_ASSETS) or bool(super().immutable_file_test(path, url))

    def add_cache_headers(self, headers: Headers, path: str, url: str) -> None:
        """Say how long the file may be kept, and mark it by its content.

        Package installers give all files one date, so a date would call a new version the old one.
        """
        if url.startswith(PHONE) and not url.startswith(PHONE_ASSETS):
            headers["Cache-Control"] = "no-cache"
        else:
            super().add_cache_headers(headers, path, url)
        headers["ETag"] = f'"{hashlib.sha256(Path(path).read_bytes()).hexdigest()[:20]}"'

    @staticmethod
    def serve(static_file: StaticFile | Redirect, request: HttpRequest) -> HttpResponse:
        """Answer with the file, whole: Django on ASGI would gather a stream before sending it."""
        found = static_file.get_response(request.method, request.META)
        response = HttpResponse(status=int(found.status))
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        if found.file is not None:
            with found.file:
                response.content = found.file.read()
        return response


def collect() -> bool:
    """Lay out the console's files if they changed since, and tell whether they did."""
    stamp = Path(settings.STATIC_ROOT) / "collected_from"
    now = _digest()
    if stamp.exists() and stamp.read_text() == now:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now)
    return True


def _digest() -> str:
    digest = hashlib.sha256(f"whitenoise {version('whitenoise')}".encode())
    for name, path in _sources():
        digest.update(name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[tuple[str, Path]]:
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            yield name, Path(storage.path(name))
