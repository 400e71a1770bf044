"""A support file from the Settings, and the frames that the Line view keeps around an alarm."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.furnished import page_of
from tests.browser.test_access import violations
from tests.browser.visiting import PHONE, go, visiting
from tests.web.api.house import HIGH, living
from topbms.protocol.capture import read_capture
from topbms.sim.recorded import Recorded

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(("language", "button"), [("en", "Make a support file"), ("fr", "Créer un fichier")])
async def test_a_support_file_is_saved_and_can_be_replayed(
    browser: Browser, tmp_path: Path, language: str, button: str
) -> None:
    async with living(tmp_path, language=language) as house, visiting(browser, page_of(house)) as page:
        await go(page, "settings")
        async with page.expect_download() as saving:
            await page.get_by_role("button", name=re.compile(button)).click()
        download = await saving.value
        path = tmp_path / "saved.jsonl"
        await download.save_as(path)
        assert re.fullmatch(r"topbms-support-\d{8}-\d{6}\.jsonl", download.suggested_filename)
        await expect(page.get_by_role("status").filter(has_text=download.suggested_filename)).to_be_visible()
        frames = [frame for frame in read_capture(path) if frame.link == "usr1"]
        assert len(Recorded(frames).requests) >= 2
        assert await violations(page) == []


@pytest.mark.parametrize("size", [(1280, 900), PHONE])
async def test_the_frames_around_an_alarm_are_shown_and_explained(
    browser: Browser, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with living(tmp_path) as house:
        house.packs[0].force(HIGH)
        await house.until(lambda: any(one.wanted == 0 for one in house.gateway.links[0].counters.frames.frozen))
        async with visiting(browser, page_of(house), size=size) as page:
            await go(page, "line")
            link = page.locator("article", has=page.get_by_role("heading", name="usr1"))
            kept = link.locator("details", has_text="Battery 1")
            await kept.locator("summary").click()
            frames = kept.locator("li button")
            await expect(frames.nth(12)).to_be_visible()
            assert await violations(page) == []
            told = (await frames.nth(12).inner_text()).strip()
            await frames.nth(12).click()
            await expect(page.get_by_text("The frame is sound.")).to_be_visible()
            assert (await page.get_by_label("Frames", exact=True).input_value()).strip() == told
