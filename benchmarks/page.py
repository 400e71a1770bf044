"""The page in Chromium, on a gateway with a year of history: how much it loads, and how soon it shows something.

Each visit is that of a new browser with nothing in its cache. First paint is what the browser itself tells; the charts
are there when the last of them has been drawn and shown. What the charts cost the server alone is in `api`.
"""

import asyncio
import gzip
import shutil
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, Page, async_playwright

from benchmarks.api import fill, running
from benchmarks.row import Row
from topbms.sim.pack import SimulatedPack
from topbms.web.assets import STATIC

MOST_BYTES = 120_000
MOST_PAINT = 1.0  # s
MOST_CHARTS = 2.0  # s

_QUANTITIES = ("soc", "power", "voltage", "current", "mean_temperature")
_VIEW = f"#/history?pack=battery0&range=1y&q={','.join(_QUANTITIES)}"
_TIMES = 7
_ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")

_WATCH = """(() => {
    let drawn = { charts: 0, at: 0 };
    let tell = () => {};
    const note = () => {
        const charts = document.querySelectorAll("canvas").length;
        if (charts <= drawn.charts) return;
        requestAnimationFrame(() => requestAnimationFrame(() => {
            drawn = { charts, at: performance.now() / 1000 };
            tell();
        }));
    };
    new MutationObserver(note).observe(document, { childList: true, subtree: true });
    window.untilDrawn = (charts) => new Promise((resolve) => {
        tell = () => drawn.charts >= charts && resolve(drawn.at);
        tell();
    });
})()"""
"""Notes when the newest chart was shown: two frames after it came into the page."""

_PAINT = 'performance.getEntriesByName("first-contentful-paint")[0]?.startTime / 1000'


def measure() -> Iterable[Row]:
    if not (STATIC / "index.html").is_file():
        yield Row("page", "not built: make page", "", met=False)
        return
    yield _size_row()
    if shutil.which("chromium") is None:
        yield Row("page: paint and charts", "no chromium: make test-deps", "", met=False)
        return
    with TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as name:
        yield from asyncio.run(_measure(Path(name)))


def _size_row() -> Row:
    files = [file for file in (STATIC / "assets").iterdir() if file.suffix in (".js", ".css")]
    size = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)
    return Row("page: all script and style, gzipped", _kilobytes(size), _kilobytes(MOST_BYTES), size <= MOST_BYTES)


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.1f} kB"


async def _measure(folder: Path) -> list[Row]:
    packs = [SimulatedPack(1, seed=number) for number in range(2)]
    await fill(folder / "history.db", packs)
    async with running(folder, packs) as (_, api), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_ARGUMENTS)
        url = api.removesuffix("api/v1")
        paints = [(await _visit(browser, url, charts=1))[0] for _ in range(_TIMES)]
        charts = [(await _visit(browser, url + _VIEW, charts=len(_QUANTITIES)))[1] for _ in range(_TIMES)]
        await browser.close()
    return [
        _time_row("page: first paint of the overview", median(paints), MOST_PAINT),
        _time_row(f"page: a year of {len(_QUANTITIES)} quantities, all charts", median(charts), MOST_CHARTS),
    ]


def _time_row(what: str, seconds: float, most: float) -> Row:
    return Row(what, f"{seconds * 1000:.0f} ms", f"{most * 1000:.0f} ms", seconds <= most)


async def _visit(browser: Browser, url: str, charts: int) -> tuple[float, float]:
    """Seconds from the begin of loading to the first paint, and to the last of so many charts."""
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page: Page = await context.new_page()
        await page.add_init_script(_WATCH)
        await page.goto(url)
        async with asyncio.timeout(60):
            drawn = float(await page.evaluate(f"untilDrawn({charts})"))
        return float(await page.evaluate(_PAINT)), drawn
    finally:
        await context.close()
