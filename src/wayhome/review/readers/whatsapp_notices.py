"""What WhatsApp itself writes into a chat, in the languages of the phones."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path

from wayhome.model.messages import Media, Message
from wayhome.review.media import media_type
from wayhome.review.readers.stamps import MARKS, plain

TABLE = Path(__file__).with_name("whatsapp_words.json")
LONGEST_NOTICE = 160
FEWEST_NOTICE_WORDS = 4
LEFT_OUT = re.compile(r"<[^<>\n]{4,60}>")
"""`<Media omitted>` in any language: the whole of a text, between these signs."""
ATTACHED = re.compile(r"<[^<>:\n]{2,40}?\s?: ?(?P<name>[^<>\n]+\.\w{1,5})>")
"""iOS: `<attached: name.jpg>`, with or without a text before it."""
FILE_ATTACHED = re.compile(rf"[{MARKS}]*(?P<name>[^\n]*?\.\w{{1,5}}) \([^()\n]{{3,40}}\)")
"""Android: `name.jpg (file attached)`, with or without lines of text below it."""
EDITED = re.compile(rf"(?<![{MARKS}])\s?[{MARKS}]*+<([^<>\n]{{4,60}})>$")
"""What stands before it is looked at once: a run of a million marks must not take hours."""
ANY_MARKS = re.compile(f"[{MARKS}]+")
NO_NAME = Media("")
FEW_WORDS = 5
"""Of what stands in the place of a file."""
OWN_NAME = re.compile(r"(?:IMG|VID|AUD|PTT|STK|DOC|GIF)-\d{8}-WA\d+\.\w+$")
FILE_ENDINGS = re.compile(
    r"\.(?:jpe?g|png|gif|webp|heic|mp[34]|3gp|mov|avi|mkv|opus|ogg|m4a|aac|amr|wav|pdf|docx?|xlsx?"
    r"|pptx?|txt|csv|zip|rar|7z|apk|vcf|was|thumb)$",
    re.IGNORECASE,
)
"""What WhatsApp sends as files. `.com` is an ending of programs too, and of most addresses."""
SENTENCE = re.compile(r"\s")
MOST_NAME_WORDS = 8


@cache
def _table() -> dict[str, re.Pattern[str]]:
    words = json.loads(TABLE.read_text("utf-8"))
    return {
        name: re.compile("|".join(words[name]), re.IGNORECASE)
        for name in ("omitted", "edited", "call", "notice")
    }


@cache
def deleted() -> frozenset[str]:
    """Return what stands in the place of a deleted message, with and without a full stop."""
    words = json.loads(TABLE.read_text("utf-8"))["deleted"]
    return frozenset(word + stop for word in words for stop in ("", ".", "。"))


@cache
def titles() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what stands before and after the name in an export's file name, in small letters."""
    words = json.loads(TABLE.read_text("utf-8"))
    longest_first = sorted(words["title"], key=len, reverse=True)
    return tuple(longest_first), tuple(words["title_end"])


def is_notice(sender: str) -> bool:
    """Tell whether what stands before a colon is a line of WhatsApp's own, not a name.

    A contact may call himself "Security code": such a line says more.
    """
    return (
        len(sender.split()) >= FEWEST_NOTICE_WORDS and _table()["notice"].search(sender) is not None
    )


def _is_file_name(name: str) -> bool:
    return OWN_NAME.search(name) is not None or (
        FILE_ENDINGS.search(name) is not None and len(SENTENCE.split(name)) <= MOST_NAME_WORDS
    )


def read_own_line(at: str | None, text: str) -> Message:
    """Return a line without a sender: WhatsApp wrote it."""
    shown = ANY_MARKS.sub("", text)
    called = len(shown) < LONGEST_NOTICE and _table()["call"].search(shown)
    return Message(None, at, shown, "call" if called and _is_call(shown) else "system")


def _is_call(text: str) -> bool:
    # "Call" stands in longer notices too, such as the one about encryption.
    return len(text.split()) <= 8 and not _table()["notice"].search(text)  # noqa: PLR2004


def read_marked(  # noqa: PLR0911 - one for each kind of line
    sender: str, at: str | None, text: str, *, marked: bool
) -> Message:
    """Return a message whose text may be a notice: a file, a deletion, a call, an edit.

    ``marked``: the text begins with the mark that WhatsApp on iOS puts before its own words.
    """
    if text[:1] == "<" and text[-1:] == ">" and _is_left_out(text):
        return Message(sender, at, "", "media", media=NO_NAME)
    shown = ANY_MARKS.sub("", text).strip() if marked else text
    edited = EDITED.search(text)
    if edited and edited.start() > 0 and _table()["edited"].search(edited[1]):
        return read_marked(sender, at, text[: edited.start()], marked=marked)._replace(edited=True)
    attached = ATTACHED.search(text) or FILE_ATTACHED.match(text)
    if attached:
        return _with_file(sender, at, text, attached)
    if _says_left_out(plain(text)):
        return Message(sender, at, "", "media", media=NO_NAME)
    if len(shown) < LONGEST_NOTICE:
        notice = _read_notice(sender, at, shown, marked=marked)
        if notice is not None:
            return notice
    if marked and len(shown) < 4 * LONGEST_NOTICE and _table()["notice"].search(shown):
        return Message(None, at, shown, "system")
    # Who writes from right to left begins with such a mark too: the words stay theirs.
    return Message(sender, at, text)


@lru_cache(1024)
def _is_left_out(text: str) -> bool:
    """Tell whether a text says that a file was left out: the same words again and again."""
    named = ATTACHED.search(text) or FILE_ATTACHED.match(text)
    return not named and _says_left_out(plain(text))


def _says_left_out(text: str) -> bool:
    """Tell whether a text is `<Media omitted>` in a known language: no words of a person."""
    whole = LEFT_OUT.fullmatch(text) is not None
    return whole and _table()["omitted"].search(text.strip("<>")) is not None


def _read_notice(sender: str, at: str | None, shown: str, *, marked: bool) -> Message | None:
    if shown in deleted():
        return Message(sender, at, "", "deleted")
    if (
        marked
        and len(shown.split()) <= FEW_WORDS
        and "," not in shown
        and _table()["omitted"].search(shown)
    ):
        return Message(sender, at, "", "media", media=Media(""))
    if marked and _table()["call"].search(shown) and _is_call(shown):
        return Message(sender, at, shown, "call")
    return None


def _with_file(sender: str, at: str | None, text: str, attached: re.Match[str]) -> Message:
    name = attached["name"].strip()
    if attached.re is FILE_ATTACHED and not _is_file_name(name):
        # "look at snap.com (but tell nobody)" is text.
        return Message(sender, at, text)
    media = Media(name, media_type(name))
    said = ANY_MARKS.sub("", text[: attached.start()] + text[attached.end() :]).strip()
    # "name.pdf • 3 pages <attached: name.pdf>": what is said of the file is no text of a person.
    if said and not said.startswith(name.partition("-")[2].rpartition(".")[0] or "\n"):
        return Message(sender, at, said, "text", media=media)
    return Message(sender, at, name, "media", media=media)
