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
from topbms.cli.notation import number
from topbms.cli.options import BaudOption, DialectOption, VersionOption, version_byte
from topbms.cli.paste import link_section
from topbms.cli.quiet import quiet
from topbms.cli.speech import say, told
from topbms.dialects import chosen
from topbms.dialects.contract import Dialect
from topbms.engine.discovery import ADDRESSES
from topbms.engine.once import line_on, opened
from topbms.engine.ports import ports
from topbms.engine.scan import LISTEN, Heard, listen, walk
from topbms.errors import LinkError
from topbms.model.quantities import QUANTITIES
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
        note = say("a {radio} stick, no battery: leave it alone", radio=port.radio) if port.radio else port.description
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
    _verdict(port, way.baud, readings)
    return link_section(link_id, url, way.baud, readings, way.version) if readings else None


async def _is_free(connection: Connection, port: str, way: _Way) -> bool:
    with ERR.status(say("{port}: listening for {seconds:.0f} s", port=port, seconds=way.listen)):
        heard = await listen(connection, way.listen)
    if heard.has_master:
        _tell_master(port, heard)
        return way.force
    if heard.damaged or heard.noise:
        OUT.print(
            say(
                "{port}: {count} bytes were heard that are no frames: is the baud rate right, are A and B swapped?",
                port=port,
                count=heard.noise + heard.damaged,
            )
        )
    return True


def _tell_master(port: str, heard: Heard) -> None:
    addresses = sorted({frame.address for frame in heard.frames})
    OUT.print(
        say(
            "{port}: somebody already talks here ({count} frames heard, addresses {addresses}): an inverter, a master "
            "pack or another program. Two masters garble each other, so nothing was sent; --force asks all the same.",
            port=port,
            count=len(heard.frames),
            addresses=", ".join(map(str, addresses)),
            places=len(addresses),
        )
    )


async def _walk(connection: Connection, way: _Way, link_id: str) -> list[PackReading]:
    readings = []
    line = line_on(connection, way.dialect, way.baud)
    with Progress(console=ERR, transient=True) as progress:
        task = progress.add_task(say("asking addresses"), total=len(ADDRESSES))
        async for _, reading in walk(line, way.dialect, link_id, way.version):
            progress.advance(task)
            if reading is not None:
                readings.append(reading)
                OUT.print(_found(reading))
    return readings


def _found(reading: PackReading) -> str:
    cells = reading.values.get("cell_voltages")
    return say(
        "Pack {address}: {cells} cells, {voltage}, {soc}",
        address=reading.pack.address,
        cells=len(cells) if isinstance(cells, tuple) else 0,
        voltage=number(QUANTITIES["voltage"], reading.number("voltage")),
        soc=number(QUANTITIES["soc"], reading.number("soc")),
    )


def _verdict(port: str, baud: int, readings: list[PackReading]) -> None:
    if readings:
        OUT.print(say("{port}: {count} TopBMS packs answer.", port=port, count=len(readings)), style="bold")
        return
    OUT.print(
        say(
            "{port}: nobody answers at {baud} baud. Check that the pack is on, the cable is in its RS232 port (RJ11), "
            "TX and RX are not swapped, and a converter is set to {baud} 8N1. If all that is right, try --version 52.",
            port=port,
            baud=baud,
        ),
        style="bold",
    )
