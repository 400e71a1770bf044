"""The page in French: by the gateway's language, by the reader's choice, with French numbers and alarms."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.furnished import Furnished, furnished
from tests.browser.visiting import VIEWS, go, visiting
from tests.browser.writing import THIN, number
from topbms.model.alarms import Alarm, Level
from topbms.sim.faults import Cut

pytestmark = pytest.mark.asyncio(loop_scope="session")

HEADINGS = {
    "history": "Historique",
    "events": "Journal",
    "line": "Liaison",
    "settings": "Réglages",
}


async def test_a_french_gateway_speaks_french(browser: Browser, tmp_path: Path) -> None:
    async with (
        furnished(tmp_path, language="fr") as home,
        visiting(browser, home.url, locale="fr-FR") as page,
    ):
        await expect(page.locator("html")).to_have_attribute("lang", "fr")
        await expect(page.locator("section.verdict")).to_contain_text("Rien à signaler")
        await expect(page.get_by_role("status").first).to_contain_text("en ligne")
        home.house.packs[0].force(Alarm("cell_overvoltage", Level.PROTECTION, cell=7))
        verdict = page.locator("section.verdict")
        await expect(verdict.get_by_role("heading")).to_have_text("Tension de cellule trop élevée")
        await expect(verdict).to_contain_text("Vérifiez la tension de charge réglée")
        volts = number(home.house.packs[0].analog().cell_voltages[6], 3, "V").replace(".", ",")
        await expect(verdict).to_contain_text(volts)
        await expect(page.get_by_role("row").filter(has_text="Battery 1")).to_contain_text(f"60{THIN}%")
        for view in VIEWS:
            await go(page, view)
            if view in HEADINGS:
                await expect(page.get_by_role("heading", level=1)).to_have_text(HEADINGS[view])


async def test_a_reader_may_choose_and_is_remembered(browser: Browser, home: Furnished) -> None:
    async with visiting(browser, home.url) as page:
        await go(page, "settings")
        await page.get_by_role("button", name="Français").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Réglages")
        await page.reload()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Réglages")
        await go(page, "overview")
        await expect(page.locator("section.verdict")).to_contain_text("Rien à signaler")


async def test_what_is_wrong_and_what_settings_mean_is_said_in_french(browser: Browser, tmp_path: Path) -> None:
    async with (
        furnished(tmp_path, language="fr") as home,
        visiting(browser, home.url, locale="fr-FR") as page,
    ):
        home.house.lines[0].faults.set(Cut())
        await go(page, "line")
        await expect(page.locator("main")).to_contain_text("refuse la connexion")
        await go(page, "settings")
        await expect(page.locator("main")).to_contain_text("Le temps entre deux lectures d'une batterie.")
        await go(page, "events")
        await expect(page.locator("main")).to_contain_text("l'autre bout a fermé la connexion")
