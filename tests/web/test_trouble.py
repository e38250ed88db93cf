"""One plain sentence for each trouble, and nothing of anybody in a log."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.conftest import Visitor


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("method", "path", "code"),
    [("GET", "/zzz", 404), ("GET", "/a", 405), ("POST", "/c", 405), ("PUT", "/k", 405)],
)
def test_trouble_is_told_plainly(
    visitor: Visitor, method: str, path: str, code: int, language: str
) -> None:
    visitor.post("/l", {"language": language})
    form = {"csrf_token": visitor.token}
    response = visitor.client.open(path, method=method, base_url="http://127.0.0.1:5005", data=form)
    assert response.status_code == code
    page = response.text
    assert f'<html lang="{language}"' in page
    assert page.count("<h1>") == 1
    assert 'href="/"' in page
    assert "Werkzeug" not in page
    assert not re.search(r"child|niñ|missing|wayhome", page, re.IGNORECASE)


def test_a_bug_shows_a_number_that_stands_in_the_log(
    visitor: Visitor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = visitor.begin()
    secret = "what the child said"

    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError(secret)

    monkeypatch.setattr("wayhome.web.check_pages._ask", break_down)
    response = visitor.get(path)
    assert response.status_code == 500
    assert secret not in response.text
    assert "Traceback" not in response.text
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    found = re.fullmatch(r"([0-9a-f]{8}) RuntimeError at (\w+:\d+)( < \w+:\d+)*", record.message)
    assert found
    assert found[1] in response.text
    assert secret not in caplog.text
    assert path not in caplog.text
    assert record.exc_info is None
