"""Takes the pictures in the README from the app itself: `make pictures`."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS
from tests.web.running import door_of, running
from wayhome.usecases.home import Home
from wayhome.usecases.wayhome import Wayhome

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = Path(__file__).parent.parent / "docs" / "images"


def main() -> None:
    """Take a picture of the start and of a result, in each language."""
    wayhome = Wayhome.from_shipped_content(dt.date.today)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = os.environ.get("WAYHOME_BROWSER")
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for language in wayhome.languages:
            take(browser, wayhome, language)


def take(browser: Browser, wayhome: Wayhome, language: str) -> None:
    """Take both pictures in one language."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        home.save_settings(language=language, region="US")
        with running(wayhome, home) as app:
            page = browser.new_page(viewport={"width": 900, "height": 1000})
            page.goto(door_of(app).address())
            page.screenshot(path=FOLDER / f"start-{language}.png")
            page.locator(".main-choice").first.click()
            page.locator("input[value=yes]").check()
            page.locator(".main-button").click()
            page.screenshot(path=FOLDER / f"result-{language}.png")
            page.close()


if __name__ == "__main__":
    main()
