"""Photos made for tests, with secrets planted in every corner."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import TYPE_CHECKING

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "Quillfeather Lane"
RED, GREEN, BLUE, WHITE = (200, 40, 40), (40, 160, 40), (40, 40, 200), (255, 255, 255)

# 64 by 48, left half red, right half blue, with EXIF (turned by 90 degrees, taken on 5 March 2024).
# Made by pillow-heif 1.8.1, as pi-heif can only read.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA"
    "AAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAAB7AABAAAAAAAAACQAAgAAAAACEAABAAAAAAAAAJQAAAA4aWluZgAAAAAA"
    "AgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADm"
    "aXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAq"
    "QgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQAN"
    "AAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBp"
    "eGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEA"
    "AQAAAMBtZGF0AAAAICgBrxmA70mlv//cOZ/1Ni/4Xshf/6xod84un+4dI21vAAAABkV4aWYAAE1NACoAAAAIAAQBEgAD"
    "AAAAAQAGAAABMgACAAAAFAAAAD6HaQAEAAAAAQAAAFKIJQAEAAAAAQAAAHgAAAAAMjAyNDowMTowMiAwMzowNDowNQAA"
    "AZADAAIAAAAUAAAAZAAAAAAyMDI0OjAzOjA1IDEwOjExOjEyAAABAAEAAgAAAAJOAAAAAAAAAA=="
)


def halves(size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Draw a picture whose left half is red, and whose right half is blue."""
    image = Image.new("RGB", size, RED)
    ImageDraw.Draw(image).rectangle((size[0] // 2, 0, *size), fill=BLUE)
    return image


def quarters() -> Image.Image:
    """Draw red and blue above, green and white below."""
    image = halves()
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 24, 31, 47), fill=GREEN)
    draw.rectangle((32, 24, 63, 47), fill=WHITE)
    return image


def exif(taken: str | None = "2024:03:05 10:11:12", turn: int = 1, changed: str = "") -> bytes:
    planted = Image.Exif()
    planted[0x010E] = planted[0x013B] = planted[0x010F] = SECRET
    planted[0x0112] = turn
    planted[0x0132] = changed
    if taken is not None:
        planted.get_ifd(0x8769)[0x9003] = taken
    planted.get_ifd(0x8769)[0xA431] = SECRET
    planted.get_ifd(0x8825).update({1: "N", 2: (34.0, 5.0, 6.0), 29: SECRET})
    return planted.tobytes()


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def swapped_profile() -> bytes:
    """Return a colour profile in which red and blue have changed places."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = plain.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    return swapped + SECRET.encode()


def png_of(width: int, height: int, depth: int, colours: int, pixels: bytes) -> bytes:
    """Build a PNG by hand; `pixels` are its lines, each after a zero byte."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)),
        (b"IDAT", zlib.compress(pixels)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def loaded_jpeg() -> bytes:
    clean = saved(
        halves(),
        "JPEG",
        quality=95,
        exif=exif(),
        xmp=f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode(),
        comment=SECRET,
        icc_profile=swapped_profile(),
    )
    iptc = b"Photoshop 3.0\0" + SECRET.encode()
    segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    return clean[:2] + segment + clean[2:] + SECRET.encode()


def loaded_png() -> bytes:
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("Comment", SECRET)
    chunks.add_text("Author", SECRET, zip=True)
    chunks.add_itxt("XML:com.adobe.xmp", SECRET)
    return saved(halves(), "PNG", pnginfo=chunks, exif=exif(), icc_profile=swapped_profile())


def loaded_webp() -> bytes:
    return saved(halves(), "WEBP", lossless=True, exif=exif(), xmp=SECRET.encode())


LOADED: dict[str, Callable[[], bytes]] = {
    "jpeg": loaded_jpeg,
    "png": loaded_png,
    "webp": loaded_webp,
    "heic": lambda: HEIC,
}
