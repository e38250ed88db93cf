"""A browser without a window: keeps its cookie, sends forms with their token, follows nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from wayhome.usecases.door import Door
from wayhome.usecases.home import Home
from wayhome.web.application import create_app
from wayhome.web.shell import NAME, new_shell

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from wayhome.usecases.wayhome import Wayhome

PORT = 5005
BASE = f"http://127.0.0.1:{PORT}"


@dataclass
class Visitor:
    """Someone at a browser."""

    app: Flask
    door: Door
    client: FlaskClient = field(init=False)
    token: str = ""

    def __post_init__(self) -> None:
        """Open the browser."""
        self.client = self.app.test_client()

    def get(self, path: str, **more: object) -> TestResponse:
        """Open a page."""
        return self.client.get(path, base_url=BASE, buffered=True, **more)

    def post(
        self, path: str, data: dict[str, object] | None = None, **more: object
    ) -> TestResponse:
        """Send a form with the token that stood in the page."""
        form = {"csrf_token": self.token, **(data or {})}
        return self.client.post(path, data=form, base_url=BASE, buffered=True, **more)

    def enter(self) -> Visitor:
        """Come in through the door and look at the start page."""
        assert self.get(f"/o?t={self.door.mint()}").status_code == 303
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/").text)
        assert found
        self.token = found[1]
        return self

    def begin(self, **data: object) -> str:
        """Begin a check and return the first question's path."""
        return self.post("/a", data).location

    def answer(self, path: str, *options: str) -> str:
        """Answer a question and return the path that follows."""
        response = self.post(path, {"a": list(options)})
        assert response.status_code == 303, response.text
        return response.location

    def choose(self, country: str) -> None:
        """Choose a country."""
        assert self.post("/k", {"region": country}).status_code == 303


@pytest.fixture
def door() -> Door:
    """Return a door at a port."""
    return Door(PORT)


@pytest.fixture(scope="session")
def one_app(wayhome: Wayhome, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app whose templates are read once for all tests."""
    return create_app(wayhome, Home(tmp_path_factory.mktemp("home")), Door(PORT))


@pytest.fixture
def app(one_app: Flask, wayhome: Wayhome, home: Home, door: Door) -> Flask:
    """Return the app over the shipped content, with a home, a door and checks of its own."""
    one_app.extensions[NAME] = new_shell(wayhome, home, door)
    return one_app


@pytest.fixture
def stranger(app: Flask, door: Door) -> Visitor:
    """Return somebody who has not come through the door."""
    return Visitor(app, door)


@pytest.fixture
def visitor(app: Flask, door: Door) -> Visitor:
    """Return somebody who is inside."""
    return Visitor(app, door).enter()
