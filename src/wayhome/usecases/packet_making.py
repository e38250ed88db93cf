"""Packets, sheets and posters from the open record: drawn in memory, saved when asked to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wayhome.model.numbers import Need
from wayhome.model.problems import UserProblem
from wayhome.packet import drawing
from wayhome.packet.packet_values import Around, Packet, Picture
from wayhome.packet.plain_text import one_line, shorten
from wayhome.record.call_groups import group_calls
from wayhome.record.deadlines import find_deadlines
from wayhome.usecases import packet_choices
from wayhome.usecases.packet_choices import BILINGUAL, CASE, Choices, MadeFor
from wayhome.usecases.packet_front import make_front
from wayhome.usecases.packet_gaps import LeftOut, find_places_of, make_gaps
from wayhome.usecases.packet_help import HelpPlaces
from wayhome.usecases.packet_log import make_calls, make_diary
from wayhome.usecases.packet_parts import make_parts
from wayhome.usecases.packet_privacy import Kept, require_nothing_private
from wayhome.usecases.packet_sheets import (
    make_poster,
    make_school_sheet,
    poster_numbers,
    require_letters,
)
from wayhome.usecases.packet_words import PaperWords, Subject

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from wayhome.model.calls import CallEntry
    from wayhome.model.kept import Child, PhotoInfo
    from wayhome.model.numbers import Region
    from wayhome.packet.drawing import Drawn
    from wayhome.packet.packet_values import Sheet
    from wayhome.usecases.record_book import RecordBook
    from wayhome.usecases.views import NumberView
    from wayhome.usecases.wayhome import Wayhome

NAME_ON_PAGES = 60
"""Letters of the name at the foot of each page."""
ENGLISH, SPANISH = "en", "es"


@dataclass(frozen=True, slots=True)
class PacketMaker:
    """Makes what a guardian chose from what stands in the record. No other picture can come in."""

    wayhome: Wayhome
    book: RecordBook
    region: Region
    written: Callable[[dt.date, str], str]
    """How a language writes a day."""

    def make(self, choices: Choices) -> Packet | Sheet:
        """Return what goes on paper.

        Raises:
            UserProblem: ``record_gone``, ``packet_language``, ``packet_section``,
                ``packet_photo``, ``packet_note``, ``poster_needs``, ``sheet_private``,
                ``sheet_letters``.
        """
        child = self.book.child(choices.child)
        packet_choices.require_known(choices, self.book.shape)
        subject = self._subject(child, choices)
        if choices.made_for is MadeFor.POLICE:
            return self._packet(subject, choices)
        sheet = self._sheet(_spell(subject), choices)
        require_nothing_private(sheet, subject)
        require_letters(sheet, subject)
        return sheet

    def _sheet(self, subject: Subject, choices: Choices) -> Sheet:
        pictures = tuple(self._pictures(subject, choices).values())
        around = self._around(subject, choices)
        if choices.made_for is MadeFor.SCHOOL:
            emergency = self._numbers(subject, Need.EMERGENCY)[0]
            return make_school_sheet(subject, around, pictures, emergency)
        numbers = poster_numbers(
            self._numbers(subject, Need.EMERGENCY), self._numbers(subject, Need.MISSING)
        )
        return make_poster(subject, around, pictures, numbers, choices.marks)

    def draw(self, choices: Choices) -> Drawn:
        """Return the PDF. The same record and choices, `as_of` among them, make the same bytes."""
        return drawing.draw(self.make(choices))

    def calls_about(self, child: int) -> tuple[CallEntry, ...]:
        """Return the call log, as far as it is about a child, or about nobody by name.

        A call and its corrections stay together: the last one says about whom it was.
        """
        calls = group_calls(self.book.call_log().entries)
        about = [each for each in calls if each.last.child in (child, None)]
        entries = (entry for each in about for entry in each.versions)
        return tuple(sorted(entries, key=lambda each: each.n))

    def _packet(self, subject: Subject, choices: Choices) -> Packet:
        pictures = self._pictures(subject, choices)
        newest = next(
            (
                pictures[each.id]
                for each in subject.child.photos
                if each.item is None and each.id in pictures
            ),
            None,
        )
        every = packet_choices.notes_about(self.book.notes(), subject.child.id)
        about = subject.help.without_notes(every)
        # Also where one of those left out was ticked: nobody is told which one it was.
        chosen = packet_choices.chosen_notes(choices, every)
        notes = tuple(each for each in chosen if each in about)
        called = self.calls_about(subject.child.id)
        calls = called if choices.calls else ()
        rules = self.wayhome.content.calls
        deadlines = find_deadlines(calls, rules, subject.as_of, self.region.id)
        calls = self._without_help(subject, calls)
        logs = (
            make_diary(subject.words, notes),
            make_calls(subject.words, calls, deadlines, subject.as_of),
        )
        front = make_front(subject, newest)
        parts = (*make_parts(subject, pictures), *(each for each in logs if each.blocks))
        around = self._around(_spell(subject), choices)
        left_out = LeftOut(
            notes=len(about) - len(notes),
            photos=len(subject.child.photos) - len(pictures),
            calls=len(called) - len(calls),
        )
        lost = drawing.find_lost_letters(Packet(around, front, parts))
        if set(lost) & set(front.name):
            front = replace(front, letters=subject.words.label("paper.letters"))
        places = find_places_of(subject.words, lost, front, parts) if lost else ()
        gaps = make_gaps(subject, left_out, (str(len(lost)), *places) if lost else ())
        return Packet(around, front, (*parts, gaps))

    def _without_help(
        self, subject: Subject, calls: tuple[CallEntry, ...]
    ) -> tuple[CallEntry, ...]:
        """Return the calls without words on where a child looks for help."""
        help_places = HelpPlaces.of_children(self.wayhome.content.regions.values())
        left = subject.words("paper.calls.left_out")
        return tuple(
            replace(each, said=replace(each.said, said=left))
            if help_places.stand_in(each.said.said)
            else each
            for each in calls
        )

    def _subject(self, child: Child, choices: Choices) -> Subject:
        bilingual = choices.language == BILINGUAL
        if not bilingual and choices.language not in self.wayhome.languages:
            known = ", ".join((*self.wayhome.languages, BILINGUAL))
            raise UserProblem("packet_language", known=known)
        words = PaperWords(
            self.wayhome.words(ENGLISH if bilingual else choices.language),
            self.wayhome.words(SPANISH) if bilingual else None,
            self.written,
        )
        return Subject(
            child=child,
            shape=self.book.shape,
            words=words,
            as_of=choices.as_of or self.book.now(),
            leave_out=choices.leave_out,
            help=HelpPlaces.of(self.wayhome.content.regions.values()),
            kept=Kept.of(child),
        )

    def _pictures(self, subject: Subject, choices: Choices) -> dict[int, Picture]:
        """Return the chosen photos, read from the record by their numbers."""
        known = {each.id: each for each in subject.child.photos}
        shown = {
            each.id for section in subject.shape.sections for each in subject.items(section.id)
        }
        return {
            each: self._picture(subject, known[each])
            for each in packet_choices.chosen_photos(choices, subject.child)
            # A photo of a mark goes where the mark goes.
            if known[each].item is None or known[each].item in shown
        }

    def _picture(self, subject: Subject, info: PhotoInfo) -> Picture:
        words = subject.words
        taken = words("paper.taken_unknown")
        if info.taken:
            taken = words("paper.taken", day=words.day(info.taken))
        of_item = next((each for each in subject.child.items if each.id == info.item), None)
        if of_item is None:
            alt = words("paper.photo_alt", name=shorten(subject.first_name, NAME_ON_PAGES))
        else:
            what = shorten(of_item.values.get("what", ""), NAME_ON_PAGES)
            alt = words("paper.mark_alt", what=what)
        return Picture(
            photo=info.id,
            jpeg=self.book.photo(info.id).jpeg,
            width=info.width,
            height=info.height,
            alt=alt,
            caption=taken,
        )

    def _around(self, subject: Subject, choices: Choices) -> Around:
        words = subject.words
        whole = choices.made_for is not MadeFor.SCHOOL
        name = shorten(subject.name if whole else subject.first_name, NAME_ON_PAGES)
        case = one_line(subject.value(CASE, "case_number"))
        foot = [name]
        if case:
            foot.append(words("paper.case", number=shorten(case, NAME_ON_PAGES)))
        if choices.made_for is MadeFor.POLICE:
            foot.append(words("paper.as_of", moment=words.moment(subject.as_of)))
        else:
            foot.append(words("paper.made", day=words.day(subject.today)))
        return Around(
            title=words("paper.document", name=name),
            language=words.first.language,
            other=words.second.language if words.second else "",
            paper=choices.paper,
            day=subject.today,
            foot=tuple(foot),
            page=words("paper.page", n="{n}", of="{of}"),
        )

    def _numbers(self, subject: Subject, need: Need) -> tuple[NumberView, ...]:
        return self.wayhome.numbers(self.region, subject.words.first.language, need)


def _spell(subject: Subject) -> Subject:
    """Take another name of a child whose letters this computer can't print, if there is one."""
    if not drawing.find_lost_in(subject.name):
        return subject
    others = (subject.child.value("identity", each) for each in ("called", "other_names"))
    known = [name.strip() for each in others for name in one_line(each).split(",")]
    spelled = next((each for each in known if each and not drawing.find_lost_in(each)), "")
    return replace(subject, spelled=spelled)
