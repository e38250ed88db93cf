"""What a file is by how it begins. Only to say why it stays out: nothing gets in by this."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["media", "container", "markup", "no_text"]

HEAD = 4096
"""Bytes that are looked at."""

_MEDIA = re.compile(
    rb"\xff\xd8\xff|\x89PNG|GIF8[79]a|RIFF....(?:WEBP|AVI |WAVE)|II\*\x00|MM\x00\*|....ftyp"
    rb"|\x1aE\xdf\xa3|OggS|ID3|\xff[\xf1-\xfb]|fLaC|FLV\x01|\x00\x00\x01[\xb3\xba]"
    rb"|\x00\x00\x00\x0c(?:jP|JXL)|\x00\x00[\x01\x02]\x00|8BPS|#!AMR|#!SILK|\x02#!SILK|0&\xb2u|caff"
    rb"|\xff\x0a|\xffO\xffQ|BM....\x00\x00|P[1-7]\s+[\d#]|/\* XPM|#define \S+_width|FORM....AIFF"
    rb"|wOF[F2]|G.{187}G",
    re.DOTALL,
)
_CONTAINER = re.compile(
    rb"PK(?:\x03\x04|\x05\x06|\x07\x08)|Rar!|7z\xbc\xaf|\x1f\x8b|BZh\d|\xfd7zXZ|\x28\xb5\x2f\xfd"
    rb"|SQLite format 3\x00|%PDF|%!PS|\{\\rtf|\xd0\xcf\x11\xe0|bplist|ANDROID BACKUP|MDMP|obj\x00"
    rb"|age-encryption|-----BEGIN |\x30\x82|!<arch>|MSCF|LZIP|From \S+@|.{257}ustar",
    re.DOTALL,
)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_MAIL = re.compile(
    rb"(?:\A|\n)(?:mime-version|content-transfer-encoding|return-path|delivered-to|x-mozilla-status"
    rb"|content-type):",
    re.IGNORECASE,
)
_WIDE = (b"\xff\xfe", b"\xfe\xff")

MEDIA_NAMES = re.compile(
    r"\.(jpe?g|jfif|png|gif|bmp|webp|heic|heif|avif|jxl|tiff?|ico|svgz?|psd|raw|dng|cr2|nef|arw"
    r"|mp4|m4v|mov|avi|mkv|webm|wmv|flv|3gpp?|3g2|mpe?g|m?ts|ogv|vob"
    r"|mp3|m4a|aac|ogg|oga|opus|wav|flac|amr|silk|wma|caf)$",
    re.IGNORECASE,
)
"""Names of media. A file that is called so is not even hashed; it does not let anything in."""


def kind_of(piece: bytes) -> Kind | None:
    """Return what a file is that begins so; None where that does not show."""
    head = piece[:HEAD]
    if head.startswith(_WIDE):
        return "no_text"
    if _MEDIA.match(head):
        return "media"
    if _CONTAINER.match(head) or _MAIL.search(head):
        return "container"
    return "markup" if _MARKUP.match(head) else None
