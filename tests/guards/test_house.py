"""Rules of the house that no linter knows: sizes, names, logs, and what docs must mention."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from wayhome.cli.main import wayhome

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
CODE = [
    *SOURCES,
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "scripts").rglob("*.py")),
]
LONGEST_MODULE = 400
LONGER = {"src/wayhome/packet/verify.py": 430}
"""It goes into every evidence bag as one file, and must need no other."""
LONGEST_FUNCTION = 60
BANNED_NAMES = {"util", "utils", "common", "misc", "helper", "helpers", "manager", "managers"}
SPOKEN_TO_A_LOG = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_module_and_its_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGER.get(_name(path), LONGEST_MODULE)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_module_says_what_it_is_and_has_a_name_of_its_own(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert path.stem not in BANNED_NAMES


# The one place that logs: a number, a kind and places in our own code, of a bug in the pages.
KNOWN_LOG_CALLS = {"src/wayhome/web/trouble.py": ['log.error("%s %s at %s", number, kind, places)']}
SPEAKS_PAST_US = {"print", "warn", "warning", "pprint"}


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_nothing_of_the_domain_goes_to_a_log(path: Path) -> None:
    """Whatever else is to be logged one day is added here, in the sight of a reviewer."""
    calls = [
        ast.unparse(call).replace("'", '"')
        for call in _log_calls(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert calls == KNOWN_LOG_CALLS.get(_name(path), [])


def _log_calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        spoken_to = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
        logs = name in SPOKEN_TO_A_LOG and "log" in spoken_to.lower()
        if logs or name in SPEAKS_PAST_US or "stderr" in spoken_to:
            yield node


def test_content_holds_data_only() -> None:
    content = ROOT / "src/wayhome/content"
    assert {path.suffix for path in content.rglob("*") if path.is_file()} == {".yaml"}


def _commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    with click.Context(group) as context:
        for each in group.list_commands(context):
            command = group.get_command(context, each)
            assert command is not None
            yield f"{name} {each}", command
            if isinstance(command, click.Group):
                yield from _commands(command, f"{name} {each}")


def test_every_command_and_option_stands_in_the_docs() -> None:
    docs = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    for name, command in [("wayhome", wayhome), *_commands(wayhome, "wayhome")]:
        assert name in docs
        assert command.help
        for option in command.params:
            if isinstance(option, click.Option):
                assert f"`{option.opts[0]}" in docs or option.opts[0] in docs, (
                    f"{name} {option.opts}"
                )
                assert option.help, f"{name} {option.opts} has no help"


def test_docs_name_no_option_that_does_not_exist() -> None:
    docs = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    known = {"--help"}
    for _, command in [("", wayhome), *_commands(wayhome, "wayhome")]:
        known |= {
            opt for option in command.params for opt in (*option.opts, *option.secondary_opts)
        }
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", docs)) <= known


def _tracked() -> list[Path]:
    """List the files of the project: those that git knows, and those it does not ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = (ROOT / name.decode() for name in listed.split(b"\0") if name)
    return [path for path in paths if path.is_file()]


def test_no_registry_address_and_no_path_of_one_machine_in_any_file() -> None:
    # Put together here, so that this file does not find itself.
    parts = ("index", "-url"), ('"resolved', '":'), ("/simple", "/"), ("//[a-z.]*reg", "istry")
    paths = ("/wo", "rk/[a-z.]+"), ("file:", "///")
    bad = re.compile("|".join(first + second for first, second in (*parts, *paths)))
    for path in _tracked():
        if path.suffix != ".png":
            found = bad.search(path.read_text(encoding="utf-8", errors="replace"))
            assert not found, f"{_name(path)}: {found}"
