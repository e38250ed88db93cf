"""What a reader of an export format must be able to do. See docs/writing-a-reader.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayhome.model.messages import Confidence, Conversation, DateOrder, Plan
    from wayhome.review.source import Chosen, Source

Origin: TypeAlias = Literal["platform", "converted", "typed"]


class Reader(Protocol):
    """Reads one export format. It holds no state: it may serve several exports at once."""

    @property
    def id(self) -> str:
        """The format's id, such as `whatsapp`: it stands in reports and in `--format`."""
        ...

    @property
    def origin(self) -> Origin:
        """Who wrote such files: the platform, another tool from its data, or a person."""
        ...

    # Two more attributes may stand on a reader, both False where they are left out:
    # `ids_are_addresses`: the ids of senders, and `contact_ids`, are telephone numbers or mail
    # addresses that the platform or the phone vouches for. `names_may_be_numbers`: who is in no
    # address book stands with `+` and the whole number, and nobody can choose such a name.
    # Helplines are told by these and by nothing else (review/shelter.py).

    def recognises(self, source: Source) -> Confidence | None:
        """Return which files of the source are of this format, by their content; None if none.

        It looks at names, sizes and the first 64 KB (`source.head`) and never fails on any bytes.
        """
        ...

    def plan(self, files: Chosen, dates: DateOrder | None) -> Plan:
        """Look through the claimed files once: date order, owner, what is not visible.

        ``dates`` is the order that the user gave; None asks the files.
        """
        ...

    def conversations(self, files: Chosen, plan: Plan) -> Iterator[Conversation]:
        """Yield the conversations, each to be read to its end before the next one is asked for.

        What can't be understood comes as a `Skipped` among the messages; nothing is dropped in
        silence, and no bytes whatever make it fail. OSError where the disk fails.
        """
        ...
