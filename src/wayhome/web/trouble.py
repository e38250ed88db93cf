"""Pages for trouble: one plain sentence and what to do. They never say what this is about."""

from __future__ import annotations

import logging
import secrets
import traceback
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from flask import render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from wayhome.model.problems import UserProblem
from wayhome.web import limits
from wayhome.web.security import ForeignHostError, ForeignOriginError
from wayhome.web.shell import is_inside

if TYPE_CHECKING:
    from flask import Flask

log = logging.getLogger("wayhome.web")

KNOWN = frozenset({400, 403, 404, 405, 413})

Page = tuple[str, int]


def register(app: Flask) -> None:
    """Show a plain page for whatever goes wrong."""
    app.register_error_handler(CSRFError, lambda _: _plain("form_old", 400))
    app.register_error_handler(ForeignOriginError, lambda _: _plain("form_old", 400))
    app.register_error_handler(ForeignHostError, lambda _: _plain("400", 400))
    app.register_error_handler(UserProblem, lambda _: _plain("400", 400))
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_bug)


def _show_http_error(error: HTTPException) -> Page:
    code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and (larger := limits.takes(request.endpoint)):
        return _plain(f"413_{larger}", code, again=request.path)
    if code in KNOWN:
        return _plain(str(code), code)
    return _plain("400", code) if code < HTTPStatus.INTERNAL_SERVER_ERROR else _show_bug(error)


def _show_bug(error: Exception) -> Page:
    """Show a number, and write it to the log with where it broke.

    Neither the exception's text nor the path goes to the log: an answer can stand in both.
    """
    number = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(each.filename).stem}:{each.lineno}" for each in reversed(frames))
    kind = type(error).__name__
    log.error("%s %s at %s", number, kind, places)
    return _plain("500", 500, number=number)


def _plain(name: str, code: int, number: str | None = None, again: str | None = None) -> Page:
    """Show a plain page; ``again`` is where the same can be tried in another way."""
    page = render_template("plain.html", name=name, number=number, again=again, inside=is_inside())
    return page, code
