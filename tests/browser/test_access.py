"""axe-core finds nothing on any view: light, dark and on a phone, when all is well and when it is not."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.furnished import Furnished, empty, furnished
from tests.browser.proxy import VISITOR
from tests.browser.test_live import cut
from tests.browser.visiting import PHONE, VIEWS, WIDE, go, visiting
from tests.web.guarded import guarding
from topbms.model.alarms import Alarm, Level

pytestmark = pytest.mark.asyncio(loop_scope="session")

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"size": WIDE},
    "dark": {"size": WIDE, "dark": True},
    "phone": {"size": PHONE},
    "phone-dark": {"size": PHONE, "dark": True},
}


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    assert AXE.is_file(), "axe-core is missing: make page-check installs it"
    return LOOKS[request.param]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def trouble(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Furnished]:
    """A gateway with alarms of every level, and a link that is cut."""
    async with furnished(tmp_path_factory.mktemp("trouble")) as home:
        home.house.packs[0].force(Alarm("charge_overcurrent", Level.WARNING))
        await cut(home.house)
        home.house.packs[1].force(Alarm("cell_overvoltage", Level.PROTECTION, cell=7))
        home.house.packs[1].force(Alarm("cell_low", Level.WARNING, cell=2))
        home.house.packs[1].force(Alarm("charge_mosfet_fault", Level.FAULT))
        await home.house.until(lambda: len(_active(home)) >= 3)
        yield home


def _active(home: Furnished) -> tuple[Alarm, ...]:
    reading = home.house.gateway.feed.snapshot().packs[1].reading
    return () if reading is None else reading.active


async def violations(page: Page) -> list[str]:
    """What axe-core finds, one line each."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate(f"axe.run({{ runOnly: {list(RULES)} }})")
    assert len(found["passes"]) > 10
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


async def opened(page: Page) -> None:
    """Unfold all that is folded."""
    for summary in await page.locator("main summary").all():
        await summary.click()


@pytest.mark.parametrize("view", VIEWS)
async def test_a_view_when_all_is_well(browser: Browser, home: Furnished, look: dict[str, Any], view: str) -> None:
    async with visiting(browser, home.url, **look) as page:
        await go(page, view)
        await opened(page)
        assert await violations(page) == []


@pytest.mark.parametrize("view", ["overview", "pack", "pack/battery2", "history", "events", "line"])
async def test_a_view_in_trouble(browser: Browser, trouble: Furnished, look: dict[str, Any], view: str) -> None:
    async with visiting(browser, trouble.url, **look) as page:
        await go(page, view)
        await opened(page)
        if view == "line":
            await page.locator(".frames button").first.click()
            await expect(page.locator(".drawing")).to_be_visible()
        assert await violations(page) == []


async def test_the_login(browser: Browser, look: dict[str, Any], tmp_path: Path) -> None:
    async with guarding(tmp_path) as visitor:
        url = visitor.house.url.removesuffix("api/v1")
        headers = {"X-Forwarded-For": VISITOR}
        async with visiting(browser, url, headers=headers, allowed=("status of 40[13]",), **look) as page:
            await page.get_by_label("Password", exact=True).fill("a wrong one")
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("alert")).not_to_be_empty()
            assert await violations(page) == []


async def test_the_first_run(browser: Browser, look: dict[str, Any], tmp_path: Path) -> None:
    async with empty(tmp_path) as url, visiting(browser, url, **look) as page:
        await expect(page.get_by_label("or an address")).to_be_visible()
        assert await violations(page) == []
