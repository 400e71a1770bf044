"""The charts show what the history holds; they are zoomed by mouse, finger and keyboard, and taken along as CSV."""

import csv
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.furnished import Furnished, Said, between
from tests.browser.visiting import PHONE, go, shown, visiting
from tests.browser.writing import number

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOUR = 3600.0


def piece(home: Furnished, pack: str = "battery1") -> Sequence[Said]:
    """An hour of the past, some hours ago: nothing live is in it."""
    end = home.past[pack][-1][0] - 3 * HOUR
    return between(home.past[pack], end - HOUR, end)


def address(said: Sequence[Said], quantities: str, packs: str = "battery1") -> str:
    return f"history?pack={packs}&q={quantities}&from={said[0][0] - 30:.0f}&to={said[-1][0] + 30:.0f}"


def span(page: Page) -> tuple[float, float] | None:
    """What piece of time the address names, UTC seconds."""
    query = parse_qs(page.url.partition("?")[2])
    return (float(query["from"][0]), float(query["to"][0])) if "from" in query else None


async def test_the_cursor_reads_out_what_a_pack_said(browser: Browser, home: Furnished) -> None:
    said = piece(home)
    async with visiting(browser, home.url) as page:
        await go(page, address(said, "soc,voltage"))
        soc, voltage = (page.get_by_role("slider", name=re.compile(name)) for name in ("State of charge", "Voltage"))
        await soc.focus()
        await page.keyboard.press("Home")
        await expect(soc).to_have_attribute("aria-valuetext", re.compile(rf"State of charge {said[0][1].soc} %"))
        for _ in range(3):
            await page.keyboard.press("ArrowRight")
        told = number(said[3][1].voltage, 2, "").rstrip("\u202f")
        # One time axis: the cursor of one chart is that of all.
        await expect(voltage).to_have_attribute("aria-valuetext", re.compile(rf" {told}\b"))


async def test_what_is_shown_is_saved_as_csv(browser: Browser, home: Furnished, tmp_path: Path) -> None:
    said = piece(home)
    async with visiting(browser, home.url) as page:
        await go(page, address(said, "soc,cell_voltages"))
        async with page.expect_download() as downloading:
            await page.get_by_role("button", name="Save as CSV").click()
        download = await downloading.value
        assert download.suggested_filename.endswith(".csv")
        await download.save_as(tmp_path / "shown.csv")
    with (tmp_path / "shown.csv").open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert head[:3] == ["time", "Battery 1 soc", "Battery 1 cell_voltages 1"]
    assert len(head) == 1 + 1 + 16
    assert [datetime.fromisoformat(row[0]).timestamp() for row in rows] == pytest.approx(
        [at for at, _ in said], abs=0.002
    )
    assert [[float(field) for field in row[1:]] for row in rows] == [
        [float(analog.soc or 0), *(float(volts or 0) for volts in analog.cell_voltages)] for _, analog in said
    ]


async def test_several_packs_and_quantities_stand_on_one_axis(browser: Browser, home: Furnished) -> None:
    async with visiting(browser, home.url) as page:
        await go(page, "history")
        await page.get_by_role("button", name="Battery 1", exact=True).click()
        await page.get_by_role("button", name="Battery 2", exact=True).click()
        await page.get_by_role("button", name="All packs").click()
        await page.get_by_role("button", name="Voltage", exact=True).click()
        await expect(page.locator("figure")).to_have_count(3)
        chart = page.locator("figure", has=page.get_by_role("heading", name="Voltage, V"))
        assert await chart.locator("li .name").all_inner_texts() == ["Battery 1", "Battery 2"]
        await page.get_by_role("button", name="1 h", exact=True).click()
        await expect(page.get_by_role("button", name="1 h", exact=True)).to_have_attribute("aria-pressed", "true")
        assert parse_qs(page.url.partition("?")[2])["range"] == ["1h"]


async def test_a_drag_zooms_and_a_double_click_goes_back(browser: Browser, home: Furnished) -> None:
    async with visiting(browser, home.url) as page:
        await go(page, "history?pack=battery1&q=soc,power&range=24h")
        over = page.locator(".u-over").first
        await over.scroll_into_view_if_needed()
        box = await over.bounding_box()
        assert box is not None
        middle = box["y"] + box["height"] / 2
        await page.mouse.move(box["x"] + box["width"] * 0.25, middle)
        await page.mouse.down()
        await page.mouse.move(box["x"] + box["width"] * 0.5, middle, steps=6)
        await page.mouse.up()
        await expect(page.get_by_role("button", name="Back", exact=True)).to_be_visible()
        zoomed = span(page)
        assert zoomed is not None
        assert zoomed[1] - zoomed[0] == pytest.approx(6 * HOUR, rel=0.03)
        await shown(page, "history")
        await page.locator(".u-over").first.dblclick(position={"x": 200, "y": 40})
        await expect(page.get_by_role("button", name="Back", exact=True)).to_be_hidden()
        assert span(page) is None


async def test_a_finger_zooms(browser: Browser, home: Furnished) -> None:
    async with visiting(browser, home.url, size=PHONE) as page:
        await go(page, "history?pack=battery1&q=soc&range=24h")
        over = page.locator(".u-over").first
        await over.scroll_into_view_if_needed()
        box = await over.bounding_box()
        assert box is not None
        finger = await page.context.new_cdp_session(page)
        for kind, share in (("Start", 0.2), ("Move", 0.35), ("Move", 0.5), ("Move", 0.7), ("End", None)):
            points = [] if share is None else [{"x": box["x"] + box["width"] * share, "y": box["y"] + 60}]
            await finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
        await expect(page.get_by_role("button", name="Back", exact=True)).to_be_visible()
        zoomed = span(page)
        assert zoomed is not None
        assert zoomed[1] - zoomed[0] == pytest.approx(12 * HOUR, rel=0.1)


async def test_the_keyboard_zooms(browser: Browser, home: Furnished) -> None:
    async with visiting(browser, home.url) as page:
        await go(page, "history?pack=battery1&q=soc&range=24h")
        await page.get_by_role("slider").first.focus()
        await page.keyboard.press("Home")
        for _ in range(10):
            await page.keyboard.press("Shift+ArrowRight")
        await page.keyboard.press("+")
        await expect(page.get_by_role("button", name="Back", exact=True)).to_be_visible()
        await page.get_by_role("slider").first.focus()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name="Back", exact=True)).to_be_hidden()


async def test_a_range_without_anything_says_so(browser: Browser, home: Furnished) -> None:
    async with visiting(browser, home.url) as page:
        await page.goto(f"{home.url}#/history?pack=battery1&q=soc&from=1000000000&to=1000003600")
        await expect(page.get_by_text("Nothing was kept in this range.")).to_be_visible()
        await expect(page.get_by_role("button", name="Save as CSV")).to_be_disabled()
