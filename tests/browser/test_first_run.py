"""No pack is configured: the page finds them, and shows the config to save."""

import tomllib
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.furnished import empty
from tests.browser.visiting import visiting
from topbms.config import parse
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_packs_are_found_step_by_step_and_the_config_is_given(browser: Browser, tmp_path: Path) -> None:
    line = SimulatedLine([SimulatedPack(1, seed=1), SimulatedPack(3, seed=2)], pace=False, speed=0)
    async with empty(tmp_path) as url, serve_tcp(line) as port, visiting(browser, url) as page:
        await expect(page.get_by_text("Welcome. No pack is configured yet")).to_be_visible()
        await expect(page.get_by_text("Nothing is opened until you choose.")).to_be_visible()
        scan = page.get_by_role("button", name="Scan")
        await expect(scan).to_be_disabled()
        await page.get_by_label("or an address").fill(port.url)
        await scan.click()
        await expect(page.get_by_role("status")).to_contain_text("of 17")
        await expect(page.get_by_role("progressbar")).to_have_attribute("max", "17")
        await expect(page.get_by_text(f"{port.url}: 2 TopBMS packs answer.")).to_be_visible()
        told = tomllib.loads(await page.locator("pre").inner_text())
        (link,) = parse(told).link
        assert (link.url, [pack.address for pack in link.pack]) == (port.url, [1, 3])
        async with page.expect_download() as downloading:
            await page.get_by_role("button", name="topbms.toml").click()
        download = await downloading.value
        assert download.suggested_filename == "topbms.toml"
        await download.save_as(tmp_path / "saved.toml")
        assert tomllib.loads((tmp_path / "saved.toml").read_text(encoding="utf-8")) == told


async def test_a_scan_may_be_stopped(browser: Browser, tmp_path: Path) -> None:
    line = SimulatedLine([SimulatedPack(1, seed=1)], pace=False, speed=0)
    async with empty(tmp_path) as url, serve_tcp(line) as port, visiting(browser, url) as page:
        await page.get_by_label("or an address").fill(port.url)
        await page.get_by_role("button", name="Scan").click()
        await page.get_by_role("button", name="Stop").click()
        await expect(page.get_by_role("button", name="Scan")).to_be_enabled()
        await expect(page.locator("pre")).to_have_count(0)


async def test_an_address_that_is_none_is_told(browser: Browser, tmp_path: Path) -> None:
    async with empty(tmp_path) as url, visiting(browser, url, allowed=("status of 422",)) as page:
        await page.get_by_label("or an address").fill("nonsense")
        await page.get_by_role("button", name="Scan").click()
        await expect(page.get_by_role("alert").filter(has_text="nonsense")).to_contain_text("not a port")


async def test_where_nobody_answers_it_says_what_to_try(browser: Browser, tmp_path: Path) -> None:
    async with empty(tmp_path) as url, visiting(browser, url) as page:
        await page.get_by_label("or an address").fill("socket://127.0.0.1:1")
        await page.get_by_role("button", name="Scan").click()
        await expect(page.locator("section[aria-live]").last).to_contain_text("127.0.0.1:1")
        await expect(page.locator("pre")).to_have_count(0)
