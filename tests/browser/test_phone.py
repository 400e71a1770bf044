"""On a phone of 360 x 740 nothing is cut off or has to be pushed sideways, in either language."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.furnished import furnished
from tests.browser.test_live import cut
from tests.browser.visiting import PHONE, VIEWS, go, visiting
from topbms.model.alarms import Alarm, Level

pytestmark = pytest.mark.asyncio(loop_scope="session")

_WIDTH = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth, window.innerWidth)"
_SMALL = """[...document.querySelectorAll("nav a, main button, main select, main summary")].filter((one) => {
    const { width, height } = one.getBoundingClientRect();
    return width && height && Math.min(width, height) < 24;
}).map((one) => one.outerHTML)"""
"""What is smaller than WCAG 2.2 (2.5.8) lets a finger's goal be."""


async def fits(page: Page, view: str) -> None:
    await go(page, view)
    for summary in await page.locator("main summary").all():
        await summary.click()
    assert await page.evaluate(_WIDTH) == PHONE[0], view
    assert await page.evaluate(_SMALL) == [], view


@pytest.mark.parametrize(("language", "locale"), [("en", "en-GB"), ("fr", "fr-FR")])
async def test_every_view_fits(browser: Browser, tmp_path: Path, language: str, locale: str) -> None:
    async with furnished(tmp_path, language=language) as home:
        home.house.packs[1].force(Alarm("cell_overvoltage", Level.PROTECTION, cell=7))
        await cut(home.house)
        async with visiting(browser, home.url, size=PHONE, locale=locale) as page:
            for view in VIEWS:
                await fits(page, view)


async def test_the_answers_come_before_any_scrolling(browser: Browser, tmp_path: Path) -> None:
    """Is it well, what is it doing, how long will it last: all on the first screen."""
    async with furnished(tmp_path) as home, visiting(browser, home.url, size=PHONE) as page:
        for shown in (".ring .soc", ".flow .doing", ".flow .until", "section.verdict .well"):
            await expect(page.locator(shown)).to_be_in_viewport(ratio=1)


async def test_the_pages_are_below_the_thumb(browser: Browser, tmp_path: Path) -> None:
    async with furnished(tmp_path) as home, visiting(browser, home.url, size=PHONE) as page:
        await page.get_by_role("link", name="Battery 2").tap()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Battery 2")
        await page.get_by_role("navigation").get_by_role("link", name="Line").tap()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Line")
        box = await page.get_by_role("navigation").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] == PHONE[1]
