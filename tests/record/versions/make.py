"""Freeze a record as this version of Wayhome writes it, so that every later one must open it.

    python tests/record/versions/make.py 0002

Run it once, when a migration is added, and commit the folder that it makes; one that exists is
never written again. What is in it stands here in plain SQL: today's tables may change, what was
written then does not. `test_migrating.py` opens each folder and looks for all of it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from wayhome.record import keys
from wayhome.record.engine import sealed_engine
from wayhome.record.folder import PENDING, RecordFolder
from wayhome.record.migrating import upgrade
from wayhome.record.recovery_key import read_recovery_key
from wayhome.record.store import Store

HERE = Path(__file__).parent
PASSPHRASE = "words from an earlier día"
RECOVERY_KEY = "0123P-4567X-89AB4-CDEFB-GHJKG-MNPQQ-RSTVY"
STORE = "store-001122334455{revision}.sealed"
ENTRY = (
    '{"id": "00000000000000000000000000000002", "kind": "note", "said": {"happened_at": "",'
    ' "happened_on": "2026-11-03", "seen_by": "", "signs": [], "text": "Waiting since then."},'
    ' "written": "2026-11-03T08:00:00-06:00"}'
)
WRITTEN: dict[str, tuple[str, ...]] = {
    "0001": (
        "INSERT INTO child VALUES (1, '2026-11-01T09:00:00-06:00'), (4, '2026-11-01T10:00:00Z')",
        """INSERT INTO item VALUES
           (1, 1, 'identity', '{"full_name": "Ana Prueba"}', '2026-11-01T09:00:00-06:00'),
           (2, 1, 'gone_section', '{"gone_field": "kept"}', '2026-11-01T09:01:00-06:00'),
           (7, 4, 'identity', '{"full_name": "Beto \u00d1and\u00fa"}',
            '2026-11-01T10:00:00+00:00')""",
        """INSERT INTO photo VALUES
           (3, 1, NULL, '2026-10-31', '2026-11-01T09:05:00-06:00', 64, 48, 4)""",
        "INSERT INTO photo_bytes VALUES (3, x'ffd8ffd9', x'ffd8')",
        """INSERT INTO note VALUES
           (1, 1, NULL), (2, NULL, '00000000000000000000000000000001')""",
        """INSERT INTO note_version VALUES
           (1, 1, 'First \u2014 \U0001f9e1', '2026-11-01', '21:30', 'me', '["withdrawal"]',
            '2026-11-01T22:00:00-06:00'),
           (2, 1, 'Corrected', '2026-11-01', '', '', '[]', '2026-11-02T07:00:00-06:00'),
           (3, 2, 'While locked', '2026-10-30', '', '', '[]', '2026-11-02T08:00:00-06:00')""",
        "INSERT INTO setting VALUES ('lock_minutes', '5')",
    ),
}
WRITTEN["0002"] = (
    *WRITTEN["0001"],
    """INSERT INTO kept_check VALUES
       (1, 1, '{"who": ["guardian"], "signs": ["gang", "withdrawal"]}', '["suspected", "talk"]',
        '2026-11-01T22:10:00-06:00', '0.1.0')""",
)


def freeze(revision: str) -> None:
    """Make the folder of one revision."""
    folder = RecordFolder(HERE / revision)
    folder.path.mkdir()
    secret = read_recovery_key(RECOVERY_KEY)
    assert isinstance(secret, bytes)
    name = STORE.format(revision=revision)
    header, key = keys.make_header(PASSPHRASE, secret, name, keys.FLOOR)
    path = folder.store_file(header)
    store = Store(sealed_engine(path, key.derive("store", header.record), create=True))
    with store.writing() as connection:
        upgrade(connection, revision)
        for statement in WRITTEN[revision]:
            connection.exec_driver_sql(statement)
    store.close()
    folder.write_first_key_file(header)
    (folder.path / PENDING).mkdir()
    entry = folder.path / PENDING / "00001-0a1b2c3d.entry"
    entry.write_bytes(keys.seal_for(header, ENTRY.encode()))


if __name__ == "__main__":
    freeze(sys.argv[1])
