"""`make bench`: print every measurement."""

from __future__ import annotations

import platform

from benchmarks import (
    bag,
    guide_search,
    missing_mode,
    packet,
    pages,
    paper,
    reading,
    record,
    reviewing,
    start_up,
)


def main() -> None:
    """Measure one thing after the other."""
    print(f"Python {platform.python_version()} on {platform.machine()}, {platform.system()}")
    start_up.report()
    missing_mode.report()
    pages.report()
    guide_search.report()
    paper.report()
    packet.report()
    record.report()
    bag.report()
    reading.report()
    reviewing.report()


if __name__ == "__main__":
    main()
