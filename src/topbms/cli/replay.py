"""`topbms replay`: the battery of a capture again, on a TCP port, until Ctrl-C."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from topbms.cli.keeping.naming import naming
from topbms.cli.options import BaudOption
from topbms.cli.speech import say
from topbms.errors import ConfigError, FrameError
from topbms.protocol.capture import Captured, read_capture
from topbms.sim.line import SimulatedLine
from topbms.sim.recorded import Recorded
from topbms.sim.server import serve_tcp


def command(
    file: Annotated[Path, typer.Argument(help="A capture, or a support file.")],
    tcp: Annotated[int, typer.Option("--tcp", min=0, max=65_535, help="TCP port; 0 takes a free one.")] = 0,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    link: Annotated[str | None, typer.Option("--link", help="Which of several links of a support file.")] = None,
    frozen: Annotated[
        int, typer.Option("--frozen", min=0, help="What a support file keeps around a fault, by its number.")
    ] = 0,
    baud: BaudOption = 9600,
) -> None:
    """Be the battery of a capture: answer each request as it was answered then, several replies in turn."""
    recorded = Recorded(_of_link(_kept(_frames(file), frozen), link))
    try:
        asyncio.run(_serve(recorded, host, tcp, baud))
    except KeyboardInterrupt:
        return


def _frames(file: Path) -> Sequence[Captured]:
    with naming(file):
        try:
            return tuple(read_capture(file))
        except FrameError as error:
            raise ConfigError("{problem}", problem=error) from error


def _kept(frames: Sequence[Captured], number: int) -> Sequence[Captured]:
    """What passed last, or around a fault; raises ConfigError for one that is not kept."""
    found = [frame for frame in frames if frame.frozen == number]
    if number and not found:
        numbers = sorted({frame.frozen for frame in frames} - {0})
        raise ConfigError(
            "the file keeps nothing of number {number}; it has {numbers}",
            number=number,
            numbers=", ".join(map(str, numbers)) or "-",
        )
    return found


def _of_link(frames: Sequence[Captured], link: str | None) -> Sequence[Captured]:
    """The frames of one link; raises ConfigError where it cannot be told which."""
    names = sorted({frame.link for frame in frames})
    if link is None and len(names) > 1:
        raise ConfigError("the file has frames of several links; add one of: {options}", options=_options(names))
    if link is not None and link not in names:
        raise ConfigError(
            "the file has no frames of link {name}; add one of: {options}", name=link, options=_options(names)
        )
    return [frame for frame in frames if link in {None, frame.link}]


def _options(names: Sequence[str]) -> str:
    return ", ".join(f"--link {name}" for name in names if name) or "-"


async def _serve(recorded: Recorded, host: str, port: int, baud: int) -> None:
    async with serve_tcp(SimulatedLine((), baud=baud, answerer=recorded), host, port) as served:
        count, url = len(recorded.requests), served.url
        print(say("requests answered on {url}: {count}; try: topbms read {url}", count=count, url=url), flush=True)
        await asyncio.Event().wait()
