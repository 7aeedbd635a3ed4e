"""What the style asks for and a command can settle. Each fault is told as file:line: what."""

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GENERATED = ("src/usher/migrations/",)
# Files of other people's making, and the licences that came with them.
FOREIGN = ("tests/data/", "LICENSE", "src/usher/site/static/usher/fonts/")

FUNCTION_LINES_MAX = 40
FUNCTION_LINES_P90 = 20
FILE_LINES_MAX = {"src/": 300, "phone/src/": 300, "tools/": 300, "bench/": 300, "tests/": 400}

NOT_OUR_WORDS = re.compile(
    r"check[- _]?in|participants?|guests?|tickets?|slots?|barcodes?|force|devices?|operators?"
    r"|utils?|helpers?|managers?|services?",
    re.IGNORECASE,
)
# Names that others gave, and a turn of speech.
GIVEN = re.compile(r"service ?worker|(Base)?(User|Account)Manager|\bin force\b", re.IGNORECASE)
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}


@cache
def files() -> tuple[str, ...]:
    """The project's own files: what git keeps, or would keep."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    kept = (name for name in names.splitlines() if (ROOT / name).is_file())
    return tuple(sorted(name for name in kept if not name.startswith(GENERATED)))


def within(folders: str | tuple[str, ...], *endings: str) -> list[str]:
    return [name for name in files() if name.startswith(folders) and name.endswith(endings)]


@cache
def text(name: str) -> str:
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(text(name))


def lines_with(pattern: str, names: list[str]) -> list[str]:
    """Each line of these files in which the pattern is found."""
    found = re.compile(pattern)
    return [
        f"{name}:{number}: {line.strip()}"
        for name in names
        for number, line in enumerate(text(name).splitlines(), 1)
        if found.search(line)
    ]


def functions(names: list[str]) -> Iterator[tuple[str, int]]:
    """Each function's place and length."""
    for name in names:
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{name}:{node.lineno}: {node.name} has {length} lines", length


def defined_names(name: str) -> Iterator[tuple[int, str]]:
    """What this file itself gives names to: functions, classes, arguments, variables."""
    for node in ast.walk(tree(name)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id


def words_people_read(name: str) -> Iterator[tuple[int, str]]:
    """Docstrings, and what stands in gettext's brackets."""
    for node in ast.walk(tree(name)):
        match node:
            case ast.Module() | ast.FunctionDef() | ast.ClassDef():
                yield getattr(node, "lineno", 1), ast.get_docstring(node) or ""
            case ast.Call(func=ast.Name(id=called), args=arguments) if called in GETTEXT:
                for argument in arguments:
                    if isinstance(argument, ast.Constant):
                        yield argument.lineno, str(argument.value)


def spaced(name: str) -> str:
    """`CheckIn` and `check_in` as separate words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name)


def is_our_word(said: str) -> bool:
    return not re.search(rf"\b({NOT_OUR_WORDS.pattern})\b", GIVEN.sub("", said), re.I)


def test_every_function_fits_on_a_screen():
    sized = [*functions(within(("src/", "tools/", "hatch_build.py"), ".py"))]

    assert [place for place, length in sized if length > FUNCTION_LINES_MAX] == []


def test_nine_of_ten_functions_are_short():
    sized = sorted(functions(within("src/", ".py")), key=lambda function: function[1])

    shorter = sized[: len(sized) * 9 // 10]

    assert [place for place, length in shorter if length > FUNCTION_LINES_P90] == []


def test_every_file_is_about_one_thing():
    endings = (".py", ".ts", ".tsx", ".js")

    too_long = [
        f"{name}:1: {count} lines, and {most} are the most"
        for folder, most in FILE_LINES_MAX.items()
        for name in within(folder, *endings)
        if (count := len(text(name).splitlines())) > most
    ]

    assert too_long == []


def test_names_are_words_that_staff_would_use():
    sources = within("src/", ".py")

    wrong = [
        f"{name}:{line}: {word}"
        for name in sources
        for line, word in [(1, Path(name).stem), *defined_names(name)]
        if not (is_our_word(word) and is_our_word(spaced(GIVEN.sub("", word))))
    ]

    assert wrong == []


def test_texts_use_the_words_that_staff_would_use():
    in_python = [
        f"{name}:{line}: {said}"
        for name in within("src/", ".py")
        for line, said in words_people_read(name)
        if not is_our_word(said)
    ]
    in_templates = [
        f"{name}:{number}: {line.strip()}"
        for name in within("src/", ".html", ".txt")
        if not name.startswith(FOREIGN)
        for number, line in enumerate(text(name).splitlines(), 1)
        if not is_our_word(re.sub(r"<[^>]*>|\{\{.*?\}\}|\{% (?!translate).*?%\}", " ", line))
    ]
    on_the_phone = [
        f"{name}:{number}: {said}"
        for name in within("phone/src/words/", ".ts")
        if not name.endswith(("/de.ts", "/es.ts", "/fr.ts"))
        for number, line in enumerate(text(name).splitlines(), 1)
        for said in re.findall(r"'([^']*)'|`([^`]*)`", line)
        if not is_our_word(" ".join(said))
    ]

    assert in_python + in_templates + on_the_phone == []


def test_only_actions_write_the_ledger():
    elsewhere = [name for name in within("src/", ".py") if "/actions/" not in name]
    outside = [name for name in elsewhere if name != "src/usher/models/entry.py"]

    by_model = lines_with(
        r"\bEntry\(|\bEntry\.objects\.(create|bulk_create|get_or_create)", outside
    )
    by_sql = lines_with(r"(?i)\binsert\s+into\s+\W?usher_entry", outside)

    assert by_model + by_sql == []


def test_nothing_changes_or_removes_what_the_ledger_says():
    sources = within("src/", ".py")

    written_once = r"\b(Entry|SignedHead)\.objects\b.*\.(update|delete|bulk_update)\("
    by_model = lines_with(written_once, sources)
    by_sql = lines_with(r"(?i)\b(update|delete\s+from)\s+\W?usher_(entry|signedhead)", sources)

    assert by_model + by_sql == []


def test_time_comes_in_as_an_argument():
    python = within(tuple(f"src/usher/{part}/" for part in ("rules", "queries", "models")), ".py")
    typescript = within("phone/src/rules/", ".ts", ".tsx")

    clocks = lines_with(
        r"\bnow\(\)|timezone\.now\b|\btoday\(\)|\btime\.time\(|\bmonotonic\(", python
    )

    assert clocks + lines_with(r"Date\.now|new Date\(\)|Math\.random", typescript) == []


def test_what_happens_next_is_called_by_name():
    assert (
        lines_with(r"@receiver|def save\(|post_save|pre_save|\.save\(\)", within("src/", ".py"))
        == []
    )


def test_screens_are_given_a_verdict_and_show_it():
    screens = within("phone/src/screens/", ".ts", ".tsx")

    assert lines_with(r"\bfetch\(|indexedDB|\bjudge\(", screens) == []


def test_only_sync_speaks_to_the_server():
    # The service worker answers for the network; it runs outside the app.
    app = [name for name in within("phone/src/", ".ts", ".tsx") if "/sync/" not in name]

    assert lines_with(r"\bfetch\(|XMLHttpRequest|EventSource\(", app) == []


def test_typescript_is_not_loosened():
    sources = within(("phone/src/", "phone/tests/", "phone/plugins/"), ".ts", ".tsx")

    assert lines_with(r": any\b|\bas any\b|<any>|@ts-ignore|@ts-expect-error", sources) == []


def test_silencing_says_why():
    silenced = r"# (noqa|type: ignore)(: ?[A-Z0-9, ]+|\[[\w, -]+\])?\s*$"
    sources = [name for name in within(("src/", "tests/", "tools/"), ".py") if "tidy" not in name]

    assert lines_with(silenced, sources) == []


def test_unfinished_work_names_its_issue():
    ours = within(("src/", "phone/src/", "tests/", "tools/"), ".py", ".ts", ".tsx", ".html", ".css")
    unnamed = r"\b(TODO|FIXME|XXX)\b(?!\(#\d+\))"

    assert lines_with(unnamed, [name for name in ours if "tidy" not in name]) == []


def test_tests_neither_pretend_nor_wait_nor_skip():
    tests = [name for name in within("tests/", ".py") if "tidy" not in name]

    assert lines_with(r"\bmock\b|Mock\(|\bpatch\(|\btime\.sleep|mark\.(skip|xfail)", tests) == []


def test_no_file_names_a_machine_or_a_registry():
    # Put together here, so that this file is none of them.
    folders = "|".join(
        ("work", "farm", "root", "home/[a-z]", "Users/[a-z]", "tmp/usher/", "opt/pypi")
    )
    hosts = "|".join(rf"{name}\.org" for name in ("pypi", "pythonhosted", "npmjs", "deb\\.debian"))
    ours = [name for name in files() if not name.startswith(FOREIGN) and "tidy" not in name]

    paths = lines_with(rf"(?<![\w.}}\]~<-])/({folders})", ours)

    assert paths + lines_with(rf"\b({hosts})\b", ours) == []


def test_every_dependency_has_its_line():
    page = text("docs/dependencies.md")
    told = set(re.findall(r"^\| ([\w@/.-]+) \|", page, re.MULTILINE)) - {"package", "---"}

    assert told == named_dependencies()


def test_what_serving_locks_the_tests_lock_too():
    run, development = pins("requirements/run.lock"), pins("requirements/development.lock")

    assert run - development == set()


def test_every_dependency_is_locked():
    locked = {pin.partition("==")[0] for pin in pins("requirements/development.lock")}

    assert {name for name in python_dependencies() if name not in locked} == set()


def pins(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9.-]+==[^ ;]+)", text(lock), re.MULTILINE))


def python_dependencies() -> set[str]:
    settings = tomllib.loads(text("pyproject.toml"))
    project = settings["project"]
    named = [*settings["build-system"]["requires"], *project["dependencies"]]
    named += [name for extra in project["optional-dependencies"].values() for name in extra]
    return {re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower() for requirement in named}


def named_dependencies() -> set[str]:
    package = json.loads(text("phone/package.json"))
    return python_dependencies() | {*package["dependencies"], *package["devDependencies"]}


def test_phone_and_console_have_the_same_tokens() -> None:
    phone = (ROOT / "phone/src/styles/tokens.css").read_text()
    console = (ROOT / "src/usher/site/static/usher/tokens.css").read_text()

    assert console == phone
