"""The server: on this computer's own address only, and nothing of a request ever on disk."""

from __future__ import annotations

import logging
import os
import socket
from typing import TYPE_CHECKING, Protocol

import waitress

from wayhome.model.problems import UserProblem
from wayhome.usecases.door import LOOPBACK
from wayhome.web import limits

if TYPE_CHECKING:
    from flask import Flask

THREADS = 4
LARGEST_BODY = limits.EXPORTS + 4 * 1024 * 1024
"""Bytes that the server takes in at all. The app refuses smaller ones with a plain page;
beyond this the server itself answers, in its own words."""
LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes of an answer that wait in memory for a slow browser. No page and no photo is larger."""
PATIENCE = 15
"""Seconds that a connection may stay silent. Others wait behind it, the exit too."""
MOST_CONNECTIONS = 100


class Server(Protocol):
    """What we use of a waitress server."""

    def run(self) -> None:
        """Answer requests until stopped by the keyboard or `close`."""

    def close(self) -> None:
        """Stop listening."""


def bind(port: int | None) -> socket.socket:
    """Return a listening socket; any free port if none is given.

    Bound before anything else, so that the address is known, and answered, when a browser opens.

    Raises:
        UserProblem: another program listens on the given port.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        # Lets the same port be used again at once after a stop.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    else:  # pragma: no cover - on Windows the same option would let a port be stolen
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)  # type: ignore[attr-defined,unused-ignore]
    try:
        listener.bind((LOOPBACK, port or 0))
        listener.listen()
    except OSError:
        listener.close()
        raise UserProblem("port_in_use", port=port) from None
    return listener


def make_server(app: Flask, listener: socket.socket) -> Server:
    """Return a server on a bound socket, ready to run."""
    # waitress names the path in its own messages.
    for name in ("waitress", "waitress.queue"):
        logging.getLogger(name).disabled = True
    server: Server = waitress.create_server(
        app,
        sockets=[listener],
        threads=THREADS,
        channel_timeout=PATIENCE,
        cleanup_interval=5,
        connection_limit=MOST_CONNECTIONS,
        ident=None,
        expose_tracebacks=False,
        max_request_body_size=LARGEST_BODY,
        # Above the largest body: waitress puts longer ones into a temporary file.
        inbuf_overflow=LARGEST_BODY * 2,
        # The same for answers.
        outbuf_overflow=LARGEST_ANSWER,
    )
    return server


def serve(app: Flask, listener: socket.socket) -> None:
    """Answer requests until Ctrl-C."""
    server = make_server(app, listener)
    try:
        server.run()
    finally:
        server.close()
