"""Everything can be reached and used by keyboard alone, and one sees where one is."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.furnished import Furnished
from tests.browser.visiting import VIEWS, go, visiting

pytestmark = pytest.mark.asyncio(loop_scope="session")

_MARK = """() => {
    const usable = "a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, [tabindex='0']";
    const inside = (one) => one.checkVisibility() && !one.closest("[inert]");
    const found = [...document.querySelectorAll(usable)].filter(inside);
    // Of radio buttons with one name, Tab stops at one.
    const first = (one) => one.type !== "radio" || one === found.find((other) => other.name === one.name);
    const wanted = found.filter(first);
    wanted.forEach((one, i) => (one.dataset.place = String(i)));
    return wanted.map((one) => one.outerHTML.slice(0, 120));
}"""
_HERE = """() => {
    const here = document.activeElement;
    const style = getComputedStyle(here);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    const box = here.getBoundingClientRect();
    const inSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return { place: here.dataset?.place ?? null, name: here.tagName, ring, inSight };
}"""


async def tabbed(page: Page) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """What should be reached, and what is: one round of the Tab key through the page."""
    wanted: list[str] = await page.evaluate(_MARK)
    await page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    met: dict[str, dict[str, Any]] = {}
    for _ in range(len(wanted) + 3):
        await page.keyboard.press("Tab")
        here = await page.evaluate(_HERE)
        if here["place"] is not None:
            met[here["place"]] = here
    return wanted, met


@pytest.mark.parametrize("view", VIEWS)
async def test_all_of_a_view_is_reached_and_seen(browser: Browser, home: Furnished, view: str) -> None:
    async with visiting(browser, home.url) as page:
        await go(page, view)
        wanted, met = await tabbed(page)
        assert [one for place, one in enumerate(wanted) if str(place) not in met] == []
        assert [wanted[int(place)] for place, here in met.items() if not here["ring"]] == []
        assert [wanted[int(place)] for place, here in met.items() if not here["inSight"]] == []


async def reach(page: Page, role: Any, name: str) -> None:
    """Press Tab until that has the focus."""
    goal = page.get_by_role(role, name=name, exact=True).first
    await expect(goal).to_be_visible()
    for _ in range(200):
        if await goal.evaluate("(one) => one === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"Tab never reaches {name}")


async def test_a_day_s_errands_need_no_mouse(browser: Browser, home: Furnished) -> None:
    async with visiting(browser, home.url) as page:
        await go(page, "overview")
        await reach(page, "link", "Skip to the content")
        await page.keyboard.press("Enter")
        await expect(page.locator("main")).to_be_focused()
        await reach(page, "link", "Battery 1")
        await page.keyboard.press("Enter")
        await expect(page.locator("main")).to_be_focused()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Battery 1")
        spread = page.get_by_role("button", name="Spread", exact=True)
        await expect(spread).to_have_attribute("aria-pressed", "false")
        await page.keyboard.press("s")
        await expect(spread).to_have_attribute("aria-pressed", "true")
        await page.keyboard.press("Shift+Tab")
        await reach(page, "link", "History")
        await page.keyboard.press("Enter")
        await reach(page, "button", "7 d")
        await page.keyboard.press("Space")
        await expect(page.get_by_role("button", name="7 d", exact=True)).to_have_attribute("aria-pressed", "true")


async def test_a_frame_is_explained_without_a_mouse(browser: Browser, home: Furnished) -> None:
    async with visiting(browser, home.url) as page:
        await go(page, "line")
        await reach(page, "textbox", "Frames")
        await page.keyboard.type("~21014642E00201FD34")
        await reach(page, "button", "Explain")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("The frame is sound.")).to_be_visible()


async def test_what_changes_is_said_to_who_cannot_see(browser: Browser, home: Furnished) -> None:
    async with visiting(browser, home.url) as page:
        await go(page, "overview")
        await expect(page.locator("section.verdict")).to_have_attribute("aria-live", "polite")
        await expect(page.get_by_role("alert")).to_be_attached()
        assert await page.locator("html").get_attribute("lang") == "en"
        assert await page.title() == "home · topbms"
