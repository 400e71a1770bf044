"""`topbms read`: one reading of one pack, as a table or as JSON."""

import asyncio
import sys
from typing import Annotated

import typer
from rich.console import Console

from topbms.cli.asking.gateway import newest, status_at
from topbms.cli.asking.number import refuse_too_high
from topbms.cli.asking.tongue import tongue
from topbms.cli.asking.unread import unread
from topbms.cli.lock import Holder, held_by
from topbms.cli.options import BaudOption, DialectOption, JsonOption, VersionOption, version_byte
from topbms.cli.quiet import quiet
from topbms.cli.show import reading_json, reading_table
from topbms.cli.speech import say
from topbms.dialects.numbers import HIGHEST
from topbms.engine.conversation import Patience
from topbms.engine.once import line_on, opened, read_pack, usual
from topbms.engine.recognition import ANYBODY
from topbms.engine.settings import PollSettings
from topbms.model.reading import Pack, PackReading


def command(
    url: Annotated[str, typer.Argument(help="/dev/…, socket://HOST:PORT, rfc2217://HOST:PORT or esphome://HOST")],
    pack: Annotated[int, typer.Option("--pack", "-p", min=1, max=HIGHEST, help="The pack's address.")] = 1,
    baud: BaudOption = 9600,
    dialect: DialectOption = "auto",
    version: VersionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read a pack once and show everything it tells.

    A port that the running gateway polls is left to it: its newest reading is shown.
    """
    refuse_too_high([pack], dialect)
    asked_with = version_byte(version, dialect)
    holder = held_by(url)
    if holder is not None:
        reading = _read_by(holder, url, pack)
    else:
        with quiet():
            reading = asyncio.run(_read(url, pack, baud, dialect, asked_with))
    if as_json:
        print(reading_json(reading))
    else:
        Console().print(reading_table(reading))


def _read_by(holder: Holder, url: str, address: int) -> PackReading:
    """What the running gateway read last; where it comes from is said beside it."""
    found = status_at(url, holder)
    reading = newest(found, url, address)
    age = max(found.health.monotonic - reading.monotonic, 0.0)
    text = say("read by the running gateway (process {pid}) {seconds:.1f} s ago", pid=holder.pid, seconds=age)
    print(text, file=sys.stderr)
    return reading


async def _read(url: str, address: int, baud: int, name: str, version: int | None) -> PackReading:
    pack = Pack(f"pack{address}", say("Battery {number}", number=address), url, address)
    patience = Patience(PollSettings().retries)
    async with opened(url, baud) as connection:
        line = line_on(connection, ANYBODY, baud)
        spoken = await tongue(line, name, [address], version) or usual(version)
        reading = await read_pack(line, spoken.dialect, pack, spoken.version, patience=patience)
    if reading is None:
        raise unread(connection.name, address, baud, patience.trouble)
    return reading
