"""What a pack knows of itself, on the page: its limits on the cells' axis, its parameters, its own log."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.furnished import Furnished, furnished, page_of
from tests.browser.test_access import LOOKS, violations
from tests.browser.test_live import cut
from tests.browser.visiting import PHONE, WIDE, go, visiting
from tests.browser.writing import THIN
from tests.web.api.house import living
from topbms.model.alarms import Alarm, Level
from topbms.model.event import EventKind
from topbms.sim.faults import Mute
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

pytestmark = pytest.mark.asyncio(loop_scope="session")

HIGH = Alarm("cell_overvoltage", Level.PROTECTION)
FULL = Alarm("charge_mosfet_damaged", Level.FAULT)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def known(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Furnished]:
    """A gateway whose packs have told everything; the first has three records in its log, as no number ends a fault."""
    async with furnished(tmp_path_factory.mktemp("known")) as home:
        pack = home.house.packs[0]
        pack.force(HIGH)
        pack.force(FULL)
        pack.clear()
        of = home.house.gateway.dossiers.of
        await home.house.until(lambda: all(of(one).parameters and of(one).clock for one in ("battery1", "battery2")))
        yield home


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def severed(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Furnished]:
    """A gateway that knows the first pack's parameters, and whose link to it was cut then."""
    async with furnished(tmp_path_factory.mktemp("severed"), language="fr") as home:
        await home.house.until(lambda: home.house.gateway.dossiers.of("battery1").clock is not None)
        await cut(home.house)
        yield home


def section(page: Page, name: str) -> Locator:
    return page.locator(f"section[aria-labelledby={name}]")


async def ask(page: Page) -> Locator:
    """Have the pack asked for its log."""
    log = section(page, "log")
    await log.get_by_role("button").click()
    await expect(log.get_by_role("status")).not_to_be_empty()
    await expect(log.get_by_role("button")).to_be_enabled()
    return log


async def unfold(page: Page) -> Locator:
    """Show the parameters."""
    parameters = section(page, "parameters")
    await parameters.locator("summary").click()
    await expect(parameters.locator("dl").first).to_be_visible()
    return parameters


async def test_the_cells_stand_between_the_limits_that_their_own_bms_obeys(browser: Browser, known: Furnished) -> None:
    async with visiting(browser, known.url) as page:
        await go(page, "pack")
        cells = section(page, "cells")
        await expect(cells.locator(".ends")).to_have_text(f"2.700{THIN}V 3.650{THIN}V")
        await expect(cells).to_contain_text(f"warning below 2.900, above 3.600{THIN}V")
        await expect(cells).to_contain_text(f"protection below 2.700, above 3.650{THIN}V")
        await expect(cells.locator(".edge")).to_have_count(16 * 4)
        track, line = cells.locator(".track").first, cells.locator(".edge.warning").nth(1)
        box, drawn = await track.bounding_box(), await line.bounding_box()
        assert box is not None
        assert drawn is not None
        share = (drawn["x"] + drawn["width"] / 2 - box["x"]) / box["width"]
        assert share == pytest.approx((3.6 - 2.7) / (3.65 - 2.7), abs=0.01)
        await page.keyboard.press("s")
        await expect(cells.locator(".edge")).to_have_count(0)


async def test_the_charts_of_the_cells_name_the_limits(browser: Browser, known: Furnished) -> None:
    async with visiting(browser, known.url) as page:
        await go(page, "history?pack=battery1&q=cell_voltages,voltage&range=24h")
        cells = page.locator("figure", has_text="Cell voltages")
        await expect(cells).to_contain_text(f"protection below 2.700, above 3.650{THIN}V")
        await expect(page.locator("figure").first).to_contain_text(f"warning below 46.40, above 56.80{THIN}V")


async def test_parameters_are_unfolded_searched_and_taken_along(browser: Browser, known: Furnished) -> None:
    settings = known.house.packs[0].settings()
    async with visiting(browser, known.url) as page:
        await go(page, "pack")
        parameters = section(page, "parameters")
        await expect(parameters.locator("dl")).to_have_count(0)
        await parameters.locator("summary").focus()
        await page.keyboard.press("Enter")
        await expect(parameters.locator("dt")).to_have_count(140)
        assert await parameters.locator("h3").all_inner_texts() == [
            *("Cells", "Whole pack", "Currents", "Temperatures", "Balancing", "Communication", "Other", "Switches")
        ]
        await parameters.get_by_role("searchbox").fill("overvoltage cell prot")
        await expect(parameters.locator("dt")).to_have_text(
            ["Cell overvoltage protection", "Cell overvoltage protection enabled"]
        )
        limit = f"{settings['cell_overvoltage_protection']:.0f}{THIN}mV"
        await expect(parameters.locator("dd")).to_have_text([limit, "on"])
        await expect(parameters.get_by_role("status")).to_contain_text("2 of 140.")
        async with page.expect_download() as loading:
            await parameters.get_by_role("button", name="JSON").click()
        file = await (await loading.value).path()
        kept = json.loads(await asyncio.to_thread(file.read_text, encoding="utf-8"))
        assert kept["pack"] == 1
        assert kept["parameters"]["cell_overvoltage_protection"] == settings["cell_overvoltage_protection"]


async def test_the_pack_is_asked_for_its_log_on_demand(browser: Browser, known: Furnished) -> None:
    async with visiting(browser, known.url) as page:
        await go(page, "pack")
        log = section(page, "log")
        await expect(log.locator("tr")).to_have_count(0)
        await log.get_by_role("button", name="Ask the pack").focus()
        await page.keyboard.press("Enter")
        await expect(log.get_by_role("status")).to_contain_text("3 records, the newest first.")
        rows = log.locator("tbody tr")
        await expect(rows).to_have_count(3)
        await expect(rows.nth(0)).to_contain_text("over: ")
        await expect(rows.nth(1)).to_contain_text("Charge MOSFET damaged (fault)")
        await expect(rows.nth(1).locator(".fault svg")).to_be_visible()
        await expect(rows.nth(2)).to_contain_text("Cell voltage too high (protection)")
        said = known.house.packs[0].analog()
        await expect(rows.nth(2)).to_contain_text(f"{said.soc:.0f}{THIN}%")
        await expect(rows.nth(2)).to_contain_text(f"{said.voltage:.2f}{THIN}V")
        await expect(rows.nth(2)).to_contain_text("1 Mar 2024, 12:0")
        await expect(log).to_contain_text("The pack's clock is")
        await expect(section(page, "counters")).to_contain_text("slow")


async def test_a_pack_that_wrote_nothing_down_has_an_empty_log(browser: Browser, known: Furnished) -> None:
    async with visiting(browser, known.url) as page:
        await go(page, "pack/battery2")
        log = await ask(page)
        await expect(log.get_by_role("status")).to_contain_text("The log is empty.")


async def test_why_the_log_of_a_cut_link_is_not_there_is_told_in_words(browser: Browser, severed: Furnished) -> None:
    async with visiting(browser, severed.url, locale="fr-FR", allowed=("status of 503",)) as page:
        await go(page, "pack")
        await section(page, "log").get_by_role("button", name="Interroger la batterie").click()
        said = section(page, "log").get_by_role("alert")
        await expect(said).to_contain_text("Le journal n'a pas pu être lu\u202f: la liaison de Battery 1 est coupée")
        parameters = await unfold(page)  # what was told before stays known
        await expect(parameters).to_contain_text("Protection\u202f: surtension de cellule")
        cells = section(page, "cells")
        await expect(cells).to_contain_text(f"protection sous 2,700, au-dessus de 3,650{THIN}V")


async def test_a_changed_parameter_is_told_from_old_to_new(browser: Browser, severed: Furnished) -> None:
    text = "cell overvoltage protection 3650 → 3600 mV"
    severed.house.gateway.feed.happen(EventKind.PARAMETER_CHANGED, "battery1", text)
    async with visiting(browser, severed.url, locale="fr-FR") as page:
        await go(page, "events")
        await page.get_by_role("combobox").first.select_option(label="les paramètres modifiés")
        log = page.locator("main ol > li")
        await expect(log).to_have_count(1)
        await expect(log).to_contain_text("Un réglage de Battery 1 a changé")
        await expect(log).to_contain_text(re.compile(r"urtension de cellule 3650 → 3600\smV"))


@pytest.mark.parametrize("look", LOOKS)
async def test_nobody_is_shut_out_of_it(browser: Browser, known: Furnished, severed: Furnished, look: str) -> None:
    for home in (known, severed):
        async with visiting(browser, home.url, allowed=("status of 503",), **LOOKS[look]) as page:
            await go(page, "pack")
            await unfold(page)
            await section(page, "log").get_by_role("button").click()
            await expect(section(page, "log").locator("table, ol, [role=alert]").first).to_be_visible()
            assert await violations(page) == []


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_it_fits_on_a_phone(browser: Browser, known: Furnished, language: str) -> None:
    locale = {"en": "en-GB", "fr": "fr-FR"}[language]
    async with visiting(browser, known.url, size=PHONE, locale=locale) as page:
        await page.evaluate(f"localStorage.setItem('topbms.language', '{language}')")
        await page.reload()
        await go(page, "pack")
        await unfold(page)
        log = await ask(page)
        await expect(log.locator("li")).to_have_count(3)
        assert await page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


async def test_sixteen_packs_fit_on_a_screen_even_when_one_is_silent(browser: Browser, tmp_path: Path) -> None:
    line = SimulatedLine([SimulatedPack(at, seed=at) for at in range(1, 17)], pace=False)
    packs = [{"address": at, "id": f"battery{at}", "name": f"Battery {at}"} for at in range(1, 17)]
    async with (
        serve_tcp(line) as port,
        living(tmp_path, link=[{"id": "usr1", "url": port.url, "pack": packs}]) as house,
        visiting(browser, page_of(house), size=(WIDE[0], 800)) as page,
    ):
        line.faults.set(Mute(pack=5))
        house.clock.ahead += 60
        silent = page.locator("tbody tr", has_text="Battery 5")
        await expect(silent).to_contain_text("silent")
        await expect(page.locator("tbody .stale")).to_have_count(5)  # the others answered again
        await expect(page.locator("tbody tr")).to_have_count(16)
        await expect(page.locator("tbody tr").last).to_be_in_viewport(ratio=1)
        assert await page.evaluate("document.documentElement.scrollHeight") == 800
