"""Somebody who looks at the page, and hears everything that his browser complains of."""

import re
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Page, Request, expect

WIDE = (1280, 900)
PHONE = (360, 740)

VIEWS = {
    "overview": "",
    "pack": "pack/battery1",
    "history": "history?range=24h",
    "events": "events",
    "line": "line",
    "settings": "settings",
    "setup": "setup",
}
"""What stands behind the # in the address of each view."""

_ON_VIOLATION = """document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""


@asynccontextmanager
async def visiting(
    browser: Browser,
    url: str,
    *,
    size: tuple[int, int] = WIDE,
    dark: bool = False,
    locale: str = "en-GB",
    headers: Mapping[str, str] | None = None,
    allowed: Collection[str] = (),
) -> AsyncIterator[Page]:
    """A browser of its own at the page; at the end nothing may have been complained of but what is `allowed`.

    Complaints are errors and warnings on the console, violations of the content security policy, exceptions, and
    requests to any other host.
    """
    is_phone = size[0] < 600
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        locale=locale,
        timezone_id="UTC",
        is_mobile=is_phone,
        has_touch=is_phone,
        reduced_motion="reduce",
        extra_http_headers=dict(headers or {}),
    )
    context.set_default_timeout(60_000)
    await context.add_init_script(_ON_VIOLATION)
    page, complaints = await context.new_page(), _Complaints(urlsplit(url).netloc)
    page.on("console", complaints.said)
    page.on("pageerror", lambda error: complaints.all.append(f"exception: {error}"))
    page.on("request", complaints.asked)
    try:
        await page.goto(url)
        yield page
    finally:
        await context.close()
    unexpected = [one for one in complaints.all if not any(re.search(pattern, one) for pattern in allowed)]
    assert unexpected == [], unexpected


class _Complaints:
    def __init__(self, host: str) -> None:
        self.all: list[str] = []
        self._host = host

    def said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.all.append(f"{message.type}: {message.text}")

    def asked(self, request: Request) -> None:
        to = urlsplit(request.url)
        if to.scheme not in ("blob", "data") and to.netloc != self._host:
            self.all.append(f"asked another host: {request.url}")


async def go(page: Page, view: str) -> None:
    """Show a view, and wait until what it asks for is there."""
    base = page.url.partition("#")[0]
    await page.goto(f"{base}#/{VIEWS.get(view, view)}")
    await shown(page, view.partition("?")[0].partition("/")[0])


async def shown(page: Page, view: str) -> None:
    """Wait until the view of that name is complete."""
    for selector in _COMPLETE[view]:
        await expect(page.locator(selector).first).to_be_visible()


# Of each view the first is found in no other one.
_COMPLETE = {
    "overview": (".ring", "figure .u-over"),
    "pack": ("#cells", "canvas"),
    "history": (".choice", "figure .u-over"),
    "events": ("main select", "main ol > li"),
    "line": ("#inspector", "main article", "#gateway"),
    "settings": ("#this-page", "main dl dt"),
    "setup": ("#address", "fieldset label.port, fieldset p:not(.small)"),
}
