"""Makes the pictures of the documentation: the demo's packs on a bright afternoon, seen in Chromium.

The packs, their week and their alarm are always the same; only the date is that of today. Needs Debian's chromium.
"""

import asyncio
import base64
import os
import shutil
import socket
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, Page, async_playwright, expect

from topbms.app import Gateway
from topbms.cli.demo import SEED, live_through_a_week
from topbms.config import Loaded, parse
from topbms.model.alarms import Alarm, Level
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--hide-scrollbars")

_AFTERNOON = 15  # o'clock: the sun charges the packs
_NAMES = {"en": "Battery", "fr": "Batterie"}
_QUALITY = 82
_PATIENCE = 60_000  # ms


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file, what stands behind the # in the page's address, and how it is looked at.

    `ready` is what must be visible before it is taken. Sizes are CSS pixels.
    """

    name: str
    view: str
    ready: tuple[str, ...]
    width: int = 1180
    height: int = 760
    dark: bool = False
    language: str = "en"


_GLANCE = (".ring", ".u-over", ".verdict article")
_LIMITS = "section[aria-labelledby=cells] i.protection"
"""Seen once the pack has told its parameters, some seconds after the first reading."""

_CHARTS = "history?pack=battery1&q=power,soc,cell_voltages&range=24h"

PICTURES = (
    Picture("overview", "", _GLANCE, width=1280, height=720),
    Picture("overview-phone", "", _GLANCE, width=360, height=780, dark=True, language="fr"),
    Picture("pack", "pack/battery1", (_LIMITS, "canvas"), height=1000),
    Picture("history", _CHARTS, (".u-over >> nth=2",), height=1000),
)


def main(folder: Path = FOLDER, pictures: Sequence[Picture] = PICTURES) -> None:
    """Make all pictures anew."""
    os.environ["TZ"] = _zone()  # the gateway's midnight, too
    time.tzset()
    folder.mkdir(exist_ok=True)
    asyncio.run(_make(folder, pictures))


async def _make(folder: Path, pictures: Sequence[Picture]) -> None:
    path = shutil.which("chromium")
    if path is None:
        sys.exit("topbms: chromium is missing; make test-deps installs it")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for language in sorted({picture.language for picture in pictures}):
            async with _demo(language) as url:
                for picture in pictures:
                    if picture.language == language:
                        await _take(browser, url, picture, folder)
        await browser.close()


@asynccontextmanager
async def _demo(language: str) -> AsyncIterator[str]:
    """The address of the page of two packs with a week behind them, of which one has an uneven cell."""
    packs = [SimulatedPack(1, seed=SEED + i, time=_AFTERNOON * 3600.0) for i in range(2)]
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="topbms-pictures-")))
        urls = [(await stack.enter_async_context(serve_tcp(SimulatedLine([pack])))).url for pack in packs]
        port = _free_port()
        loaded = Loaded(parse(_config(urls, port, folder, language)), folder / "topbms.toml", folder)
        await live_through_a_week(packs, loaded)
        packs[1].force(Alarm("cell_overvoltage", Level.WARNING, cell=7))
        gateway = Gateway(loaded)
        await gateway.start()
        stack.push_async_callback(gateway.stop)
        await _until_open(port)
        async with asyncio.timeout(60):
            while not _is_read(gateway):  # noqa: ASYNC110 - nothing in the gateway would set an event for a picture
                await asyncio.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"


def _config(urls: Sequence[str], port: int, folder: Path, language: str) -> dict[str, object]:
    name = _NAMES[language]
    links = [
        {"id": f"usr{i}", "url": url, "pack": [{"address": 1, "id": f"battery{i}", "name": f"{name} {i}"}]}
        for i, url in enumerate(urls, 1)
    ]
    return {
        "site": {"en": "Home", "fr": "Maison"}[language],
        "language": language,
        "link": links,
        "history": {"path": str(folder / "history.db")},
        "web": {"listen": f"127.0.0.1:{port}"},
    }


def _is_read(gateway: Gateway) -> bool:
    """Whether every link is up and every pack has answered just now."""
    packs = gateway.feed.snapshot().packs
    return all(link.is_up for link in gateway.links) and not any(pack.stale or pack.reading is None for pack in packs)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


async def _until_open(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return


def _zone() -> str:
    """A time zone in which it is afternoon now, as it is for the packs."""
    east = (_AFTERNOON - datetime.now(UTC).hour + 11) % 24 - 11
    return f"Etc/GMT{-east:+d}"


async def _take(browser: Browser, url: str, picture: Picture, folder: Path) -> None:
    context = await browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=2,
        color_scheme="dark" if picture.dark else "light",
        locale={"en": "en-GB", "fr": "fr-FR"}[picture.language],
        timezone_id=_zone(),
        reduced_motion="reduce",
    )
    page = await context.new_page()
    await page.goto(f"{url}#/{picture.view}")
    for selector in (*picture.ready, "header [role=status]"):
        await expect(page.locator(selector).first).to_be_visible(timeout=_PATIENCE)
    path = folder / f"{picture.name}.webp"
    path.write_bytes(await _shot(page))
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")
    await context.close()


async def _shot(page: Page) -> bytes:
    """What is seen, as WebP: a third of what PNG takes."""
    session = await page.context.new_cdp_session(page)
    shot = await session.send("Page.captureScreenshot", {"format": "webp", "quality": _QUALITY})
    return base64.b64decode(shot["data"])


if __name__ == "__main__":
    main()
