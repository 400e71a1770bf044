"""What happens at the battery is seen on a page that is already open, in words, and nobody has to load it anew."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.furnished import Furnished, furnished, page_of
from tests.browser.visiting import go, shown, visiting
from tests.browser.writing import MINUS, THIN
from tests.web.api.house import House, living
from topbms.model.alarms import Alarm, Level
from topbms.sim.faults import Cut

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def cut(house: House) -> None:
    """Pull the cable of the first link, and let so much time pass that its pack is silent."""
    house.lines[0].faults.set(Cut())
    await house.until(lambda: not house.gateway.links[0].is_up)
    house.clock.ahead += 60
    await house.until(lambda: house.gateway.feed.snapshot().packs[0].stale)
    await house.until(lambda: not house.gateway.feed.snapshot().packs[1].stale)


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has_text=name)


async def test_a_new_value_is_seen_without_loading_anew(browser: Browser, tmp_path: Path) -> None:
    async with living(tmp_path) as house, visiting(browser, page_of(house)) as page:
        await expect(row(page, "Battery 1")).to_contain_text(f"60{THIN}%")
        await page.evaluate("window.kept = true")
        house.packs[0].order_current(-12.34)
        await expect(row(page, "Battery 1")).to_contain_text(f"{MINUS}12.34{THIN}A")
        house.packs[0].set_soc(59)
        await expect(row(page, "Battery 1")).to_contain_text(f"59{THIN}%")
        assert await page.evaluate("window.kept")


async def test_an_alarm_is_told_in_words_with_what_to_do_and_goes_with_its_cause(
    browser: Browser, tmp_path: Path
) -> None:
    async with living(tmp_path) as house, visiting(browser, page_of(house)) as page:
        verdict = page.locator("section.verdict")
        await expect(verdict).to_contain_text("Nothing to report")
        house.packs[0].force(Alarm("cell_overvoltage", Level.PROTECTION, cell=7))
        volts = house.packs[0].analog().cell_voltages[6]
        await expect(verdict.get_by_role("heading")).to_have_text("Cell voltage too high")
        await expect(verdict).to_contain_text(f"Battery 1, cell 7 ({volts:.3f}{THIN}V)")
        await expect(verdict).to_contain_text("protection")
        await expect(verdict).to_contain_text("Check the charge voltage set in the inverter or charger.")
        await expect(row(page, "Battery 1")).to_contain_text("protection")
        await go(page, "pack")
        await expect(page.get_by_role("heading", name="Cell voltage too high")).to_be_visible()
        house.packs[0].clear()
        await expect(page.get_by_role("heading", name="Cell voltage too high")).to_be_hidden()
        await go(page, "events")
        alarm = page.locator("main ol > li", has_text="Cell voltage too high")
        await expect(alarm).to_contain_text("lasted")
        await alarm.locator("summary").click()
        await expect(alarm).to_contain_text("A cell is above its upper voltage limit")
        await expect(alarm).to_contain_text("Check the charge voltage set in the inverter or charger.")
        await expect(alarm).to_contain_text("What the pack said at that moment")


async def test_a_cut_link_is_seen_as_stale_and_recovers(browser: Browser, tmp_path: Path) -> None:
    async with living(tmp_path) as house, visiting(browser, page_of(house)) as page:
        await expect(row(page, "Battery 1")).to_contain_text(f"60{THIN}%")
        await cut(house)
        verdict = page.locator("section.verdict")
        await expect(verdict.get_by_role("heading")).to_contain_text("Link usr1 has been down since")
        await expect(verdict).to_contain_text("Check the cable and the converter")
        await expect(verdict).to_contain_text("Without Battery 1")
        await expect(page.get_by_role("status").first).to_contain_text("1 link down")
        await expect(row(page, "Battery 1")).to_contain_text(re.compile("last seen .* ago"))
        await expect(row(page, "Battery 1").locator(".stale").first).to_have_css("text-decoration-line", "line-through")
        await expect(page.locator(".ring .soc")).to_contain_text(f"70{THIN}%")  # the bank is the other pack alone
        await go(page, "pack")
        await expect(page.get_by_text("silent")).to_contain_text("last seen")
        await go(page, "overview")
        house.lines[0].faults.clear()
        await expect(verdict).to_contain_text("Nothing to report")
        await expect(page.get_by_role("status").first).to_contain_text("online")
        await expect(row(page, "Battery 1")).not_to_contain_text("last seen")
        await expect(page.locator(".ring .soc")).to_contain_text(f"65{THIN}%")


async def test_a_gateway_out_of_reach_is_told_and_its_return_is_noticed(browser: Browser, tmp_path: Path) -> None:
    # However far a request had come when the door was shut: not connected, cut, or told by a server that was ending.
    allowed = ("net::ERR_", "status of 5", "Failed to fetch|network error|dynamically imported")
    async with living(tmp_path) as house, visiting(browser, page_of(house), allowed=allowed) as page:
        await expect(page.get_by_role("status").first).to_contain_text("online")
        loaded = house.gateway.loaded
        away = loaded.settings.model_copy(update={"web": loaded.settings.web.model_copy(update={"enabled": False})})
        await house.gateway.reload(type(loaded)(away, loaded.path, loaded.state))
        await expect(page.get_by_role("alert")).to_contain_text("The gateway has not been reachable since")
        await expect(row(page, "Battery 1")).to_contain_text(f"60{THIN}%")
        await house.gateway.reload(loaded)
        await page.get_by_role("button", name="Try again").click()
        await expect(page.get_by_role("alert")).to_be_empty()
        await expect(page.get_by_role("status").first).to_contain_text("online")


async def test_something_new_in_the_log_is_offered(browser: Browser, tmp_path: Path) -> None:
    async with furnished(tmp_path) as home, visiting(browser, home.url) as page:
        await go(page, "events")
        await _force(home)
        await page.get_by_role("button", name="Something new has happened").click()
        await shown(page, "events")
        await expect(page.locator("main ol > li").first).to_contain_text("Cell voltage too low")
        await expect(page.locator("main ol > li").first).to_contain_text("still on")


async def _force(home: Furnished) -> None:
    home.house.packs[1].force(Alarm("cell_undervoltage", Level.WARNING))
