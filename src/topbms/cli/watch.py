"""`topbms watch`: the packs of a line, live in the terminal, until Ctrl-C."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console, RenderableType
from rich.live import Live

from topbms.cli.asking.number import refuse_too_high
from topbms.cli.asking.watching import watch_gateway
from topbms.cli.lock import held_by
from topbms.cli.options import BaudOption, DialectOption, VersionOption, version_byte
from topbms.cli.picture import picture
from topbms.cli.quiet import quiet
from topbms.cli.speech import say, spoken
from topbms.dialects import chosen
from topbms.dialects.numbers import HIGHEST
from topbms.engine.checkup import link_health
from topbms.engine.clock import SystemClock
from topbms.engine.feed import Feed
from topbms.engine.link import Link
from topbms.engine.once import opened, usual
from topbms.engine.settings import LinkSettings, PackSettings, PollSettings
from topbms.transport.connection import check_url, is_network, shown

_INTERVAL = 2.0
_REFRESH = 0.5


def command(
    url: Annotated[str, typer.Argument(help="/dev/…, socket://HOST:PORT, rfc2217://HOST:PORT or esphome://HOST")],
    pack: Annotated[
        list[int] | None, typer.Option("--pack", "-p", min=1, max=HIGHEST, help="Only these packs.")
    ] = None,
    interval: Annotated[
        float, typer.Option("--interval", min=0.5, max=60, help="Seconds between readings.")
    ] = _INTERVAL,
    baud: BaudOption = 9600,
    dialect: DialectOption = "auto",
    version: VersionOption = None,
) -> None:
    """Show the packs of a line live; without --pack, all that answer.

    A port that the running gateway polls is left to it: what it reads is shown.
    """
    refuse_too_high(pack or (), dialect)
    asked_with = version_byte(version, dialect)
    holder = held_by(check_url(url))
    settings = LinkSettings(
        id="line",
        url=url,
        baud=baud,
        dialect=dialect,
        packs=None if pack else "auto",
        pack=tuple(PackSettings(address=address, name=f"{say('pack')} {address}") for address in pack or ()),
    ).model_copy(update={"version": None if asked_with is None else f"{asked_with:02X}"})
    try:
        if holder is not None:
            watch_gateway(url, holder, pack or (), interval)
        with quiet():
            asyncio.run(_watch(settings, interval))
    except KeyboardInterrupt:
        return


async def _watch(settings: LinkSettings, interval: float) -> None:
    if not is_network(settings.url):  # a converter may come back; what is no serial port never becomes one
        async with opened(settings.url, settings.baud):
            pass
    clock = SystemClock()
    feed = Feed(clock, interval)
    dialect = None if settings.dialect == "auto" else chosen(settings.dialect)
    link = Link(settings, PollSettings(interval=interval), dialect, feed, clock)
    polling = asyncio.create_task(link.run())
    console = Console()
    try:
        if console.is_terminal:
            await show_live(feed, [link], clock, console)
        else:
            await _show_again(feed, link, clock, console, interval)
    finally:
        polling.cancel()


async def _show_again(feed: Feed, link: Link, clock: SystemClock, console: Console, interval: float) -> None:
    """Print what the feed knows once every `interval` seconds, where nothing can be drawn over."""
    while True:
        await asyncio.sleep(interval)
        console.print(_picture(feed, [link], clock))


async def show_live(feed: Feed, links: Sequence[Link], clock: SystemClock, console: Console | None = None) -> None:
    """Draw what the feed knows, twice a second, until cancelled."""
    with Live(console=console or Console(), auto_refresh=False, transient=False) as live:
        while True:
            live.update(_picture(feed, links, clock), refresh=True)
            await asyncio.sleep(_REFRESH)


def _picture(feed: Feed, links: Sequence[Link], clock: SystemClock) -> RenderableType:
    told = [(_label(link), link_health(link, spoken())) for link in links]
    return picture(feed.snapshot(), clock.utc(), told)


def _label(link: Link) -> str:
    """The port, with what its packs turned out to speak where that is not TopBMS."""
    port = shown(link.url)
    if link.dialect is None or link.dialect == usual().dialect:
        return port
    return say("{port}, dialect {dialect}", port=port, dialect=link.dialect.name)
