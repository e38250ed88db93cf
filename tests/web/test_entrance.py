"""Only who holds a fresh token comes in; everybody else learns nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.conftest import Visitor

PATHS = ["/", "/b/abcdefgh/1", "/b/abcdefgh/r", "/c", "/d", "/e", "/f", "/g", "/h", "/zzz"]


def test_a_token_becomes_a_session_and_leaves_the_address(stranger: Visitor) -> None:
    response = stranger.get(f"/o?t={stranger.door.mint()}")
    assert (response.status_code, response.location) == (303, "/")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("n5005=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie
    assert stranger.get("/").status_code == 200


def test_a_token_works_once(stranger: Visitor) -> None:
    token = stranger.door.mint()
    assert stranger.get(f"/o?t={token}").status_code == 303
    assert stranger.get(f"/o?t={token}").status_code == 403


@pytest.mark.parametrize("query", ["", "?t=", "?t=wrong", "?c=", f"?c={'x' * 65}"])
def test_no_token_no_entrance(stranger: Visitor, query: str) -> None:
    assert stranger.get(f"/o{query}").status_code == 403
    assert stranger.get("/").status_code == 403


def test_an_old_token_does_not_open(stranger: Visitor) -> None:
    stranger.door.lifetime = -1
    assert stranger.get(f"/o?t={stranger.door.mint()}").status_code == 403


def test_a_listener_proves_that_it_is_ours(stranger: Visitor) -> None:
    response = stranger.get("/o?c=challenge")
    assert response.status_code == 200
    assert stranger.door.is_proof("challenge", response.text)
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", PATHS)
def test_outside_every_page_is_the_same_and_says_nothing(stranger: Visitor, path: str) -> None:
    response = stranger.get(path)
    assert response.status_code == 403
    assert response.text == stranger.get("/").text
    assert not re.search(r"child|missing|wayhome|traffick|abuse", response.text, re.IGNORECASE)
    assert stranger.post(path if path != "/" else "/a").status_code == 403


def test_a_session_of_an_earlier_start_is_worth_nothing(visitor: Visitor) -> None:
    visitor.door.leave()
    assert visitor.get("/").status_code == 403


def test_a_new_entrance_is_a_new_session(visitor: Visitor) -> None:
    with visitor.client.session_transaction(base_url="http://127.0.0.1:5005") as session:
        session["planted"] = "x"
    visitor.get(f"/o?t={visitor.door.mint()}")
    with visitor.client.session_transaction(base_url="http://127.0.0.1:5005") as session:
        assert "planted" not in session
