"""Chats as WhatsApp's `Export chat` writes them, in the forms of many phones and languages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Stamp = Callable[[dt.datetime], str]

LRM, RLM, NNBSP, NBSP, BOM = "\u200e", "\u200f", "\u202f", "\u00a0", "\ufeff"
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
HINDI = str.maketrans("0123456789", "०१२३४५६७८९")


@dataclass(frozen=True)
class Phone:
    """How one phone writes: the stamp, and what stands around it."""

    stamp: Stamp
    bracket: bool = False
    seconds: bool = False
    mark: str = ""
    """Before each line."""
    end: str = "\n"
    begin: str = ""

    def line(self, moment: dt.datetime, rest: str) -> str:
        """Return one line with its end."""
        stamp = self.stamp(moment)
        head = f"[{stamp}] " if self.bracket else f"{stamp} - "
        return f"{self.mark}{head}{rest}{self.end}"


def _12(moment: dt.datetime, am: str, pm: str, between: str = " ", seconds: str = "") -> str:
    clock = f"{moment.hour % 12 or 12}:{moment:%M}{seconds and moment.strftime(seconds)}"
    return f"{clock}{between}{am if moment.hour < 12 else pm}"


def _part(moment: dt.datetime, *names: tuple[int, str]) -> str:
    """Return the name of the part of the day: the last one that has begun."""
    return [name for hour, name in names if hour <= moment.hour][-1]


PHONES: dict[str, Phone] = {
    "us": Phone(lambda m: f"{m.month}/{m.day}/{m:%y}, {_12(m, 'AM', 'PM')}"),
    "us, small letters": Phone(lambda m: f"{m.month}/{m.day}/{m:%y}, {_12(m, 'am', 'pm')}"),
    "us, new": Phone(lambda m: f"{m.month}/{m.day}/{m:%y}, {_12(m, 'AM', 'PM', NNBSP)}"),
    "us, iphone": Phone(
        lambda m: f"{m.month}/{m.day}/{m:%y}, {_12(m, 'AM', 'PM', NNBSP, ':%S')}",
        bracket=True, seconds=True,
    ),
    "us, 24 hours": Phone(lambda m: f"{m.month}/{m.day}/{m:%y}, {m:%H:%M}"),
    "uk": Phone(lambda m: f"{m:%d/%m/%Y, %H:%M}"),
    "uk, iphone": Phone(lambda m: f"{m:%d/%m/%Y, %H:%M:%S}", bracket=True, seconds=True),
    "uk, 12 hours": Phone(lambda m: f"{m:%d/%m/%Y}, {_12(m, 'am', 'pm')}"),
    "in words": Phone(
        lambda m: f"{m:%d/%m/%Y}, {m.hour % 12 or 12}:{m:%M} "
        + _part(m, (0, "in the morning"), (12, "in the afternoon"), (18, "in the evening"))
    ),
    "spain": Phone(lambda m: f"{m.day}/{m.month}/{m:%y} {m.hour}:{m:%M}"),
    "mexico": Phone(lambda m: f"{m.day}/{m.month}/{m:%Y} {_12(m, f'a.{NBSP}m.', f'p.{NBSP}m.')}"),
    "mexico, comma": Phone(lambda m: f"{m:%d/%m/%y}, {_12(m, 'a. m.', 'p. m.')}"),
    "mexico, iphone": Phone(
        lambda m: f"{m:%d/%m/%y}, {_12(m, 'a.m.', 'p.m.', NNBSP, ':%S')}",
        bracket=True, seconds=True,
    ),
    "spain, in words": Phone(
        lambda m: f"{m:%d/%m/%y}, {m.hour % 12 or 12}:{m:%M} "
        + _part(m, (0, "de la mañana"), (12, "de la tarde"), (20, "de la noche"))
    ),
    "brazil": Phone(lambda m: f"{m:%d/%m/%Y %H:%M}"),
    "portugal, iphone": Phone(lambda m: f"{m:%d/%m/%y}, {m:%H:%M:%S}", bracket=True, seconds=True),
    "france": Phone(lambda m: f"{m:%d/%m/%Y} à {m:%H:%M}"),
    "canada, french": Phone(lambda m: f"{m:%Y-%m-%d} {m:%H} h {m:%M}"),
    "germany": Phone(lambda m: f"{m:%d.%m.%y}, {m:%H:%M}"),
    "germany, iphone": Phone(lambda m: f"{m:%d.%m.%y, %H:%M:%S}", bracket=True, seconds=True),
    "germany, old": Phone(lambda m: f"{m:%d.%m.%Y} um {m:%H:%M}"),
    "netherlands": Phone(lambda m: f"{m:%d-%m-%Y %H:%M}"),
    "netherlands, short": Phone(lambda m: f"{m:%d-%m-%y %H:%M}"),
    "italy": Phone(lambda m: f"{m:%d/%m/%y, %H:%M}"),
    "italy, dots": Phone(lambda m: f"{m:%d/%m/%y, %H.%M}"),
    "poland": Phone(lambda m: f"{m.day}.{m:%m.%Y, %H:%M}"),
    "russia": Phone(lambda m: f"{m:%d.%m.%Y, %H:%M}"),
    "turkey": Phone(lambda m: f"{m.day}.{m:%m.%Y %H:%M}"),
    "turkey, 12 hours": Phone(lambda m: f"{m.day}.{m:%m.%Y} {_12(m, 'ÖÖ', 'ÖS')}"),
    "finland": Phone(lambda m: f"{m.day}.{m.month}.{m:%Y} klo {m.hour}.{m:%M}"),
    "denmark": Phone(lambda m: f"{m:%d.%m.%Y %H.%M}"),
    "czechia": Phone(lambda m: f"{m.day}. {m.month}. {m:%Y} {m.hour}:{m:%M}"),
    "hungary": Phone(lambda m: f"{m:%Y. %m. %d.} {m.hour}:{m:%M}"),
    "sweden": Phone(lambda m: f"{m:%Y-%m-%d %H:%M}"),
    "arabic": Phone(
        lambda m: f"{RLM}{m.day}{RLM}/{m.month}{RLM}/{m:%Y}، {_12(m, 'ص', 'م')}".translate(ARABIC)
    ),
    "arabic, latin digits": Phone(
        lambda m: f"{RLM}{m.day}{RLM}/{m.month}{RLM}/{m:%Y}, {_12(m, 'ص', 'م')}"
    ),
    "arabic, iphone": Phone(
        lambda m: f"{m.day}{RLM}/{m.month}{RLM}/{m:%Y}، {_12(m, 'ص', 'م', ' ', ':%S')}".translate(
            ARABIC
        ),
        bracket=True, seconds=True, mark=RLM,
    ),
    "persian digits": Phone(lambda m: f"{m:%Y/%m/%d, %H:%M}".translate(PERSIAN)),
    "hebrew": Phone(lambda m: f"{m.day}.{m.month}.{m:%Y}, {m:%H:%M}"),
    "hindi": Phone(lambda m: f"{m:%d/%m/%y}, {_12(m, 'am', 'pm')}".translate(HINDI)),
    "indonesia": Phone(lambda m: f"{m:%d/%m/%y %H.%M}"),
    "vietnam": Phone(lambda m: f"{m:%d/%m/%Y}, {_12(m, 'SA', 'CH')}"),
    "thailand": Phone(lambda m: f"{m.day}/{m.month}/{m.year + 543} {m:%H:%M}"),
    "thailand, two digits": Phone(lambda m: f"{m.day}/{m.month}/{(m.year + 543) % 100} {m:%H:%M}"),
    "quebec": Phone(lambda m: f"{m:%Y-%m-%d} {m.hour} h {m:%M}"),
    "bulgaria": Phone(lambda m: f"{m:%d.%m.%y} г., {m.hour}:{m:%M} ч."),  # noqa: RUF001 - the letter of Bulgarian
    "malaysia": Phone(lambda m: f"{m:%d/%m/%Y}, {_12(m, 'PG', 'PTG')}"),
    "albania": Phone(lambda m: f"{m.day}.{m.month}.{m:%Y}, {_12(m, 'e paradites', 'e pasdites')}"),
    "thailand, era": Phone(lambda m: f"{m.day}/{m.month}/{m.year + 543} BE, {m:%H:%M}"),
    "japan": Phone(lambda m: f"{m:%Y/%m/%d %H:%M}"),
    "japan, 12 hours": Phone(
        lambda m: f"{m:%Y/%m/%d} {'午前' if m.hour < 12 else '午後'}{m.hour % 12}:{m:%M}"
    ),
    "japan, era": Phone(lambda m: f"R{m.year - 2018}/{m.month}/{m.day} {m:%H:%M}"),
    "china": Phone(lambda m: f"{m.year}/{m.month}/{m.day} {m:%H:%M}"),
    "china, signs": Phone(lambda m: f"{m.year}年{m.month}月{m.day}日 {m:%H:%M}"),
    "china, parts of the day": Phone(
        lambda m: f"{m.year}/{m.month}/{m.day} "
        + _part(m, (0, "凌晨"), (5, "早上"), (8, "上午"), (12, "中午"), (13, "下午"), (19, "晚上"))
        + f"{m.hour % 12 or 12}:{m:%M}"
    ),
    "taiwan, iphone": Phone(
        lambda m: f"{m.year}/{m.month}/{m.day} {'上午' if m.hour < 12 else '下午'}"
         f"{m.hour % 12 or 12}:{m:%M:%S}",
        bracket=True, seconds=True, mark=LRM,
    ),
    "korea": Phone(
        lambda m: f"{m.year}. {m.month}. {m.day}. {'오전' if m.hour < 12 else '오후'} "
         f"{m.hour % 12 or 12}:{m:%M}"
    ),
    "korea, short": Phone(
        lambda m: f"{m:%y}. {m.month}. {m.day}. {'오전' if m.hour < 12 else '오후'} "
         f"{m.hour % 12 or 12}:{m:%M}"
    ),
    "time first": Phone(lambda m: f"{m:%H:%M, %d %b %Y}"),
    "time first, iphone": Phone(lambda m: f"{m:%H:%M:%S, %d/%m/%y}", bracket=True, seconds=True),
    "year first, two digits": Phone(lambda m: f"{m:%y/%m/%d, %H:%M}"),
    "notepad": Phone(lambda m: f"{m:%d/%m/%Y, %H:%M}", end="\r\n", begin=BOM),
    "marks on each line": Phone(
        lambda m: f"{m:%d/%m/%Y, %H:%M:%S}", bracket=True, seconds=True, mark=LRM, end="\r\n"
    ),
    "long dash": Phone(lambda m: f"{m:%d/%m/%Y, %H:%M}"),
}  # fmt: skip

MOMENTS = tuple(
    dt.datetime(2024, month, day, hour, minute, 7)  # noqa: DTZ001 - phones write local times
    for month, day, hour, minute in (
        (2, 27, 9, 5), (2, 27, 12, 10), (2, 28, 21, 41), (3, 1, 8, 0), (3, 3, 22, 59),
        (3, 4, 7, 30),
    )
)  # fmt: skip
"""Mornings and evenings; noon; days above twelve, and days that could be months."""


def write(
    folder: Path, phone: str, lines: list[str], name: str = "WhatsApp Chat with Ana.txt"
) -> Path:
    """Write a chat: one line for each of `MOMENTS`; return the file."""
    made = PHONES[phone]
    text = made.begin + "".join(
        made.line(moment, line) for moment, line in zip(MOMENTS, lines, strict=False)
    )
    path = folder / name
    path.write_bytes(text.encode())
    return path


def at(number: int, phone: str) -> str:
    """Return when a line was written, as a message has it."""
    moment = MOMENTS[number]
    return moment.isoformat() if PHONES[phone].seconds else moment.replace(second=0).isoformat()
