"""What a file's name says of pictures, videos and sounds. None of them is ever opened."""

from __future__ import annotations

import mimetypes

# The system's own table differs from computer to computer: only what Python brings is asked.
_TYPES = mimetypes.MimeTypes(filenames=())
MORE_TYPES = {
    "opus": "audio/ogg",
    "webp": "image/webp",
    "heic": "image/heic",
    "amr": "audio/amr",
    "m4a": "audio/mp4",
    "3gp": "video/3gpp",
    "vcf": "text/vcard",
    "tgs": "application/x-tgsticker",
}


def is_media(name: str) -> bool:
    """Tell from its name whether a file is a picture, a video or a sound."""
    return (media_type(name) or "").split("/")[0] in {"image", "video", "audio"}


def media_type(name: str) -> str | None:
    """Return what a file name's ending means, such as `image/jpeg`; None if unknown."""
    ending = name.rpartition(".")[2].lower()
    return MORE_TYPES.get(ending) or _TYPES.guess_type(f"x.{ending}")[0]
