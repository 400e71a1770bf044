"""`topbms scan`: what answers on the ports named, with a verdict in words and a config to paste.

Opens only ports that were named; listens before it speaks; leaves a line alone that already has a master.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from topbms.cli.lock import refuse_held
from topbms.cli.options import DialectOption
from topbms.cli.quiet import quiet
from topbms.cli.speech import say, spoken, told
from topbms.config.pasting import link_section
from topbms.dialects import dialect as dialect_named
from topbms.dialects import dialects
from topbms.dialects.contract import Dialect
from topbms.engine import verdicts
from topbms.engine.discovery import ADDRESSES
from topbms.engine.once import line_on, opened
from topbms.engine.ports import ports
from topbms.engine.recognition import ANYBODY, Spoken, trials
from topbms.engine.scan import LISTEN, bauds, deadline_after, listen, questions, walk
from topbms.errors import LinkError
from topbms.model.reading import PackReading
from topbms.transport.connection import Connection, check_url, same_port, shown

ERR = Console(stderr=True, highlight=False, soft_wrap=True)
OUT = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class _Way:
    """How to ask; None for a dialect, speed or VER of requests that is to be found. `listen` in seconds."""

    dialect: Dialect | None
    baud: int | None
    version: int | None
    listen: float
    force: bool


def command(
    urls: Annotated[list[str] | None, typer.Argument(metavar="[URL]...", help="Ports to look at.")] = None,
    baud: Annotated[
        int | None,
        typer.Option(
            "--baud", min=300, max=921_600, help="Only this speed; default: 9600, then others where set here."
        ),
    ] = None,
    dialect: DialectOption = "auto",
    version: Annotated[
        str | None, typer.Option("--version", help="Only this VER of requests, as 21 or 52; default: all known.")
    ] = None,
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
    named = None if dialect == "auto" else dialect_named(dialect)
    way = _Way(named, baud, _version(version, named), seconds, force=force)
    each = {same_port(url): url for url in reversed(urls)}.values()
    with quiet():
        sections = list(_scan_all(list(reversed(each)), way))
    if sections:
        OUT.print(say("To read them, put this into topbms.toml:"), end="\n\n", style="bold")
        print("\n".join(sections))
    raise typer.Exit(0 if sections else 1)


def _version(text: str | None, named: Dialect | None) -> int | None:
    """The VER byte of the option; raises BadParameter for one that no dialect, or not the one named, uses."""
    known = [named] if named else list(dialects().values())
    versions = {f"{version:02X}": version for each in known for version in each.request_versions}
    if text is not None and text not in versions:
        message = "VER is one of " + ", ".join(sorted(versions))
        raise typer.BadParameter(message)
    return versions[text] if text else None


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


def _scan_all(urls: Sequence[str], way: _Way) -> Iterator[str]:
    """Scan port after port, until Ctrl-C; the config sections of those where packs answered."""
    for i, url in enumerate(urls, 1):
        scanned = _Scanned(url, f"link{i}", way)
        section = asyncio.run(_scan(scanned))
        if section:
            yield section
        if scanned.is_stopped:
            return


async def _scan(scanned: "_Scanned") -> str | None:
    """Scan one port and say what is there; the config section to paste, None when no pack answered."""
    try:
        await scanned.run()
    except LinkError as error:
        ERR.print(f"topbms: {told(error)}", markup=False)
        if not scanned.readings:
            return None
    except asyncio.CancelledError:  # Ctrl-C
        scanned.is_stopped = True
        OUT.print(verdicts.stopped(scanned.port, spoken()))
    return scanned.verdict()


class _Scanned:
    """One port, and what was found there so far."""

    def __init__(self, url: str, link_id: str, way: _Way) -> None:
        self.port = shown(url)
        self.readings: list[PackReading] = []
        self.is_stopped = False
        self._url = url
        self._link_id = link_id
        self._way = way
        self._bauds = (way.baud,) if way.baud else bauds(url)
        self._baud = self._bauds[0]
        self._spoken = Spoken(way.dialect, way.version or way.dialect.request_versions[0]) if way.dialect else None
        self._misfits: dict[str, None] = {}
        self._is_busy = False

    async def run(self) -> None:
        """Look at each speed until somebody answers, or is heard to ask already."""
        for baud in self._bauds:
            self._baud = baud
            async with opened(self._url, baud) as connection:
                self._is_busy = not await _is_free(connection, self.port, self._way)
                if not self._is_busy:
                    await self._ask(connection)
            if self._is_busy or self.readings:
                return

    def verdict(self) -> str | None:
        """Say what is there; the config section, None when no pack answered."""
        if self._is_busy:
            return None
        for text in self._misfits:
            OUT.print(text)
        baud = self._baud if self.readings else self._bauds[0]
        OUT.print(verdicts.verdict(self.port, baud, self.readings, spoken(), self._spoken), style="bold")
        if not self.readings or self._spoken is None:
            return None
        OUT.print(verdicts.sure(self._spoken, spoken()))
        return link_section(spoken(), self._link_id, self._url, self._baud, self.readings, self._spoken)

    async def _ask(self, connection: Connection) -> None:
        deadline = None
        if self._way.dialect is None:
            deadline = await self._find(connection)
        if self._spoken is not None:
            await self._walk(connection, self._spoken, deadline)

    async def _find(self, connection: Connection) -> float | None:
        """Find the dialect; how long to wait for the other packs in it, in seconds."""
        self._spoken = None
        asked = questions(self._baud, self._way.version)
        line = line_on(connection, ANYBODY, self._baud)
        loop = asyncio.get_running_loop()
        with Progress(console=ERR, transient=True) as progress:
            task = progress.add_task(verdicts.asking(self._baud, spoken()), total=len(asked))
            began = loop.time()
            async for found in trials(line, asked):
                if isinstance(found, Spoken):
                    self._spoken = found
                    return deadline_after(loop.time() - began)
                if found is not None:
                    self._misfits[verdicts.misfit(found, spoken())] = None
                progress.advance(task)
                began = loop.time()
        return None

    async def _walk(self, connection: Connection, found: Spoken, deadline: float | None) -> None:
        line = line_on(connection, found.dialect, self._baud, deadline)
        with Progress(console=ERR, transient=True) as progress:
            task = progress.add_task(say("asking addresses"), total=len(ADDRESSES))
            async for _, reading in walk(line, found.dialect, self._link_id, found.version):
                progress.advance(task)
                if reading is not None:
                    self.readings.append(reading)
                    OUT.print(verdicts.found(reading, spoken()))


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
