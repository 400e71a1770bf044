"""`topbms watch`: the packs of a line, live in the terminal, until Ctrl-C."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from topbms.cli.lock import refuse_held
from topbms.cli.options import BaudOption, DialectOption, VersionOption, version_byte
from topbms.cli.quiet import quiet
from topbms.cli.show import reading_table, snapshot_table
from topbms.cli.speech import say
from topbms.dialects import chosen
from topbms.engine.clock import SystemClock
from topbms.engine.counters import LinkCounters
from topbms.engine.feed import Feed
from topbms.engine.link import Link
from topbms.engine.once import opened
from topbms.engine.settings import LinkSettings, PackSettings, PollSettings
from topbms.transport.connection import check_url, is_network, shown

_INTERVAL = 2.0
_REFRESH = 0.5


def command(
    url: Annotated[str, typer.Argument(help="/dev/…, socket://HOST:PORT, rfc2217://HOST:PORT or esphome://HOST")],
    pack: Annotated[list[int] | None, typer.Option("--pack", "-p", min=1, max=16, help="Only these packs.")] = None,
    interval: Annotated[
        float, typer.Option("--interval", min=0.5, max=60, help="Seconds between readings.")
    ] = _INTERVAL,
    baud: BaudOption = 9600,
    dialect: DialectOption = "auto",
    version: VersionOption = None,
) -> None:
    """Show the packs of a line live; without --pack, all that answer."""
    refuse_held(check_url(url))
    version_byte(version)
    settings = LinkSettings(
        id="line",
        url=url,
        baud=baud,
        dialect=dialect,
        version="52" if version == "52" else None,
        packs=None if pack else "auto",
        pack=tuple(PackSettings(address=address, name=f"{say('pack')} {address}") for address in pack or ()),
    )
    try:
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
    link = Link(settings, PollSettings(interval=interval), chosen(settings.dialect), feed, clock)
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
    snapshot = feed.snapshot()
    rows: list[RenderableType] = [snapshot_table(snapshot, clock.utc())]
    if len(snapshot.packs) == 1 and snapshot.packs[0].reading is not None:
        rows.append(reading_table(snapshot.packs[0].reading))
    return Group(*rows, *(_link_line(link) for link in links))


def _link_line(link: Link) -> Text:
    """How the link does, or why it has nothing to show."""
    port, counters = shown(link.url), link.counters
    if not link.is_up:
        return Text(_not_connected(port, counters), style="red")
    if not counters.replies:
        return Text(_not_answered(port, counters), style="red")
    # Silence is no fault here: most of the addresses that packs are looked for at have none.
    faults = sum(count for kind, count in counters.faults.items() if kind != "silence")
    milliseconds = 1000 * (counters.answer_time or 0.0)
    text = say(
        "{port}: {replies} replies, {faults} faults, answers in {milliseconds:.0f} ms",
        port=port,
        replies=counters.replies,
        faults=faults,
        milliseconds=milliseconds,
    )
    return Text(text, style="dim")


def _not_connected(port: str, counters: LinkCounters) -> str:
    if not counters.faults:
        return say("{port}: connecting", port=port)
    return say("not connected: {error}", error=counters.last_error)


def _not_answered(port: str, counters: LinkCounters) -> str:
    if counters.faults.keys() <= {"silence", "echo", "late"}:
        return say("{port}: connected, but no pack has answered yet", port=port)
    return say("{port}: connected, but no pack has answered yet. {error}", port=port, error=counters.last_error)
