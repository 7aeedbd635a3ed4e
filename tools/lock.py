"""Resolve the dependencies of pyproject.toml into requirements/*.lock.

What is locked stays as it is where it can; `--upgrade` takes the newest of everything.

The locks hold for every Python from 3.11 on and every platform, with the hash of each file, and
name no place to fetch from: that is each machine's own affair.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / "requirements" / "run.lock"
DEVELOPMENT = ROOT / "requirements" / "development.lock"
# An editable installation needs this of hatchling, which says so only while it builds.
FOR_EDITABLE = "editables>=0.5"
HEADER = "# Made by `make lock` from pyproject.toml.\n"


def main() -> None:
    """Write both locks; the second holds the first, at the same versions."""
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    options = sys.argv[1:]
    resolve(RUN, *options, stdin="\n".join([*build, FOR_EDITABLE]))
    resolve(DEVELOPMENT, "--extra=development", *options, stdin=RUN.read_text())
    # A registry may tell uv of a release that it doesn't tell pip of yet.
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "-qq", "--dry-run", "--ignore-installed"),
            *("--require-hashes", "--requirement", DEVELOPMENT),
        ],
        check=True,
    )


def resolve(lock: Path, *options: str, stdin: str) -> None:
    """Have uv write the lock of the project and of the requirements in `stdin`."""
    print(f"==> {lock.relative_to(ROOT)}", flush=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "-"),
            *("--quiet", "--no-config", "--universal", "--python-version=3.11"),
            *("--generate-hashes", "--no-annotate", "--no-header"),
            *("--no-emit-index-url", "--no-emit-find-links", f"--output-file={lock}", *options),
        ],
        cwd=ROOT,
        check=True,
        text=True,
        input=stdin,
        # A machine's own indexes and folders of packages have no say in what everybody gets.
        env={name: value for name, value in os.environ.items() if not name.startswith("UV_")},
    )
    lock.write_text(HEADER + lock.read_text())


if __name__ == "__main__":
    main()
