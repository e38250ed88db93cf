"""Nothing leaves the machine: no part of the program opens a socket that is not loopback."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = sorted((Path(__file__).parents[2] / "src").rglob("*.py"))
CLIENTS = {
    "urllib.request",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "smtplib",
    "telnetlib",
    "xmlrpc",
}
WATCH = """
import sys
LOOPBACK = ("127.0.0.1", "::1", "localhost")
def watch(event, args):
    if event in ("socket.connect", "socket.bind", "socket.sendto"):
        address = args[1]
        if not (isinstance(address, tuple) and address[0] in LOOPBACK):
            raise SystemExit(f"{event} {address}")
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        if args[0] not in LOOPBACK:
            raise SystemExit(f"{event} {args[0]}")
sys.addaudithook(watch)
"""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_client_for_other_machines_is_imported(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
        assert not CLIENTS & set(names)


@pytest.mark.parametrize(
    "arguments",
    [
        ["numbers"],
        ["missing", "--lang", "es"],
        ["suspected"],
        ["check", "--questions"],
        ["content", "check"],
    ],
    ids=" ".join,
)
def test_commands_open_no_socket_beyond_loopback(arguments: list[str]) -> None:
    code = f"{WATCH}\nfrom wayhome.cli.main import run\nraise SystemExit(run({arguments!r}))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_the_watch_itself_notices() -> None:
    code = f"{WATCH}\nimport socket\nsocket.create_connection(('192.0.2.1', 9), timeout=1)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "192.0.2.1" in ran.stderr
    assert socket.AF_INET
