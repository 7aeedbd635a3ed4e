"""A real `usher serve` in a process of its own."""

import os
import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 120
STOP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that runs, and what it said when it was ready."""

    process: subprocess.Popen[str]
    folder: Path
    said: list[str]

    @property
    def here(self) -> str:
        """Where this machine finds it."""
        return self._after("This machine: ")[0]

    @property
    def for_phones(self) -> list[str]:
        """Where phones find it."""
        return self._after("This network: ")

    @property
    def trusting(self) -> ssl.SSLContext:
        """How a phone speaks to it that trusts its authority and nothing else."""
        return ssl.create_default_context(cafile=self.folder / "tls" / "authority.crt")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to stop, and return how it ended."""
        self.process.send_signal(how)
        return self.process.wait(timeout=STOP_SECONDS)

    def _after(self, words: str) -> list[str]:
        return [line.removeprefix(words).rstrip("/") for line in self.said if words in line]


def usher(folder: Path, *arguments: str) -> str:
    """Run an `usher` command to its end on this data folder, and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "usher", *arguments],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@contextmanager
def serving(folder: Path, *options: str, **settings: str) -> Iterator[Serving]:
    """Serve from this data folder on free ports until the end of the block."""
    with starting(folder, *options, **settings) as process:
        yield Serving(process, folder, until_ready(process))


@contextmanager
def starting(folder: Path, *options: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """Start to serve with these settings; at the end of the block it ends too, however it is."""
    with (
        (folder / "errors.log").open("a") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "usher", "serve", "--port", "0", *options],
            env=environment(folder) | settings,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def until_ready(process: subprocess.Popen[str]) -> list[str]:
    """Return the lines that the server prints until it is ready."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line.rstrip("\n"))
        if said[-1].startswith("Stop it with"):
            return said
    raise AssertionError(f"It ended with {process.wait()} after saying {said}.")


def environment(folder: Path) -> dict[str, str]:
    """Return this environment with an installation of its own in it."""
    ours = re.compile(r"USHER_|DATABASE_URL$|DJANGO_SETTINGS_MODULE$")
    kept = {name: value for name, value in os.environ.items() if not ours.match(name)}
    return kept | {"USHER_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
