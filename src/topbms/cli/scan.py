"""`topbms scan`: what answers on the ports named, with a verdict in words and a config to paste.

Opens only ports that were named; listens before it speaks; leaves a line alone that already has a master.
"""

import asyncio
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from topbms.cli.lock import refuse_held
from topbms.cli.options import BaudOption, DialectOption, VersionOption, version_byte
from topbms.cli.quiet import quiet
from topbms.cli.speech import say, spoken, told
from topbms.config.pasting import link_section
from topbms.dialects import chosen
from topbms.dialects.contract import Dialect
from topbms.engine import verdicts
from topbms.engine.discovery import ADDRESSES
from topbms.engine.once import line_on, opened
from topbms.engine.ports import ports
from topbms.engine.scan import LISTEN, listen, walk
from topbms.errors import LinkError
from topbms.model.reading import PackReading
from topbms.transport.connection import Connection, check_url, same_port, shown

ERR = Console(stderr=True, highlight=False, soft_wrap=True)
OUT = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class _Way:
    """How to ask: `version` is the VER of the requests, None for the dialect's own; `listen` in seconds."""

    dialect: Dialect
    baud: int
    version: int | None
    listen: float
    force: bool


def command(
    urls: Annotated[list[str] | None, typer.Argument(metavar="[URL]...", help="Ports to look at.")] = None,
    baud: BaudOption = 9600,
    dialect: DialectOption = "auto",
    version: VersionOption = None,
    force: Annotated[bool, typer.Option("--force", help="Ask even where another master was heard.")] = False,
    seconds: Annotated[
        float, typer.Option("--listen", min=0, max=600, help="Seconds to listen before asking.")
    ] = LISTEN,
) -> None:
    """Look for packs on the ports named; with none named, list the ports there are."""
    if not urls:
        _list_ports()
        return
    for url in urls:
        refuse_held(check_url(url))
    way = _Way(chosen(dialect), baud, version_byte(version), seconds, force=force)
    each = {same_port(url): url for url in reversed(urls)}.values()
    with quiet():
        found = [asyncio.run(_scan(url, f"link{i}", way)) for i, url in enumerate(reversed(each), 1)]
    sections = [section for section in found if section]
    if sections:
        OUT.print(say("To read them, put this into topbms.toml:"), end="\n\n", style="bold")
        print("\n".join(sections))
    raise typer.Exit(0 if sections else 1)


def _list_ports() -> None:
    """Name the ports without opening any: a radio stick that is written to may hang its network."""
    found = ports()
    for port in found:
        note = verdicts.note(port, spoken()) or port.description
        OUT.print(f"{port.path}  {note}", style="dim" if port.radio else "")
    if not found:
        OUT.print(say("No serial port found."))
    OUT.print(say("Nothing was opened. Name the port of your battery: topbms scan {url}", url=_example(found)))


def _example(found: tuple[object, ...]) -> str:
    plain = [port for port in ports() if not port.radio] if found else []
    return plain[0].path if plain else "socket://192.168.1.20:8899"


async def _scan(url: str, link_id: str, way: _Way) -> str | None:
    """Scan one port and say what is there; the config section to paste, None when no pack answered."""
    port = shown(url)
    try:
        async with opened(url, way.baud) as connection:
            if not await _is_free(connection, port, way):
                return None
            readings = await _walk(connection, way, link_id)
    except LinkError as error:
        ERR.print(f"topbms: {told(error)}", markup=False)
        return None
    OUT.print(verdicts.verdict(port, way.baud, readings, spoken()), style="bold")
    return link_section(spoken(), link_id, url, way.baud, readings, way.version) if readings else None


async def _is_free(connection: Connection, port: str, way: _Way) -> bool:
    with ERR.status(verdicts.listening(port, way.listen, spoken())):
        heard = await listen(connection, way.listen)
    if heard.has_master:
        OUT.print(verdicts.master(port, heard, spoken()))
        return way.force
    noise = verdicts.noise(port, heard, spoken())
    if noise:
        OUT.print(noise)
    return True


async def _walk(connection: Connection, way: _Way, link_id: str) -> list[PackReading]:
    readings = []
    line = line_on(connection, way.dialect, way.baud)
    with Progress(console=ERR, transient=True) as progress:
        task = progress.add_task(say("asking addresses"), total=len(ADDRESSES))
        async for _, reading in walk(line, way.dialect, link_id, way.version):
            progress.advance(task)
            if reading is not None:
                readings.append(reading)
                OUT.print(verdicts.found(reading, spoken()))
    return readings
