"""Put the pages together into one app."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from wayhome.web import (
    bag_pages,
    book_pages,
    call_file_pages,
    call_pages,
    chat_pages,
    check_pages,
    child_pages,
    diary_pages,
    entrance,
    exit_page,
    export_pages,
    file_pages,
    guide_pages,
    limits,
    lock_pages,
    lost_pages,
    missing_pages,
    packet_pages,
    page_words,
    paper_key_pages,
    paper_pages,
    photo_pages,
    record_guard,
    report_pages,
    restore_pages,
    safety_pages,
    security,
    start_pages,
    timeline_pages,
    topic_pages,
    trouble,
)
from wayhome.web.kept_templates import KeptTemplates
from wayhome.web.shell import NAME, new_shell

if TYPE_CHECKING:
    from wayhome.usecases.door import Door
    from wayhome.usecases.home import Home
    from wayhome.usecases.wayhome import Wayhome


PARTS = (
    entrance,
    start_pages,
    check_pages,
    guide_pages,
    missing_pages,
    report_pages,
    topic_pages,
    paper_pages,
    lock_pages,
    lost_pages,
    paper_key_pages,
    safety_pages,
    file_pages,
    restore_pages,
    book_pages,
    child_pages,
    photo_pages,
    diary_pages,
    timeline_pages,
    call_pages,
    call_file_pages,
    packet_pages,
    bag_pages,
    chat_pages,
    export_pages,
    exit_page,
)
"""The pages, in the order of a visit."""


class QuietFlask(Flask):
    """Flask that never writes a path or a value to a log: both may speak of a child."""

    request_class = limits.MemoryRequest

    def log_exception(self, exc_info: object) -> None:
        """Write nothing here; `trouble` logs what may be logged."""


def create_app(wayhome: Wayhome, home: Home, door: Door) -> Flask:
    """Return the app for one process: its keys are new, so no earlier session opens it."""
    app = QuietFlask(__name__, static_url_path="/s")
    app.config.update(
        SECRET_KEY=secrets.token_bytes(32),
        # Cookies know no ports, so another program on 127.0.0.1 could overwrite a common name.
        SESSION_COOKIE_NAME=f"n{door.port}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        TRUSTED_HOSTS=list(security.HOSTS),
        MAX_CONTENT_LENGTH=limits.USUAL,
        MAX_FORM_MEMORY_SIZE=limits.USUAL,
        MAX_FORM_PARTS=100,
        SEND_FILE_MAX_AGE_DEFAULT=0,
        # A page may stay open all night; the token ends with the session.
        WTF_CSRF_TIME_LIMIT=None,
        # A bug shows our plain page in tests too, never a traceback.
        PROPAGATE_EXCEPTIONS=False,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.bytecode_cache = KeptTemplates()
    app.extensions[NAME] = new_shell(wayhome, home, door)
    # Order counts: whoever is not inside is turned away before a form is even read.
    security.guard(app)
    limits.register(app)
    CSRFProtect(app).exempt(exit_page.leave)
    trouble.register(app)
    page_words.register(app)
    record_guard.register(app)
    for part in PARTS:
        app.register_blueprint(part.pages)
    return app
