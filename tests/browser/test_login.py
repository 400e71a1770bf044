"""Who comes from another machine is asked for the password; behind a reverse proxy with a path as well."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.proxy import VISITOR, proxied
from tests.browser.visiting import VIEWS, go, shown, visiting
from tests.browser.writing import THIN
from tests.web.guarded import HASH, PASSWORD, guarding

pytestmark = pytest.mark.asyncio(loop_scope="session")

FROM_ELSEWHERE = {"X-Forwarded-For": VISITOR}
REFUSED = ("status of 40[13]",)
"""Chromium tells of every refusal on its console; the page tells of it in words."""


async def log_in(page: Page, password: str) -> None:
    await page.get_by_label("Password", exact=True).fill(password)
    await page.keyboard.press("Enter")


async def test_nothing_is_shown_before_the_right_password_and_nothing_after_logging_out(
    browser: Browser, tmp_path: Path
) -> None:
    async with guarding(tmp_path) as visitor:
        url = visitor.house.url.removesuffix("api/v1")
        async with visiting(browser, url, headers=FROM_ELSEWHERE, allowed=REFUSED) as page:
            await expect(page.get_by_role("heading", name="Log in")).to_be_visible()
            assert "Battery 1" not in await page.content()
            await log_in(page, "a wrong one")
            await expect(page.get_by_role("alert")).to_have_text("That is not the password.")
            await expect(page.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")
            await log_in(page, PASSWORD)
            await expect(page.get_by_role("row").filter(has_text="Battery 1")).to_contain_text(f"60{THIN}%")
            assert await page.evaluate("document.cookie") == ""  # no script sees it
            (cookie,) = await page.context.cookies()
            assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/")
            await page.reload()
            await shown(page, "overview")
            await go(page, "settings")
            assert HASH not in await page.content()
            await page.get_by_role("button", name="Log out").click()
            await expect(page.get_by_role("heading", name="Log in")).to_be_visible()
            await page.reload()
            await expect(page.get_by_role("heading", name="Log in")).to_be_visible()
            assert "Battery 1" not in await page.content()


async def test_too_many_wrong_ones_have_to_wait(browser: Browser, tmp_path: Path) -> None:
    async with guarding(tmp_path) as visitor:
        url = visitor.house.url.removesuffix("api/v1")
        async with visiting(browser, url, headers=FROM_ELSEWHERE, allowed=("status of 4",)) as page:
            alert, field = page.get_by_role("alert"), page.get_by_label("Password", exact=True)
            for number in range(30):
                await field.fill(f"wrong {number}")
                async with page.expect_response("**/api/v1/session**") as answering:
                    await page.keyboard.press("Enter")
                if (await answering.value).status == 429:
                    break
                await expect(page.get_by_role("button", name="Log in")).to_be_enabled()
            await expect(alert).to_contain_text("Too many attempts. Wait")


async def test_this_machine_is_asked_for_nothing(browser: Browser, tmp_path: Path) -> None:
    async with (
        guarding(tmp_path, trusted_proxies=[]) as visitor,
        visiting(browser, visitor.house.url.removesuffix("api/v1")) as page,
    ):
        await shown(page, "overview")
        await go(page, "settings")
        await expect(page.get_by_role("button", name="Log out")).to_be_hidden()


async def test_the_session_s_end_is_noticed_by_an_open_page(browser: Browser, tmp_path: Path) -> None:
    async with guarding(tmp_path) as visitor:
        url = visitor.house.url.removesuffix("api/v1")
        async with visiting(browser, url, headers=FROM_ELSEWHERE, allowed=REFUSED) as page:
            await log_in(page, PASSWORD)
            await shown(page, "overview")
            await page.context.clear_cookies()
            await page.get_by_role("link", name="Events").click()
            await expect(page.get_by_role("heading", name="Log in")).to_be_visible()


async def test_all_works_behind_a_path(browser: Browser, tmp_path: Path) -> None:
    async with (
        guarding(tmp_path, prefix="/house/battery") as visitor,
        proxied(visitor.house.url.removesuffix("api/v1"), "/house/battery") as url,
        visiting(browser, url, allowed=REFUSED) as page,
    ):
        paths: list[str] = []
        page.on("request", lambda request: paths.append(request.url))
        await log_in(page, PASSWORD)
        await shown(page, "overview")
        (cookie,) = await page.context.cookies()
        assert cookie["path"] == "/house/battery"
        for view in set(VIEWS) - {"history"}:
            await go(page, view)
        visitor.house.packs[0].order_current(-7.0)
        await go(page, "overview")
        await expect(page.get_by_role("row").filter(has_text="Battery 1")).to_contain_text(f"7.00{THIN}A")
        assert [path for path in paths if not path.startswith(url)] == []
        await go(page, "settings")
        await page.get_by_role("button", name="Log out").click()
        await expect(page.get_by_role("heading", name="Log in")).to_be_visible()
