"""Headers on every response; foreign hosts, origins and forms turned away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wayhome.web.security import FEATURES_OFF

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.web.conftest import Visitor

EXPECTED = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
PATHS = [
    "/",
    "/c",
    "/d",
    "/g",
    "/h",
    "/i",
    "/i/1",
    "/i/s/x",
    "/p",
    "/p/1",
    "/n",
    "/o?t=x",
    "/o?c=x",
    "/a",
    "/zzz",
]
STATIC = ["/s/style.css", "/s/exit.js", "/s/icon.svg", "/s/none.css", "/s/../application.py"]


def _assert_marked(response: TestResponse) -> None:
    for name, value in EXPECTED.items():
        assert response.headers.getlist(name) == [value]
    policy = response.headers["Permissions-Policy"]
    assert all(f"{feature}=()" in policy for feature in FEATURES_OFF)
    assert "Server" not in response.headers


@pytest.mark.parametrize("path", [*PATHS, *STATIC])
def test_headers_stand_on_every_response(visitor: Visitor, path: str) -> None:
    _assert_marked(visitor.get(path))
    _assert_marked(visitor.client.get(path, base_url="http://evil.example", buffered=True))


@pytest.mark.parametrize("path", ["/a", "/k", "/l", "/x", "/b/abcdefgh/1"])
def test_headers_stand_on_responses_to_forms(visitor: Visitor, path: str) -> None:
    _assert_marked(visitor.post(path))


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:5005",
        "127.0.0.1",
        "127.0.0.1:5006",
        "localhost:80",
        "127.0.0.1.evil.example:5005",
        "127.0.0.1:5005@evil.example",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/", "/n", "/s/style.css", "/o?c=x"])
def test_a_foreign_host_is_turned_away(visitor: Visitor, host: str, path: str) -> None:
    response = visitor.get(path, headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.text


def test_localhost_is_us_too(stranger: Visitor) -> None:
    assert stranger.get("/n", headers={"Host": "localhost:5005"}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://127.0.0.1:5006", "http://localhost:5005", "null", ""]
)
@pytest.mark.parametrize("path", ["/a", "/i", "/k", "/l", "/x"])
def test_a_form_from_another_page_is_turned_away(visitor: Visitor, origin: str, path: str) -> None:
    data: dict[str, object] = {"region": "US", "language": "es"}
    response = visitor.post(path, data, headers={"Origin": origin})
    assert response.status_code == 400
    assert visitor.get("/").status_code == 200


def test_our_own_origin_is_welcome(visitor: Visitor) -> None:
    response = visitor.post("/a", headers={"Origin": "http://127.0.0.1:5005"})
    assert response.status_code == 303


@pytest.mark.parametrize("path", ["/a", "/i", "/k", "/l", "/b/abcdefgh/1"])
@pytest.mark.parametrize("token", [None, "", "forged"])
def test_a_form_without_its_token_is_turned_away(
    visitor: Visitor, path: str, token: str | None
) -> None:
    data = {} if token is None else {"csrf_token": token}
    response = visitor.client.post(path, data=data, base_url="http://127.0.0.1:5005")
    assert response.status_code == 400
    assert "too old" in response.text


def test_a_body_too_large_is_turned_away(visitor: Visitor) -> None:
    response = visitor.post("/a", {"who": "x" * 20_000})
    assert response.status_code == 413
    assert "too much" in response.text


def test_too_many_fields_are_turned_away(visitor: Visitor) -> None:
    path = visitor.begin()
    many = {f"field{number}": "x" for number in range(3000)}
    assert visitor.post(path, {"a": "no", **many}).status_code == 413
