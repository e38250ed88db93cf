"""Packets on paper: tagged, the same each time, and no word of a family is ever an order."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pikepdf
import pytest
from PIL import Image

from tests.packet.tag_reading import read_tags
from wayhome.packet import drawing
from wayhome.packet.packet_values import (
    Around,
    Facts,
    Front,
    Gallery,
    Label,
    Line,
    Packet,
    Paper,
    Part,
    Picture,
    Reach,
    Row,
    Sheet,
    Table,
)
from wayhome.packet.plain_text import one_line, plain, shorten

NAME = "Zorbelina Prueba"
ORDERS = '#read("/etc/passwd") $x$ *b* _i_ \\ ] #[ ` <a> @b // /* "'


def _photo(width: int = 60, height: int = 80) -> Picture:
    held = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(held, "JPEG")
    return Picture(1, held.getvalue(), width, height, f"Photo of {NAME}", "Photo taken today")


def _packet(said: str = "Black", *, bilingual: bool = False, **around: object) -> Packet:
    second = "Cabello" if bilingual else ""
    known = {
        "title": f"Missing child: {NAME}",
        "language": "en",
        "other": "es" if bilingual else "",
        "paper": Paper.LETTER,
        "day": date(2026, 11, 22),
        "foot": (NAME, "Case 26-114433"),
        "page": "Page {n} of {of}",
    }
    lines = Facts((Line(Label("Hair", second), said),), Label("Looks"))
    photo = _photo()
    table = Table((Label("When"), Label("What")), (Row(("Today", said), ("late",)),), (1, 2))
    parts = (
        Part(Label("Photos"), (Gallery((photo, _photo(90, 40))),)),
        Part(Label("Notes"), (lines, table), Label("Lead")),
        Part(Label("What is not in it"), (lines,)),
    )
    front = Front(
        title=Label("Missing child"),
        name=said if len(said) < 300 else NAME,
        letters=None,
        photo=photo,
        no_photo=Label("No photo"),
        case=Facts((Line(Label("Case number"), ""),)),
        identity=lines,
        groups=(replace(lines, title=Label("Last seen")), replace(table, title=Label("Whom"))),
        more=Label("More"),
    )
    return Packet(Around(**{**known, **around}), front, parts)  # type: ignore[arg-type]


def _sheet(*, is_poster: bool) -> Sheet:
    packet = _packet()
    return Sheet(
        around=packet.around,
        is_poster=is_poster,
        title=Label("Missing child"),
        name=NAME,
        age="Age: 13",
        pictures=(_photo(), _photo(90, 40)),
        groups=(packet.front.identity,),
        call=Label("Call"),
        reach=(
            Reach("Police", "555-0100", "Case 26-114433"),
            Reach("Line", "555-0101", "", to_confirm=True),
        ),
        notes=(Label("Check the number"),),
    )


def _text_of(pdf: bytes) -> str:
    """Return what the fonts of a PDF can say, as its tables for copying have it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [
            each.read_bytes()
            for each in opened.objects
            if isinstance(each, pikepdf.Stream) and "/Subtype" not in each
        ]
    return b"\n".join(streams).decode("latin-1")


@pytest.mark.parametrize("bilingual", [False, True])
@pytest.mark.parametrize("paper", list(Paper))
def test_every_page_is_tagged(paper: Paper, *, bilingual: bool) -> None:
    drawn = drawing.draw(_packet("Black " * 200, bilingual=bilingual, paper=paper))
    tags = read_tags(drawn.pdf)
    assert drawn.accessible
    assert (tags.marked_as, tags.language, tags.untagged, tags.lost) == ("1", "en", 0, 0)
    assert tags.title == f"Missing child: {NAME}"
    kinds = tags.kinds()
    assert (kinds["H1"], kinds["Table"], kinds["TH"], kinds["Figure"]) == (1, 2, 4, 3)
    assert kinds["H2"] == 5
    assert all(each.alt for each in tags.all() if each.kind == "Figure")
    # Each label stands in one entry of a list with its value: case, identity, last seen, two parts.
    assert (kinds["L"], kinds["LI"], kinds["LBody"]) == (5, 5, 5)
    assert ("es" in tags.languages) is bilingual
    with pikepdf.open(io.BytesIO(drawn.pdf)) as opened:
        box = [float(each) for each in opened.pages[0].MediaBox]
    assert box[2:] == pytest.approx(
        [612, 792] if paper is Paper.LETTER else [595.28, 841.89], abs=1
    )


@pytest.mark.parametrize("is_poster", [False, True])
def test_a_sheet_is_one_tagged_page(*, is_poster: bool) -> None:
    sheet = _sheet(is_poster=is_poster)
    drawn = drawing.draw(sheet)
    tags = read_tags(drawn.pdf)
    assert (drawn.accessible, tags.untagged, tags.lost) == (True, 0, 0)
    assert [each.alt for each in tags.all() if each.kind == "Figure"] == [f"Photo of {NAME}"] * 2
    assert len(drawing.draw_pages(sheet)) == 1


def test_headings_never_skip_a_level() -> None:
    tags = read_tags(drawing.draw(_packet()).pdf)
    levels = [
        int(each.kind[1]) for each in tags.all() if each.kind[0] == "H" and each.kind[1:].isdigit()
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_heading_over_several_stays_with_the_first() -> None:
    some = Facts(tuple(Line(Label(f"Line {n}"), "x") for n in range(36)))
    one = Facts((Line(Label("Where"), "Left knee"),) * 3, Label("Scar"), names_one=True)
    packet = _packet()
    part = Part(Label("The child"), (some, Facts((), Label("Marks")), one))
    with pikepdf.open(io.BytesIO(drawing.draw(replace(packet, parts=(part,))).pdf)) as pdf:
        pages = {
            str(each.S): each.Pg.objgen
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") in {"/H3", "/H4"}
        }
    assert pages["/H3"] == pages["/H4"]


def test_the_same_values_make_the_same_bytes() -> None:
    assert drawing.draw(_packet()).pdf == drawing.draw(_packet()).pdf
    assert drawing.draw(_packet()).pdf != drawing.draw(_packet(day=date(2026, 11, 23))).pdf


def test_photos_come_out_as_they_went_in_and_keep_their_shape() -> None:
    packet = _packet()
    pdf = drawing.draw(packet).pdf
    assert packet.front.photo
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        photos = [
            each
            for each in opened.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]
        assert packet.front.photo.jpeg in {each.read_raw_bytes() for each in photos}
        boxes = [
            [float(edge) for edge in each.A[0].BBox]
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
    shapes = sorted(round((box[2] - box[0]) / (box[3] - box[1]), 2) for box in boxes)
    assert shapes == [0.75, 0.75, 2.25]


@pytest.mark.parametrize(
    "said",
    [
        "ليلى عبد الرحمن",
        "अनन्या शर्मा",
        "שלום",
        "\u202egnirahs\u202d Ana \u2067x\u2069",
        "a\x00b\x07c\r\nd\u2028e\ufeff",
        "Wolfeschlegelsteinhausenbergerdorff" * 12,
        "x" * 300,
        ORDERS,
        "\ud800 \ufffe",
    ],
)
def test_any_letters_become_a_tagged_packet(said: str) -> None:
    drawn = drawing.draw(_packet(said))
    assert drawn.pdf.startswith(b"%PDF")
    assert drawn.accessible
    assert drawing.find_lost_letters(_packet(said)) == ()


def test_a_letter_in_no_font_costs_the_mark_and_never_the_packet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A computer without fonts of its own: what there is differs from one to the next.
    fonts = drawing._fonts(own=True)  # noqa: SLF001 - the fonts are all that differs
    monkeypatch.setattr(drawing, "_fonts", lambda **_: fonts)
    packet = _packet("Ana 王小明 😀")
    drawn = drawing.draw(packet)
    assert drawn.pdf.startswith(b"%PDF")
    assert not drawn.accessible
    tags = read_tags(drawn.pdf)
    assert (tags.marked_as, tags.untagged) == ("", 0)
    assert drawing.find_lost_letters(packet) == tuple(sorted("王小明😀"))
    assert len(drawing.draw_pages(packet)) == 3


def test_a_long_user_name_is_copied_as_it_is_written() -> None:
    told = _text_of(drawing.draw(_packet("moon_walker_0142_of_the_hill")).pdf)
    assert "<005F>" in told
    assert not [each for each in ("200B", "00AD", "2060", "FEFF") if f"<{each}>" in told.upper()]


def test_orders_to_typst_are_words() -> None:
    text = plain(ORDERS)
    drawn = drawing.draw(_packet(ORDERS))
    assert text == ORDERS
    assert b"root:" not in drawn.pdf
    assert "root:" not in _text_of(drawn.pdf)
    # As many letters as were written: a `*` that made something bold would be gone.
    assert all(f"<{ord(each):04X}>" in _text_of(drawn.pdf) for each in "#$*_\\][`<@/")


def test_nothing_runs_off_the_paper() -> None:
    for said in ("x" * 400, "王" * 60, "ليلى" * 80, "w " * 200):
        for page in drawing.draw_pages(_packet(said)):
            image = Image.open(io.BytesIO(page)).convert("L")
            margin = image.width // 20
            for side in (
                (0, 0, margin, image.height),
                (image.width - margin, 0, image.width, image.height),
            ):
                assert min(image.crop(side).tobytes()) == 255


def test_pages_are_pictures_of_the_same_pages() -> None:
    packet = _packet("Black " * 900)
    pages = drawing.draw_pages(packet)
    with pikepdf.open(io.BytesIO(drawing.draw(packet).pdf)) as opened:
        assert len(pages) == len(opened.pages)
    assert all(each.startswith(b"\x89PNG") for each in pages)


def test_a_photo_is_kept_out_of_what_a_value_prints() -> None:
    assert "jpeg" not in repr(_photo())


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [("a\tb", "a b"), ("a\r\nb", "a\nb"), ("\u202ea\u202c", "a"), ("e\u0301", "e\u0301")],
)
def test_plain_text(raw: str, wanted: str) -> None:
    assert plain(raw) == wanted


def test_short_text() -> None:
    assert shorten(" a\n b  c ", 10) == "a b c"
    assert shorten("abcdef", 4) == "abc…"
    assert shorten("abe\u0301e\u0301", 4) == "ab…"
    assert one_line("\x00 a \n") == "a"
