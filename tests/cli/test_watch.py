"""The live table: drawn from a feed, with a link that answers and one that does not."""

import asyncio
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from tests.cli.terminal import batteries
from tests.cli.verbs import Typed
from topbms.cli.show import snapshot_table
from topbms.cli.speech import speak
from topbms.cli.watch import show_live
from topbms.dialects import chosen
from topbms.engine.clock import SystemClock
from topbms.engine.feed import Feed
from topbms.engine.link import Link
from topbms.engine.settings import LinkSettings, PackSettings, PollSettings
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.model.bank import bank_reading
from topbms.model.reading import Pack, PackReading, PackState, Snapshot
from topbms.sim.faults import Garbage, Mute

POLL = PollSettings(interval=0.2, deadline=0.1, spacing=0.0)


def link_to(url: str, feed: Feed, clock: SystemClock, *addresses: int, dialect: str | None = "topbms") -> Link:
    packs = tuple(PackSettings(address=address, name=f"Battery {address}") for address in addresses)
    settings = LinkSettings(id="line", url=url, baud=115_200, pack=packs)
    return Link(settings, POLL, chosen(dialect) if dialect else None, feed, clock)


async def drawn(url: str, *addresses: int, words: str, dialect: str | None = "topbms") -> str:
    """All that the terminal shows until these words are there, 20 s at most."""
    clock = SystemClock()
    feed = Feed(clock, 0.2)
    link = link_to(url, feed, clock, *addresses, dialect=dialect)
    console = Console(record=True, width=100, height=200, file=StringIO(), force_terminal=True)
    tasks = [asyncio.create_task(link.run()), asyncio.create_task(show_live(feed, [link], clock, console))]
    try:
        async with asyncio.timeout(20):
            while words not in seen(console):  # noqa: ASYNC110 - a terminal tells nobody
                await asyncio.sleep(0.01)
    finally:
        for task in tasks:
            task.cancel()
    return seen(console)


def seen(console: Console) -> str:
    """What was drawn so far, on one line."""
    return " ".join(console.export_text(clear=False).split())


def test_one_pack_is_shown_whole() -> None:
    speak("en")
    with batteries(1) as url:
        shown = asyncio.run(drawn(url, 1, words="nothing to report"))
    assert "Battery 1" in shown
    assert "0 faults" in shown


def test_the_family_that_was_found_is_said() -> None:
    speak("en")
    with batteries(1, dialect="pace") as url:
        asyncio.run(drawn(url, 1, words=f"{url}, dialect pace: ", dialect=None))
    with batteries(1) as url:
        assert ", dialect" not in asyncio.run(drawn(url, 1, words="nothing to report", dialect=None))


def test_a_port_that_is_away_is_said() -> None:
    speak("en")
    words = "not connected: socket://127.0.0.1:9 refuses the connection"
    assert "never" in asyncio.run(drawn("socket://127.0.0.1:9", 1, words=words))


@pytest.mark.parametrize(
    ("fault", "more"), [(Mute(), ""), (Garbage(where="instead", count=40), ". ")], ids=["mute", "noise"]
)
def test_a_pack_that_does_not_answer_is_said(fault: Mute | Garbage, more: str) -> None:
    speak("en")
    with batteries(1, fault) as url:
        asyncio.run(drawn(url, 1, words=f"{url}: connected, but no pack has answered yet{more}"))


@pytest.mark.parametrize(
    ("name", "fault"), [("plain", "is not a serial port"), ("gone", "does not exist"), (".", "is not a serial port")]
)
def test_what_never_becomes_a_port_is_not_waited_for(tmp_path: Path, name: str, fault: str) -> None:
    (tmp_path / "plain").touch()
    typed = Typed("watch", str(tmp_path / name))
    assert typed.code == 1
    assert str(typed.error).startswith(f"{tmp_path / name} {fault}")


def table(states: Sequence[PackState], now: float) -> str:
    console = Console(record=True, width=100, file=StringIO())
    console.print(snapshot_table(Snapshot(tuple(states), bank_reading(now, states)), now))
    return console.export_text()


def test_a_stale_pack_is_dim_with_when_it_was_last_seen_and_the_bank_goes_without_it() -> None:
    speak("en")
    values = {"soc": 80.0, "full_capacity": 100.0}
    alarms = AlarmReport(2, (Alarm("cell_overvoltage", Level.WARNING, 3),))
    one, two = (Pack(f"battery{n}", f"Battery {n}", "line", n) for n in (1, 2))
    stale = PackState(one, PackReading(one, 1, 0.0, 0.0, values), stale=True, since=0.0)
    fresh = PackState(two, PackReading(two, 2, 0.0, 0.0, values, alarms=alarms), stale=False, since=1000.0)
    shown = table([stale, fresh], 1004.0)
    assert "last seen" in shown
    assert "4 s ago" in shown
    assert "Battery 2: ! Cell voltage too high, cell 3 (warning)" in shown
    assert "bank" in shown
