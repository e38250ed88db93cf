"""A real server on loopback: what it tells, what it refuses, and how a second start finds it."""

from __future__ import annotations

import contextlib
import socket
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest

from tests.web.running import door_of, running
from wayhome.model.problems import UserProblem
from wayhome.usecases.door import Door, leave_word, read_word
from wayhome.web import opening
from wayhome.web.serving import LARGEST_BODY, bind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wayhome.usecases.home import Home
    from wayhome.usecases.wayhome import Wayhome


@pytest.fixture
def served(wayhome: Wayhome, home: Home) -> Iterator[Door]:
    """Return the door of a Wayhome that runs."""
    with running(wayhome, home) as app:
        yield door_of(app)


def test_it_listens_on_loopback_only() -> None:
    with bind(None) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_port_in_use_is_said_so() -> None:
    with bind(None) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(UserProblem) as caught:
            bind(port)
    assert caught.value.key == "port_in_use"
    assert caught.value.values == {"port": port}


def test_the_server_names_no_program(served: Door) -> None:
    connection = HTTPConnection("127.0.0.1", served.port)
    connection.request("GET", "/n")
    response = connection.getresponse()
    assert response.status == 200
    assert response.getheader("Server") is None
    connection.close()


def test_a_huge_body_is_refused_and_never_written(
    served: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    body = b"planted" * LARGEST_BODY
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        head = f"POST /a HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n"
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode())
        with contextlib.suppress(OSError):
            connection.sendall(body)
        assert b" 413 " in connection.recv(100)
    assert not any(path.is_file() for path in tmp_path.rglob("*") if "home" not in path.parts)


def test_a_second_start_finds_the_first(
    served: Door, home: Home, wayhome: Wayhome, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_word(home, served, 1)
    opened: list[str] = []
    said: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    opening.open_app(wayhome, home, port=None, open_browser=True, announce=said.append)
    (address,) = opened
    assert address.startswith(f"http://127.0.0.1:{served.port}/o?t=")
    assert served.enter(address.partition("t=")[2])
    assert address in said[0]
    assert read_word(home)


def test_a_foreign_listener_is_not_taken_for_ours(served: Door, home: Home) -> None:
    leave_word(home, Door(served.port), 1)
    found = read_word(home)
    assert found
    assert not opening.is_ours(found)


def test_nobody_listens_any_more() -> None:
    with bind(None) as listener:
        port = listener.getsockname()[1]
    assert not opening.is_ours(Door(port))


@pytest.mark.parametrize("writable", [True, False])
def test_a_start_serves_until_it_is_stopped(
    wayhome: Wayhome,
    home: Home,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    writable: bool,  # noqa: FBT001 - a parameter of the table
) -> None:
    if not writable:
        (tmp_path / "home").write_text("a file where the folder should be")
    opened: list[str] = []
    said: list[str] = []
    words: list[bool] = []

    def serve_nothing(app: object, listener: socket.socket) -> None:
        assert app
        assert listener.getsockname()[1]
        words.append(read_word(home) is not None)

    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("wayhome.web.serving.serve", serve_nothing)
    opening.open_app(
        wayhome, home, port=None, open_browser=False, announce=said.append, language="es"
    )
    assert words == [writable]
    assert not opened
    assert "http://127.0.0.1:" in said[0]
    assert "Wayhome está cerrado" in said[1]
    assert read_word(home) is None
