"""A photo that comes in: looked at once, in memory, and made anew from its pixels alone.

Photos from phones say where they were taken, with which device, and sometimes by whom; a decoder
that meets a damaged or hostile file may fail in any way. So nothing of the file is kept but its
pixels and the day it was taken, and whatever goes wrong is one of three plain problems.
"""

from __future__ import annotations

import io
import re
import threading
import warnings
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from PIL import Image, ImageCms
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from wayhome.model.problems import UserProblem

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

LARGEST_PICTURE = 25 * 1024 * 1024
"""In bytes. Photos of today's phones need a third of it."""

MOST_MEGAPIXELS = 60
"""Decoding takes about 8 bytes for each pixel, and an old laptop has to bear it."""

LONGEST_SIDE = 2400
"""In pixels: 20 cm on paper at 300 dots to the inch, the size of a poster's photo."""

THUMBNAIL_SIDE = 320

# How each kind of file begins. HEIF names its brand after its first box's length and type.
HEIF_BRANDS = (
    b"heic",
    b"heix",
    b"heim",
    b"heis",
    b"hevc",
    b"hevx",
    b"hevm",
    b"hevs",
    b"mif1",
    b"msf1",
)

# Version, flags, number, protection, and then the type in four letters (ISO 14496-12, 8.11.6).
HEIF_ITEM = re.compile(rb"infe(?:\x02.{3}.{2}|\x03.{3}.{4}).{2}(?P<type>.{4})", re.DOTALL)

# Tags of EXIF 2.32: the folder of the camera's own, and what stands in it and before it.
CAMERA_FOLDER = 0x8769
TAKEN_ON = 0x9003
CHANGED_ON = 0x0132
ORIENTATION = 0x0112

UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Keeps what one picture takes from being taken twice, and Python's list of warnings whole.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it is kept: upright, sRGB, without a word beside its pixels."""

    jpeg: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    """The same, small, as a JPEG too."""
    width: int
    """Of `jpeg`, in pixels, as is the height."""
    height: int
    taken: date | None
    """By the camera's clock; None where it does not say, or says a day to come."""


def take_picture(data: bytes, today: date) -> Picture:
    """Make a picture anew from the bytes of a JPEG, PNG, WebP or HEIF file.

    Raises:
        UserProblem: `picture_empty`, `picture_too_large` or `picture_unreadable`.
    """
    if not data:
        raise UserProblem("picture_empty")
    if len(data) > LARGEST_PICTURE:
        raise _too_large()
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        # They speak of damaged metadata, which is thrown away in any case.
        warnings.simplefilter("ignore")
        try:
            return _make_anew(data, today)
        except UserProblem:
            raise
        except MemoryError:
            raise _too_large() from None
        except Exception:  # noqa: BLE001 - decoders fail in any way on hostile bytes
            raise UserProblem("picture_unreadable") from None


def _make_anew(data: bytes, today: date) -> Picture:
    if data.startswith(b"RIFF"):
        # Its decoder makes room for the whole canvas as soon as it is opened.
        _refuse_too_many_pixels(_size_of_webp(data))
    image = _open(data)
    _refuse_too_many_pixels(image.size)
    if isinstance(image, JpegImageFile):
        # Of a very large photo, decode only as much as is needed.
        image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    # A stream inside HEIF may hold more than its header says.
    _refuse_too_many_pixels(image.size)
    taken, orientation = _read_metadata(image, today)
    pixels = _shrink(_without_transparency(image), LONGEST_SIDE)
    pixels = _to_srgb(pixels, image.info.get("icc_profile"))
    if orientation in UPRIGHT:
        pixels = pixels.transpose(UPRIGHT[orientation])
    return Picture(
        jpeg=_encode(pixels),
        thumbnail=_encode(_shrink(pixels, THUMBNAIL_SIDE)),
        width=pixels.width,
        height=pixels.height,
        taken=taken,
    )


def _open(data: bytes) -> ImageFile:
    """Read the header with the one decoder that fits, never with whatever Pillow has to offer."""
    stream = io.BytesIO(data)
    if data.startswith(b"\xff\xd8\xff"):
        return JpegImageFile(stream)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PngImageFile(stream)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WebPImageFile(stream)
    if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS:
        return _open_heif(data)
    raise UserProblem("picture_unreadable")


def _open_heif(data: bytes) -> ImageFile:
    # Loads a large library. Used by its class, so that Pillow as a whole learns no format.
    from pi_heif import HeifImageFile, options

    # pi-heif 1.4.0 ends the whole process at an item of a type that is not UTF-8
    # (github.com/bigcat88/pillow_heif/pull/478), as one wrong byte can make it.
    if not all(item["type"].isascii() for item in HEIF_ITEM.finditer(_meta_box(data))):
        raise UserProblem("picture_unreadable")
    # What is not read can't fail.
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
    image: ImageFile = HeifImageFile(io.BytesIO(data))
    return image


def _meta_box(data: bytes) -> bytes:
    """Return the box that lists what is in a HEIF file (ISO 14496-12, 4.2 and 8.11), or b""."""
    at = 0
    while at + 8 <= len(data):
        size, begin = int.from_bytes(data[at : at + 4]), at
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16])
        at = begin + max(size, 8) if size else len(data)
        if data[begin + 4 : begin + 8] == b"meta":
            return data[begin:at]
    return b""


def _size_of_webp(data: bytes) -> tuple[int, int]:
    """Return width and height as the first chunk gives them (RFC 9649, sections 2.5 to 2.7)."""
    kind = data[12:16]
    if kind == b"VP8X":
        return _number(data[24:27]) + 1, _number(data[27:30]) + 1
    if kind == b"VP8L":
        bits = _number(data[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return _number(data[26:28]) & 0x3FFF, _number(data[28:30]) & 0x3FFF


def _number(part: bytes) -> int:
    return int.from_bytes(part, "little")


def _refuse_too_many_pixels(size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MOST_MEGAPIXELS * 1_000_000:
        raise _too_large()


def _too_large() -> UserProblem:
    megabytes = LARGEST_PICTURE // (1024 * 1024)
    return UserProblem("picture_too_large", megapixels=MOST_MEGAPIXELS, megabytes=megabytes)


def _read_metadata(image: ImageFile, today: date) -> tuple[date | None, int]:
    """Return the day and the orientation; damaged metadata is no reason to refuse a photo."""
    try:
        exif = image.getexif()
        orientation = exif.get(ORIENTATION, 1)
        days = (exif.get_ifd(CAMERA_FOLDER).get(TAKEN_ON), exif.get(CHANGED_ON))
    except Exception:  # noqa: BLE001 - as hostile as the rest of the file
        return None, 1
    known = (day for each in days if (day := _read_day(each)) is not None)
    taken = next(known, None)
    return (
        taken if taken is not None and taken <= today else None,
        orientation if isinstance(orientation, int) else 1,
    )


def _read_day(written: object) -> date | None:
    """Read `2024:03:05 10:11:12`, or nothing where it is no day."""
    if not isinstance(written, str):
        return None
    found = re.match(r"(\d{4})[:-](\d{2})[:-](\d{2})(?!\d)", written.strip())
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def _without_transparency(image: Image.Image) -> Image.Image:
    """Return it in a mode of full colours or grey: L, RGB or CMYK; what is see-through is white."""
    if image.mode.startswith("I"):
        # 16 bits of grey. Pillow's own way cuts off at 255 instead of dividing.
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        white = Image.new("RGB", seen.size, "white")
        white.paste(seen, mask=seen)
        return white
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _shrink(image: Image.Image, longest: int) -> Image.Image:
    """Return it with no side longer than this, in pixels; never larger than it was."""
    scale = longest / max(image.size)
    if scale >= 1:
        return image
    width, height = (max(1, round(side * scale)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _to_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Show its colours as the camera meant them, where it says so in a way that can be read."""
    if isinstance(profile, bytes) and profile:
        try:
            meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            found = ImageCms.profileToProfile(image, meant, srgb, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
            found = None
        if found is not None:
            return found
    return image.convert("RGB")


def _encode(image: Image.Image) -> bytes:
    """Write a baseline JPEG from pixels alone: Pillow would take a comment over from `info`."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    stream = io.BytesIO()
    bare.save(stream, "JPEG", quality=88)
    return stream.getvalue()
