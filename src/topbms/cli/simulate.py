"""`topbms simulate`: packs on a TCP port or a pseudo-terminal, with faults to order, until Ctrl-C."""

import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from topbms.cli.options import BaudOption
from topbms.cli.speech import say
from topbms.errors import ConfigError
from topbms.sim.faults import Fault, ReplyFault, Spike
from topbms.sim.faulttext import KINDS, parse_fault
from topbms.sim.history import settle
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.ptyport import PtyPort
from topbms.sim.server import serve_pty, serve_tcp
from topbms.sim.tcpport import TcpPort

_FAULTS = "Faults to order; may be given several times: " + ", ".join(kind.example for kind in KINDS.values())


def command(
    packs: Annotated[int, typer.Option("--packs", min=1, max=16, help="How many packs, addresses 1 and up.")] = 2,
    tcp: Annotated[int, typer.Option("--tcp", min=0, max=65_535, help="TCP port; 0 takes a free one.")] = 0,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    pty: Annotated[bool, typer.Option("--pty", help="A pseudo-terminal instead of a TCP port.")] = False,
    link: Annotated[Path | None, typer.Option("--link", help="Symbolic link to keep to the pseudo-terminal.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same batteries.")] = 1,
    cells: Annotated[int, typer.Option("--cells", min=4, max=32, help="Cells a pack.")] = 16,
    soc: Annotated[float, typer.Option("--soc", min=0, max=100, help="State of charge to begin with, %.")] = 60.0,
    speed: Annotated[float, typer.Option("--speed", min=0, max=100_000, help="How many times faster they live.")] = 1.0,
    fault: Annotated[list[str] | None, typer.Option("--fault", "-f", help=_FAULTS)] = None,
    baud: BaudOption = 9600,
    dialect: Annotated[str, typer.Option("--dialect", help="The BMS family that they speak.")] = "topbms",
) -> None:
    """Stand in for batteries: answer on a line as real packs do."""
    if pty and tcp:
        raise ConfigError("--pty and --tcp exclude each other; keep one")
    if link is not None and not pty:
        raise ConfigError("--link is for a pseudo-terminal; add --pty, or leave it out")
    faults = [_fault(text, packs, cells) for text in fault or ()]
    batteries = [SimulatedPack(address, seed=seed, cells=cells, soc=soc) for address in range(1, packs + 1)]
    for battery in batteries:
        settle(battery, datetime.now(), soc)  # noqa: DTZ005 - a pack's clock knows no zone
    line = SimulatedLine(batteries, dialect=dialect, baud=baud, speed=speed, faults=faults)
    try:
        asyncio.run(_serve(line, port=None if pty else (host, tcp), link=link))
    except KeyboardInterrupt:
        return


def _fault(text: str, packs: int, cells: int) -> Fault:
    """The fault that is ordered; raises ConfigError for one that would strike nobody."""
    fault = parse_fault(text)
    if isinstance(fault, ReplyFault) and fault.pack not in (None, *range(1, packs + 1)):
        raise ConfigError(
            "fault {text!r}: there is no pack {pack}; simulated are: {known}",
            text=text,
            pack=fault.pack,
            known=", ".join(map(str, range(1, packs + 1))),
        )
    if isinstance(fault, Spike) and fault.quantity == "cell_voltages" and (fault.place or 1) > cells:
        raise ConfigError("fault {text!r}: a pack has the cells 1 to {count}", text=text, count=cells)
    return fault


async def _serve(line: SimulatedLine, *, port: tuple[str, int] | None, link: Path | None) -> None:
    """Serve a line on a TCP port, or where that is None on a pseudo-terminal, until cancelled."""
    server: AbstractAsyncContextManager[TcpPort | PtyPort]
    server = serve_pty(line, link) if port is None else serve_tcp(line, *port)
    async with server as served:
        print(
            say("{count} packs answer on {url}; try: topbms read {url}", count=len(line.packs), url=served.url),
            flush=True,
        )
        await asyncio.Event().wait()
