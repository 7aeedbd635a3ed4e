"""docs/operating.md has every setting and every command, as they are."""

import argparse
import ast
import re
from collections.abc import Iterator

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from tests.docs.pages import ROOT, page

READING = {"text", "switch", "number", "words"}
SETTINGS = re.compile(r"^\| `((?:USHER|DATABASE)_\w+)` \| (.*?) \|", re.MULTILINE)
COMMANDS = re.compile(r"^### `usher (\w+)`\n\n {4}(.+)$", re.MULTILINE)
OPTION = re.compile(r"(\[?)(--[\w-]+)(?: ([A-Z]+))?\]?")
OURS = sorted(name for name, app in get_commands().items() if app == "usher")


def told_settings() -> dict[str, str]:
    """The settings' rows, each with its second column: the default, where that is one."""
    return dict(SETTINGS.findall(page("docs/operating.md")))


def calls(folder: str) -> Iterator[tuple[str, ast.Call]]:
    """Calls that begin with a text, each with that text."""
    for file in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(args=[ast.Constant(value=str(first)), *_]):
                    yield first, node


def read_settings() -> dict[str, ast.Call]:
    """Each setting that the code reads, with the call that reads it."""
    found = {}
    for name, call in [*calls("src"), *calls("tools")]:
        function = ast.unparse(call.func)
        if function == "os.environ.get" and re.match(r"USHER_|DATABASE_", name):
            found[name] = call
        elif function.removeprefix("environment.") in READING and name.isupper():
            found[f"USHER_{name}"] = call
    return found


def default_in_words(call: ast.Call) -> str:
    """The default as the page writes it."""
    given = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
    default = ast.literal_eval(given[0]) if given else ""
    if ast.unparse(call.func).endswith("switch"):
        return "yes" if default else "no"
    return "none" if default == "" else f"`{default}`"


def parts_of(name: str) -> tuple[list[str], dict[str, tuple[bool, bool]]]:
    """What a command takes: its arguments, and its options: may be left out, takes a value."""
    everybodys = {action.dest for action in BaseCommand().create_parser("usher", name)._actions}
    parser = load_command_class("usher", name).create_parser("usher", name)
    own = [action for action in parser._actions if action.dest not in everybodys]
    arguments = [str(one.metavar or one.dest).upper() for one in own if not one.option_strings]
    options = {
        one.option_strings[-1]: (not one.required, not isinstance(one, argparse._StoreTrueAction))
        for one in own
        if one.option_strings
    }
    return arguments, options


def test_every_setting_is_described_and_no_other() -> None:
    assert sorted(told_settings()) == sorted(read_settings())


def test_each_default_is_the_one_that_counts() -> None:
    told, read = told_settings(), read_settings()
    # Of these the page tells in a sentence where the default comes from.
    in_a_sentence = {"USHER_DATA_DIR", "USHER_SECRET_KEY", "DATABASE_URL"}
    plain = {
        name for name in read if name not in in_a_sentence and not name.startswith("USHER_TEST_")
    }

    assert {name: told[name] for name in plain} == {
        name: default_in_words(read[name]) for name in plain
    }


def test_every_command_of_ours_is_described_and_no_other() -> None:
    described = [name for name, _ in COMMANDS.findall(page("docs/operating.md"))]

    assert sorted(described) == OURS


@pytest.mark.parametrize("name", OURS)
def test_a_commands_form_is_the_one_that_it_takes(name: str) -> None:
    form = dict(COMMANDS.findall(page("docs/operating.md")))[name]
    options = {
        option: (bool(bracket), bool(value)) for bracket, option, value in OPTION.findall(form)
    }
    arguments = OPTION.sub("", form.removeprefix(f"usher {name}")).split()

    assert (arguments, options) == parts_of(name)
