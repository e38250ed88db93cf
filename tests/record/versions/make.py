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
CALL = (
    '{"id": "00000000000000000000000000000013", "kind": "call", "answers": "", "corrects": "",'
    ' "said": {"by": "", "call_back": null, "called": "2026-11-03T07:50:00-06:00", "events": [],'
    ' "number": "", "person": "", "said": "Waiting too.", "service": "", "whom": "Agency"},'
    ' "written": "2026-11-03T08:01:00-06:00"}'
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
WRITTEN["0003"] = (
    *WRITTEN["0002"],
    """INSERT INTO call_link VALUES
       (1, 'a90ad04b5dc96af24d80bb5e9fffffae4b120e460895f08808267ec7b6f7e753'),
       (2, '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'),
       (3, 'ba5e0e4fd677d89d1d5a2cbb13eb4045a062275cc8a0665b4c1ddab0d251200b')""",
    """INSERT INTO call_entry VALUES
       (1, 1, '00000000000000000000000000000011', '2026-11-02T02:12:00-06:00', '', '', 0, '',
        'Police \U0001f9e1', 'Rosa', '2026-11-02T02:10:00-06:00', 'Officer 12', 'They took it.',
        '26-0142', '2026-11-02T04:00:00-06:00', '["police_took_report"]', 'emergency-us'),
       (3, NULL, '00000000000000000000000000000012', '2026-11-02T04:30:00-06:00',
        '00000000000000000000000000000011', '', 1,
        '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
        'Police', '', '2026-11-02T02:11:00-06:00', '', '', '', NULL, '[]', '')""",
)
"""The second entry of the log went with its child: only its place and its digest are left."""
WAITING = {revision: (ENTRY, CALL) if revision >= "0003" else (ENTRY,) for revision in WRITTEN}


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
    for number, body in enumerate(WAITING[revision], 1):
        entry = folder.path / PENDING / f"{number:05}-0a1b2c3d.entry"
        entry.write_bytes(keys.seal_for(header, body.encode()))


if __name__ == "__main__":
    freeze(sys.argv[1])
