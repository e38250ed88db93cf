"""`wayhome site`: everything as one HTML file, to carry to whoever has nothing installed."""

from __future__ import annotations

import datetime as dt

import click

from wayhome.cli import options


@click.command("site")
@click.option(
    "--out", required=True, metavar="FILE", help="Write the HTML to FILE; - is standard output."
)
def site_command(out: str) -> None:
    """Write guide, steps, numbers and blank forms as one HTML file, in every language.

    The file needs no internet and no script. The same content makes the same file on any day.
    """
    from wayhome.paper.site import make_site
    from wayhome.usecases.wayhome import Wayhome

    options.write_output(out, make_site(Wayhome.from_shipped_content(today=dt.date.today)))
