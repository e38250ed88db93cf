"""Synthetic backups of texts, MMS and calls, as the Android app writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
NOTE = "<!--File Created By SMS Backup & Restore v7.21 on 04/03/2025 07:01:35-->\n"
STYLE = '<?xml-stylesheet type="text/xsl" href="sms.xsl"?>\n'
OWNER = "+12025550199"
ANA = "+12025550101"
BEN = "+12025550102"
NOON = 1_741_089_600_000
"""4 March 2025, 12:00 UTC, in milliseconds."""
NOON_ISO = "2025-03-04T12:00:00+00:00"


def spell(text: str) -> str:
    """Return an attribute's value; emoji as two halves, as the app writes them."""
    plain = escape(text, {'"': "&quot;", "'": "&apos;", "\n": "&#10;"})
    made = []
    for sign in plain:
        if ord(sign) > 0xFFFF:
            code = ord(sign) - 0x10000
            made.append(f"&#{0xD800 + (code >> 10)};&#{0xDC00 + (code & 0x3FF)};")
        else:
            made.append(sign)
    return "".join(made)


def sms(text: str, *, address: str = ANA, name: str = "Ana", kind: int = 1, at: int = NOON) -> str:
    return (
        f'  <sms protocol="0" address="{address}" date="{at}" type="{kind}" subject="null" '
        f'body="{spell(text)}" toa="null" sc_toa="null" service_center="null" read="1" '
        f'status="-1" locked="0" date_sent="0" readable_date="Mar 4, 2025 1:00:00 PM" '
        f'contact_name="{spell(name)}" />\n'
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an MMS."""

    kind: str
    text: str = "null"
    name: str = "null"
    data: str | None = None

    def spell(self) -> str:
        data = "" if self.data is None else f' data="{self.data}"'
        return (
            f'      <part seq="0" ct="{self.kind}" name="{self.name}" chset="106" cd="null" '
            f'fn="null" cid="&lt;0&gt;" cl="{self.name}" ctt_s="null" ctt_t="null" '
            f"text='{spell(self.text)}'{data} />\n"
        )


SMIL = Part("application/smil", '<smil><img src="duck.png" data="AAAA"/></smil>', "smil.xml")


def mms(  # noqa: PLR0913 - one argument for each of its attributes
    parts: Iterable[Part],
    *,
    address: str = ANA,
    names: str = "Ana",
    box: int = 1,
    addrs: Iterable[tuple[str, int]] = (),
    at: int = NOON,
    subject: str = "null",
) -> str:
    made = "".join(part.spell() for part in parts)
    listed = "".join(f'      <addr address="{a}" type="{t}" charset="106" />\n' for a, t in addrs)
    return (
        f'  <mms text_only="0" sub="{subject}" date="{at}" ct_t="application/vnd.wap" '
        f'msg_box="{box}" address="{address}" m_type="132" readable_date="null" '
        f'contact_name="{spell(names)}">\n    <parts>\n{made}    </parts>\n    <addrs>\n{listed}'
        f"    </addrs>\n  </mms>\n"
    )


def call(number: str = ANA, *, name: str = "Ana", kind: int = 1, seconds: int = 0) -> str:
    return (
        f'  <call number="{number}" duration="{seconds}" date="{NOON}" type="{kind}" '
        f'presentation="1" readable_date="null" contact_name="{name}" />\n'
    )


def backup(*entries: str, count: int | None = None, root: str = "smses") -> str:
    promised = len(entries) if count is None else count
    return f'{HEAD}{NOTE}{STYLE}<{root} count="{promised}">\n{"".join(entries)}</{root}>'


def received(parts: Iterable[Part], at: int = NOON) -> str:
    """Return an MMS that names the owner as the one it went to."""
    return mms(parts, addrs=((ANA, 137), (OWNER, 151)), at=at)


def usual() -> str:
    """Return a backup with people, a group, a picture, a draft and a helpline."""
    both = f"{ANA}~{BEN}"
    picture = Part("image/png", name="duck.png", data="iVBORw0KGgo=")
    return backup(
        sms('Practice at six & we share \U0001f697 "ok"?'),
        sms("Fine\nsee you", kind=2, address="(202) 555-0101", name="Ana"),
        sms("not sent yet", kind=3),
        sms("Code 12", address="7535", name="(Unknown)"),
        sms("I want to talk", address="988", name="(Unknown)", kind=2),
        received((SMIL, Part("text/plain", 'It\'s a "duck"'), picture)),
        mms(
            (SMIL, Part("text/plain", "hello all")),
            address=both,
            names="Ana, Ben",
            addrs=((BEN, 137), (OWNER, 151), (ANA, 151)),
        ),
        mms((picture, picture), address=ANA, box=2, addrs=(("insert-address-token", 137),)),
    )


def calls() -> str:
    return backup(
        call(seconds=83), call(kind=2), call(kind=3, number=BEN, name="(Unknown)"), root="calls"
    )


def write(folder: Path) -> None:
    """Write a folder as the app leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sms-20250304070135.xml").write_text(usual(), "utf-8")
    (folder / "calls-20250304070135.xml").write_text(calls(), "utf-8")


def large(count: int) -> str:
    """Return a backup of many texts, for measuring."""
    return backup(
        *(
            sms(
                f"message number {n} about the match",
                address=f"+1202555{n % 50:04d}",
                name=f"Friend {n % 50}",
                kind=1 + n % 2,
                at=NOON + n * 1000,
            )
            for n in range(count)
        )
    )
