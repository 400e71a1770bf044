"""One Chromium for all tests of the page, and one gateway for those that only look.

Without Debian's chromium the tests are left out by name; with CI=true they fail.
"""

import os
from collections.abc import AsyncIterator
from importlib.util import find_spec

import pytest
import pytest_asyncio

# Playwright has no wheels for a 32-bit Raspberry Pi: nothing here can even be imported there.
if find_spec("playwright") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    from playwright.async_api import Browser, async_playwright, expect

    from tests.browser.furnished import Furnished, furnished
    from tests.servers.real import program
    from topbms.web.assets import STATIC

    PATIENCE = 60_000
    """ms until something that the page should show counts as missing: long, for the machine may be busy."""

    expect.set_options(timeout=PATIENCE)

    ARGUMENTS = (
        *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    )

    @pytest_asyncio.fixture(scope="session", loop_scope="session")
    async def browser() -> AsyncIterator[Browser]:
        path = program("chromium", "chromium")
        if not (STATIC / "index.html").is_file():
            left_out = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            left_out("the page was not built: make page")
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            yield browser
            await browser.close()

    @pytest_asyncio.fixture(scope="session", loop_scope="session")
    async def home(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Furnished]:
        """A gateway that all may look at and nobody disturbs."""
        async with furnished(tmp_path_factory.mktemp("home")) as home:
            yield home
