"""Photos with secrets planted in every corner: what comes out holds pixels and nothing else."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from tests.record.photographs import (
    BLUE,
    GREEN,
    HEIC,
    LOADED,
    RED,
    SECRET,
    WHITE,
    exif,
    halves,
    loaded_jpeg,
    loaded_png,
    loaded_webp,
    png_of,
    quarters,
    saved,
    swapped_profile,
)
from wayhome.model.problems import UserProblem
from wayhome.record.pictures import LARGEST_PICTURE, LONGEST_SIDE, THUMBNAIL_SIDE, take_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from wayhome.record.pictures import Picture

TODAY = date(2026, 11, 22)
JFIF, DQT, SOF0, DHT, SOS = 0xE0, 0xDB, 0xC0, 0xC4, 0xDA


def segments(jpeg: bytes) -> list[tuple[int, bytes]]:
    """Return the marker and the body of each segment, and hold that nothing follows the picture."""
    assert jpeg.startswith(b"\xff\xd8")
    at = 2
    found: list[tuple[int, bytes]] = []
    while not found or found[-1][0] != SOS:
        assert jpeg[at] == 0xFF
        length = int.from_bytes(jpeg[at + 2 : at + 4])
        found.append((jpeg[at + 1], jpeg[at + 4 : at + 2 + length]))
        at += 2 + length
    scan = jpeg[at:]
    inside = [scan[place + 1] for place, byte in enumerate(scan[:-2]) if byte == 0xFF]
    assert set(inside) <= {0}
    assert scan.endswith(b"\xff\xd9")
    return found


def assert_bare(jpeg: bytes) -> None:
    found = segments(jpeg)
    assert {marker for marker, _ in found} == {JFIF, DQT, SOF0, DHT, SOS}
    assert [body for marker, body in found if marker == JFIF] == [
        b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    ]


def shown(picture: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.jpeg))
    assert (image.format, image.mode, image.size) == (
        "JPEG",
        "RGB",
        (picture.width, picture.height),
    )
    return image


def is_near(image: Image.Image, place: tuple[int, int], colour: tuple[int, ...]) -> bool:
    found = image.getpixel(place)
    assert isinstance(found, tuple)
    return all(abs(one - other) < 12 for one, other in zip(found, colour, strict=True))


def problem(data: bytes) -> UserProblem:
    with pytest.raises(UserProblem) as raised:
        take_picture(data, TODAY)
    return raised.value


@pytest.mark.parametrize("make", LOADED.values(), ids=LOADED)
def test_nothing_but_pixels_comes_through(make: Callable[[], bytes]) -> None:
    picture = take_picture(make(), TODAY)
    for jpeg in (picture.jpeg, picture.thumbnail):
        assert_bare(jpeg)
        assert b"Quill" not in jpeg
    assert picture.taken == date(2024, 3, 5)
    assert SECRET not in repr(picture)
    assert len(repr(picture)) < 100


def test_what_is_planted_is_there_before() -> None:
    assert loaded_jpeg().count(SECRET.encode()) >= 6
    assert loaded_png().count(SECRET.encode()) >= 4
    assert loaded_webp().count(SECRET.encode()) >= 3


@pytest.mark.parametrize(
    ("taken", "changed", "expected"),
    [
        ("2024:03:05 10:11:12", "2025:01:01 00:00:00", date(2024, 3, 5)),
        (None, "2025:01:02 00:00:00", date(2025, 1, 2)),
        ("0000:00:00 00:00:00", "2025:01:02 00:00:00", date(2025, 1, 2)),
        ("2024-03-05", "", date(2024, 3, 5)),
        ("2026:11:22 23:59:59", "", TODAY),
        ("2026:11:23 00:00:00", "", None),
        ("2024:02:31 10:11:12", "", None),
        ("2024:03:051", "", None),
        ("yesterday", "", None),
        ("", "", None),
        (None, "", None),
    ],
)
def test_the_day_is_the_cameras_where_it_makes_sense(
    taken: str | None, changed: str, expected: date | None
) -> None:
    data = saved(halves(), "JPEG", exif=exif(taken, changed=changed))
    assert take_picture(data, TODAY).taken == expected


def test_damaged_exif_is_no_reason_to_refuse() -> None:
    broken = exif()[:40] + b"\xff" * 60
    picture = take_picture(saved(halves(), "JPEG", exif=broken), TODAY)
    assert picture.taken is None
    assert_bare(picture.jpeg)


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (0, (RED, BLUE, GREEN, WHITE)),
        (1, (RED, BLUE, GREEN, WHITE)),
        (2, (BLUE, RED, WHITE, GREEN)),
        (3, (WHITE, GREEN, BLUE, RED)),
        (4, (GREEN, WHITE, RED, BLUE)),
        (5, (RED, GREEN, BLUE, WHITE)),
        (6, (GREEN, RED, WHITE, BLUE)),
        (7, (WHITE, BLUE, GREEN, RED)),
        (8, (BLUE, WHITE, RED, GREEN)),
        (9, (RED, BLUE, GREEN, WHITE)),
    ],
)
def test_it_stands_upright(turn: int, expected: tuple[tuple[int, ...], ...]) -> None:
    image = shown(take_picture(saved(quarters(), "PNG", exif=exif(turn=turn)), TODAY))
    right, low = image.width - 6, image.height - 6
    places = ((5, 5), (right, 5), (5, low), (right, low))
    for place, colour in zip(places, expected, strict=True):
        assert is_near(image, place, colour)


def test_a_heic_photo_is_turned_once() -> None:
    image = shown(take_picture(HEIC, TODAY))
    assert image.size == (48, 64)
    assert is_near(image, (24, 5), RED)
    assert is_near(image, (24, 58), BLUE)


def grey_16_bit() -> bytes:
    line = b"\0" + struct.pack(">H", 40000) * 8
    return png_of(8, 8, 16, 0, line * 8)


def colour_16_bit() -> bytes:
    line = b"\0" + struct.pack(">HHH", *(part * 257 for part in RED)) * 8
    return png_of(8, 8, 16, 2, line * 8)


def plain(mode: str, colour: object, kind: str = "PNG", **options: object) -> bytes:
    return saved(Image.new(mode, (8, 8), colour), kind, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "colour"),
    [
        pytest.param(plain("RGBA", (*RED, 255)), RED, id="opaque"),
        pytest.param(plain("RGBA", (0, 0, 0, 0)), WHITE, id="see-through"),
        pytest.param(plain("RGBA", (0, 0, 0, 128)), (127, 127, 127), id="half see-through"),
        pytest.param(plain("LA", (0, 0)), WHITE, id="see-through grey"),
        pytest.param(plain("RGB", RED, transparency=RED), WHITE, id="one colour see-through"),
        pytest.param(plain("P", 0, transparency=0), WHITE, id="palette, see-through"),
        pytest.param(saved(halves().quantize(2), "PNG"), RED, id="palette"),
        pytest.param(plain("1", 1), WHITE, id="black and white"),
        pytest.param(plain("L", 90), (90, 90, 90), id="grey"),
        pytest.param(plain("L", 90, "JPEG"), (90, 90, 90), id="grey jpeg"),
        pytest.param(plain("CMYK", (0, 255, 255, 0), "JPEG"), (255, 0, 0), id="cmyk"),
        pytest.param(plain("RGBA", (0, 0, 0, 0), "WEBP"), WHITE, id="see-through webp"),
        pytest.param(grey_16_bit(), (156, 156, 156), id="16 bit grey"),
        pytest.param(colour_16_bit(), RED, id="16 bit"),
        pytest.param(plain("RGB", RED, icc_profile=swapped_profile()), BLUE, id="profile"),
        pytest.param(plain("RGB", RED, icc_profile=b"no profile"), RED, id="broken profile"),
        pytest.param(plain("L", 90, icc_profile=swapped_profile()), (90, 90, 90), id="misfit"),
    ],
)
def test_every_kind_of_colour_becomes_srgb(data: bytes, colour: tuple[int, ...]) -> None:
    assert is_near(shown(take_picture(data, TODAY)), (1, 1), colour)


@pytest.mark.parametrize(
    ("size", "expected", "small"),
    [
        ((3000, 1500), (2400, 1200), (320, 160)),
        ((1500, 6000), (600, 2400), (80, 320)),
        ((2400, 100), (2400, 100), (320, 13)),
        ((9000, 1), (2400, 1), (320, 1)),
        ((320, 200), (320, 200), (320, 200)),
        ((1, 1), (1, 1), (1, 1)),
    ],
)
def test_it_fits_a_poster_and_a_list(
    size: tuple[int, int], expected: tuple[int, int], small: tuple[int, int]
) -> None:
    assert (LONGEST_SIDE, THUMBNAIL_SIDE) == (2400, 320)
    for kind in ("PNG", "JPEG"):
        picture = take_picture(saved(halves(size), kind), TODAY)
        assert shown(picture).size == expected
        assert Image.open(io.BytesIO(picture.thumbnail)).size == small


def test_noise_can_be_written_too() -> None:
    noise = Image.effect_noise((2400, 2400), 200).convert("RGB")
    assert_bare(take_picture(saved(noise, "PNG", compress_level=1), TODAY).jpeg)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_one_counts(kind: str) -> None:
    first, second = Image.new("RGB", (8, 8), RED), Image.new("RGB", (8, 8), BLUE)
    data = saved(first, kind, save_all=True, append_images=[second], lossless=True)
    assert is_near(shown(take_picture(data, TODAY)), (1, 1), RED)


def test_the_same_photo_gives_the_same_bytes() -> None:
    assert take_picture(loaded_jpeg(), TODAY) == take_picture(loaded_jpeg(), TODAY)


def huge_jpeg() -> bytes:
    data = bytearray(saved(halves(), "JPEG"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", 50000, 50000)
    return bytes(data)


def huge_heic() -> bytes:
    before = struct.pack(">II", 64, 64)
    return HEIC.replace(b"ispe\0\0\0\0" + before, b"ispe\0\0\0\0" + struct.pack(">II", 9000, 9000))


def webp_that_says(kind: bytes, body: bytes) -> bytes:
    chunk = kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(png_of(50000, 50000, 8, 2, b""), id="png"),
        pytest.param(png_of(7746, 7747, 1, 0, b""), id="just above"),
        pytest.param(huge_jpeg(), id="jpeg"),
        pytest.param(webp_that_says(b"VP8X", b"\0" * 4 + b"\xff\xff\0" * 2), id="webp"),
        pytest.param(webp_that_says(b"VP8L", b"\x2f" + b"\xff\xff\xff\x0f\0"), id="webp, exact"),
        pytest.param(webp_that_says(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + b"\xff\x3f" * 2), id="webp 1"),
        pytest.param(b"\xff\xd8\xff" + b"\0" * LARGEST_PICTURE, id="bytes"),
    ],
)
def test_too_large_is_refused_before_decoding(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("decoded")

    for decoder in (JpegImageFile, PngImageFile, WebPImageFile):
        monkeypatch.setattr(decoder, "load", refuse)
    found = problem(data)
    assert found.key == "picture_too_large"
    assert found.values == {"megapixels": 60, "megabytes": 25}


def test_a_huge_heic_is_refused() -> None:
    assert problem(huge_heic()).key in {"picture_too_large", "picture_unreadable"}


@pytest.mark.parametrize("place", range(4))
def test_an_item_of_unknown_letters_does_not_end_the_process(place: int) -> None:
    """It did, in pi-heif 1.4.0: a segmentation fault."""
    data = bytearray(HEIC)
    data[data.index(b"Exif") + place] = 0xB0
    assert problem(bytes(data)).key == "picture_unreadable"


def test_no_memory_left_means_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(PngImageFile, "load", fail)
    assert problem(saved(halves(), "PNG")).key == "picture_too_large"


def test_nothing_is_no_picture() -> None:
    assert problem(b"").key == "picture_empty"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"Dear diary", id="text"),
        pytest.param(b"\xff\xd8\xff", id="three bytes"),
        pytest.param(b"RIFF\0\0\0\0WEBP", id="webp of nothing"),
        pytest.param(b"RIFF\0\0\0\0WAVEfmt ", id="sound"),
        pytest.param(saved(halves(), "GIF"), id="gif"),
        pytest.param(saved(halves(), "BMP"), id="bmp"),
        pytest.param(saved(halves(), "TIFF"), id="tiff"),
        pytest.param(saved(halves(), "PDF"), id="pdf"),
        pytest.param(saved(halves(), "PPM"), id="ppm"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", id="eps"),
        *(pytest.param(make()[:-250], id=f"half a {kind}") for kind, make in LOADED.items()),
    ],
)
def test_what_is_no_whole_photo_is_refused(data: bytes) -> None:
    assert problem(data).key == "picture_unreadable"


@settings(max_examples=300, deadline=None)
@given(
    kind=st.sampled_from(sorted(LOADED)),
    length=st.floats(0, 1),
    changes=st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), max_size=12),
)
def test_damage_gives_a_clean_picture_or_a_problem(
    kind: str, length: float, changes: list[tuple[float, int]]
) -> None:
    data = bytearray(WHOLE[kind])
    for place, byte in changes:
        data[int(place * len(data))] = byte
    found = outcome(bytes(data[: round(length * len(data))]))
    if isinstance(found, str):
        assert found in {"picture_empty", "picture_unreadable", "picture_too_large"}
    else:
        assert_bare(found.jpeg)
        assert_bare(found.thumbnail)


def outcome(data: bytes) -> Picture | str:
    try:
        return take_picture(data, TODAY)
    except UserProblem as problem:
        return problem.key


WHOLE = {kind: make() for kind, make in LOADED.items()}


def test_looking_at_a_heic_teaches_pillow_nothing() -> None:
    """In a process of its own: other tests may have taught it."""
    program = (
        "import sys, datetime\n"
        "from wayhome.record.pictures import take_picture\n"
        "assert 'pi_heif' not in sys.modules\n"
        "take_picture(sys.stdin.buffer.read(), datetime.date(2026, 1, 1))\n"
        "from PIL import Image\n"
        "assert 'HEIF' not in Image.OPEN\n"
    )
    subprocess.run([sys.executable, "-c", program], input=HEIC, check=True)
