"""Who may come in: one-time tokens for the opened address, and the proof that a listener is ours.

Any program on the computer, and any web page in the browser, can send requests to a port of
127.0.0.1. Only the one who started Wayhome holds the key, so only that person gets a token.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from itsdangerous import BadSignature, Signer, URLSafeTimedSerializer

if TYPE_CHECKING:
    from wayhome.usecases.home import Home

LOOPBACK = "127.0.0.1"
FILE = "open.json"
LIFETIME = 60
"""Seconds in which an opened address works. A browser that starts cold needs some."""

LONGEST_CHALLENGE = 64
HIGHEST_PORT = 65535


@dataclass(slots=True)
class Door:
    """Mints tokens, takes each of them once, and knows who is inside."""

    port: int
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    lifetime: int = LIFETIME
    _visit: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)
    _used: set[str] = field(default_factory=set, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def visit(self) -> str:
        """What a session holds while it is inside. Leaving changes it: a copy is worth nothing."""
        return self._visit

    def mint(self) -> str:
        """Return a token that opens the door once."""
        return self._serializer().dumps(secrets.token_urlsafe(12))

    def enter(self, token: str) -> bool:
        """Tell whether this token opens the door, and use it up."""
        try:
            nonce = self._serializer().loads(token, max_age=self.lifetime)
        except BadSignature:
            return False
        with self._lock:
            if nonce in self._used:
                return False
            self._used.add(nonce)
        return True

    def leave(self) -> None:
        """End every session."""
        self._visit = secrets.token_urlsafe(16)

    def prove(self, challenge: str) -> str | None:
        """Sign a challenge, so that the asker sees that this process holds the key."""
        if not 0 < len(challenge) <= LONGEST_CHALLENGE:
            return None
        return self._signer().get_signature(challenge).decode("ascii")

    def is_proof(self, challenge: str, answer: str) -> bool:
        """Tell whether an answer to a challenge was made with this key."""
        return self._signer().verify_signature(challenge, answer)

    def address(self) -> str:
        """Return an address to open, good once and for a short time."""
        return f"http://{LOOPBACK}:{self.port}/o?t={self.mint()}"

    def _serializer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.key, salt="wayhome.token")

    def _signer(self) -> Signer:
        # Another salt than the tokens have: nobody can have a token signed as a challenge.
        return Signer(self.key, salt="wayhome.challenge")


def leave_word(home: Home, door: Door, pid: int) -> bool:
    """Write down where this process listens, for a second start; False if it can't be written."""
    return home.write(FILE, json.dumps({"port": door.port, "pid": pid, "key": door.key}))


def read_word(home: Home) -> Door | None:
    """Return the door that an earlier start wrote down, or None. It may be long gone."""
    try:
        word = json.loads(home.read(FILE) or "")
    except (ValueError, RecursionError):
        return None
    match word:
        case {"port": int(port), "key": str(key)} if 0 < port <= HIGHEST_PORT and key:
            return Door(port, key)
        case _:
            return None


def take_word_back(home: Home, door: Door) -> None:
    """Remove what `leave_word` wrote, unless another process has written since."""
    written = read_word(home)
    if written is not None and written.key == door.key:
        home.remove(FILE)
