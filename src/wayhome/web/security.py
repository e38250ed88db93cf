"""Whom a page answers, and the headers that keep what it says in the window.

The attack in mind: another web page in the same browser, or a name that resolves to 127.0.0.1
(DNS rebinding), that sends requests to our port to learn or change something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, request
from werkzeug.exceptions import BadRequest

from wayhome.web.shell import is_inside, shell

if TYPE_CHECKING:
    from flask import Flask, Response

HOSTS = ("127.0.0.1", "localhost")

OPEN_TO_ALL = frozenset({"static", "entrance.enter", "exit_page.calendar", "exit_page.leave"})
"""Pages that need no session. None of them tells what this program is about."""

FEATURES_OFF = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)

POLICY = (
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    # Only for the exit, which tells this process to forget while the page is leaving.
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)

HEADERS = {
    "Content-Security-Policy": "; ".join(POLICY),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES_OFF),
    "Cache-Control": "no-store",
}


class ForeignHostError(BadRequest):
    """The request names another host or port than ours."""


class ForeignOriginError(BadRequest):
    """The form was sent from a page that is not ours."""


def guard(app: Flask) -> None:
    """Check each request before anything reads it, and mark each response."""
    app.before_request(_check_request)
    app.after_request(_mark_response)


def _check_request() -> None:
    hosts = {f"{host}:{shell().door.port}" for host in HOSTS}
    # The header itself: what a framework makes of it may already be normalised.
    if request.headers.get("Host") not in hosts:
        raise ForeignHostError
    origin = request.headers.get("Origin")
    if request.method not in ("GET", "HEAD") and origin not in (None, f"http://{request.host}"):
        raise ForeignOriginError
    if request.endpoint not in OPEN_TO_ALL and not is_inside():
        abort(403)


def _mark_response(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
