"""Write the words that exports use for months and times of day, from the CLDR that Babel carries.

Readers need them where a phone wrote "3 de oct, 9:41 p. m." or "下午9:41". The table is committed:
asking Babel for ninety languages at run time would take seconds.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from babel import Locale

from wayhome.review.readers.stamps import TABLE, bare

LOCALES = [
    "af",
    "am",
    "ar",
    "ar_AE",
    "ar_DZ",
    "ar_MA",
    "az",
    "be",
    "bg",
    "bn",
    "bs",
    "ca",
    "cs",
    "cy",
    "da",
    "de",
    "de_AT",
    "el",
    "en",
    "en_AU",
    "en_GB",
    "es",
    "es_MX",
    "es_US",
    "et",
    "eu",
    "fa",
    "fi",
    "fil",
    "fr",
    "fr_CA",
    "ga",
    "gl",
    "gu",
    "he",
    "hi",
    "hr",
    "hu",
    "hy",
    "id",
    "is",
    "it",
    "ja",
    "ka",
    "kk",
    "km",
    "kn",
    "ko",
    "ky",
    "lo",
    "lt",
    "lv",
    "mk",
    "ml",
    "mn",
    "mr",
    "ms",
    "my",
    "nb",
    "ne",
    "nl",
    "pa",
    "pl",
    "ps",
    "pt",
    "pt_PT",
    "ro",
    "ru",
    "sd",
    "si",
    "sk",
    "sl",
    "so",
    "sq",
    "sr",
    "sr_Latn",
    "sv",
    "sw",
    "ta",
    "te",
    "th",
    "tr",
    "uk",
    "ur",
    "uz",
    "vi",
    "zh",
    "zh_Hant",
    "zh_Hant_HK",
    "zu",
]
DAY = 24 * 60
HALVES = {"am": (0, DAY // 2), "pm": (DAY // 2, DAY), "midnight": (0, 60), "noon": (720, 780)}
OWN_PERIODS = {
    "am": ("vm", "fm", "ap", "de", "am", "vorm", "przedpołudniem", "முற்பகல்", "дп"),
    "pm": ("nm", "em", "ip", "du", "pm", "nachm", "popołudniu", "பிற்பகல்", "пп"),
}
"""Short forms that apps write and CLDR does not hold."""


def write_table() -> None:
    """Write `calendar_words.json` anew."""
    months: dict[str, set[int]] = defaultdict(set)
    periods: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for name in LOCALES:
        locale = Locale.parse(name)
        for width in _widths(locale.months):
            for number, word in width.items():
                months[bare(word)].add(int(number))
        rules = _rules(locale)
        for width in _widths(locale.day_periods):
            for key, word in width.items():
                if key in HALVES:
                    periods[bare(word)].add(HALVES[key])
                periods[bare(word)].update(rules.get(key, ()))
    for half, words in OWN_PERIODS.items():
        for word in words:
            periods[word].add(HALVES[half])
    table = {
        # A word that is two months in two languages says nothing.
        "months": {word: min(found) for word, found in sorted(months.items()) if len(found) == 1},
        "periods": {word: sorted(spans) for word, spans in sorted(periods.items()) if spans},
    }
    for part in table.values():
        part.pop("", None)  # type: ignore[attr-defined]
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"), indent=None)
    Path(TABLE).write_text(text.replace("],", "],\n").replace("},", "},\n") + "\n", "utf-8")


def _widths(found: Any) -> list[dict[Any, str]]:  # noqa: ANN401 - Babel has no types for these
    return [dict(width) for form in found.values() for width in form.values() if len(width)]


def _rules(locale: Locale) -> dict[str, list[tuple[int, int]]]:
    """Return the minutes of the day that each of a language's periods covers."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for key, rule in dict(locale.day_period_rules.get(None, {})).items():
        for each in rule if isinstance(rule, list) else [rule]:
            if "from" in each and "before" in each:
                begin, end = _minutes(each["from"]), _minutes(each["before"])
                parts = [(begin, end)] if begin < end else [(begin, DAY), (0, end)]
                spans[key] += [(a, b) for a, b in parts if a < b]
    return spans


def _minutes(value: object) -> int:
    if isinstance(value, int):
        return value // 60
    hours, _, minutes = str(value).partition(":")
    return int(hours) * 60 + int(minutes or 0)


if __name__ == "__main__":
    write_table()
