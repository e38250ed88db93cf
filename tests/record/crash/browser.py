"""A Wayhome that runs for a browser, and a browser that only sends what it is told."""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.record.crash.driver import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.record.crash.shim import Shim

COMMAND = (sys.executable, "-m", "tests.record.crash.open_app")
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Sent:
    """A file in a form."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """What came back."""

    code: int
    location: str
    body: bytes

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode()


@dataclass(slots=True)
class Browser:
    """Sends forms with their token, keeps its cookie, follows nothing."""

    port: int
    _cookie: str = ""
    _token: str = ""

    def enter(self, path: str) -> Browser:
        """Come in by the address that was printed."""
        self.get(path)
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/").text)
        assert found
        self._token = found[1]
        return self

    def get(self, path: str) -> Page:
        """Open a page."""
        return self._ask("GET", path)

    def post(self, path: str, /, **fields: str) -> Page:
        """Send a form."""
        body = urlencode({"csrf_token": self._token, **fields}).encode()
        return self._ask("POST", path, body, "application/x-www-form-urlencoded")

    def upload(self, path: str, /, **fields: str | Sent) -> Page:
        """Send a form with a file."""
        head, body = self._multipart(fields)
        return self._ask("POST", path, body, head)

    def begin_upload(self, path: str, /, **fields: str | Sent) -> socket.socket:
        """Send the first three quarters of a form with a file, and go on holding the line."""
        head, body = self._multipart(fields)
        lines = {**self._headers(head), "Content-Length": str(len(body))}
        begin = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
        text = begin + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
        connection = socket.create_connection(("127.0.0.1", self.port), PATIENCE_SECONDS)
        connection.sendall(text.encode() + body[: len(body) * 3 // 4])
        return connection

    def _multipart(self, fields: Mapping[str, str | Sent]) -> tuple[str, bytes]:
        edge = secrets.token_hex(16)
        parts = []
        for name, value in {"csrf_token": self._token, **fields}.items():
            file = f'; filename="{value.name}"' if isinstance(value, Sent) else ""
            body = value.body if isinstance(value, Sent) else value.encode()
            head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
            parts.append(head.encode() + body + b"\r\n")
        return f"multipart/form-data; boundary={edge}", b"".join(parts) + f"--{edge}--\r\n".encode()

    def _headers(self, kind: str) -> dict[str, str]:
        return {"Content-Type": kind} | ({"Cookie": self._cookie} if self._cookie else {})

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Page:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body, self._headers(kind))
            answer = connection.getresponse()
            return self._take(answer)
        finally:
            connection.close()

    def _take(self, answer: HTTPResponse) -> Page:
        if given := answer.getheader("Set-Cookie"):
            self._cookie = given.partition(";")[0]
        return Page(answer.status, answer.getheader("Location") or "", answer.read())


@dataclass(slots=True)
class House:
    """Folders of a user of their own, and a Wayhome that runs in them."""

    place: Path
    shim: Shim | None
    runs: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None)

    def __post_init__(self) -> None:
        """Make the folders."""
        for each in (self.downloads, *self.places()):
            each.mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def home(self) -> Path:
        """Wayhome's own folder."""
        return self.place / "home"

    @property
    def downloads(self) -> Path:
        """Where copies go."""
        return self.place / "user" / "Downloads"

    @property
    def cwd(self) -> Path:
        """Where it was started."""
        return self.place / "cwd"

    def places(self) -> list[Path]:
        """Return every folder in which something could be left."""
        return [self.home, *(self.place / name for name in ("user", "temp", "cwd", "out"))]

    @contextmanager
    def running(self) -> Iterator[Browser]:
        """Start it and come in; kill it at the end, if it still runs."""
        self.runs += 1
        out = self.place / "out" / str(self.runs)
        environment = {
            **os.environ,
            "HOME": str(self.place / "user"),
            "TMPDIR": str(self.place / "temp"),
            "WAYHOME_HOME": str(self.home),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            **(self.shim.environment() if self.shim else {}),
        }
        with (
            out.open("wb") as said,
            memory_may_be_dumped(),
            subprocess.Popen(
                COMMAND, stdout=said, stderr=said, cwd=self.cwd, env=environment
            ) as process,
        ):
            self.process = process
            try:
                yield self._come_in(out)
            finally:
                process.kill()

    def end(self, number: int) -> int:
        """Send a signal and wait for the end; return how it ended."""
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)

    def _come_in(self, out: Path) -> Browser:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            if found := re.search(rb"http://127.0.0.1:(\d+)(/o\?t=\S+)", out.read_bytes()):
                with suppress(OSError, HTTPException):
                    return Browser(int(found[1])).enter(found[2].decode())
            time.sleep(0.05)
        raise AssertionError(out.read_text())


@contextmanager
def memory_may_be_dumped() -> Iterator[None]:
    """Have programs that are started now leave as large a picture of their memory as they may."""
    try:
        import resource
    except ImportError:
        yield
        return
    before, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (before, most))
