"""Usher's settings, with the echo in the application's place: `usher serve` serves it alike."""

from usher.site.settings import *  # noqa: F403 - all but what follows

ASGI_APPLICATION = "bench.limits.echo.application"
