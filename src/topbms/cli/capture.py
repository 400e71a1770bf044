"""`topbms capture`: requests and replies with their times into a file, without what tells whose battery it is."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from topbms.cli.asking.number import refuse_too_high
from topbms.cli.asking.tongue import tongue
from topbms.cli.inquiring.way import UrlArgument
from topbms.cli.keeping.target import replacing
from topbms.cli.lock import refuse_held
from topbms.cli.options import BaudOption, DialectOption, VersionOption, version_byte
from topbms.cli.quiet import quiet
from topbms.cli.speech import say
from topbms.dialects.explained.scrubbing import scrubbed
from topbms.dialects.numbers import HIGHEST
from topbms.engine.clock import SystemClock
from topbms.engine.counters import LinkCounters
from topbms.engine.frozen import Ring
from topbms.engine.line import Line
from topbms.engine.once import opened
from topbms.engine.recognition import ANYBODY, Spoken
from topbms.engine.recording import overhear, question, recorded
from topbms.engine.settings import PollSettings
from topbms.errors import LinkError
from topbms.protocol.capture import write_capture
from topbms.transport.connection import check_url, shown

_LISTEN = 60.0

OutputOption: TypeAlias = Annotated[Path, typer.Option("--output", "-o", help="The file to write, such as pack.jsonl.")]
PacksOption: TypeAlias = Annotated[
    list[int] | None, typer.Option("--pack", "-p", min=1, max=HIGHEST, help="An address; may be given several times.")
]


def command(
    url: UrlArgument,
    output: OutputOption,
    pack: PacksOption = None,
    listen: Annotated[bool, typer.Option("--listen", help="Ask nothing; keep what another master asks.")] = False,
    seconds: Annotated[
        float | None,
        typer.Option("--seconds", min=0, help="Ask again and again, or listen, for so long; default: once, or 60 s."),
    ] = None,
    logs: Annotated[bool, typer.Option("--logs", help="The pack's own logs, too, which takes minutes.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Leave serial numbers, bar codes and positions in.")] = False,
    baud: BaudOption = 9600,
    dialect: DialectOption = "auto",
    version: VersionOption = None,
) -> None:
    """Record what a battery says; serial numbers, bar codes and positions are masked."""
    refuse_held(check_url(url))
    refuse_too_high(pack or (), dialect)
    errand = _Errand(
        url, baud, dialect, version_byte(version, dialect), tuple(pack or [1]), seconds, logs=logs, listen=listen
    )
    with replacing(output, force=force) as unfinished:
        frames = list(recorded(_until_stopped(errand), SystemClock()))
        if all(frame.direction == "request" for frame in frames):
            raise LinkError(
                "{port}: nothing was heard at {baud} baud; see who answers with: topbms scan {port}",
                port=shown(url),
                baud=baud,
            )
        write_capture(unfinished, frames if raw else scrubbed(frames))
    print(say("frames in {path}: {count}; look at them before you share them", count=len(frames), path=output))


@dataclass(frozen=True, slots=True)
class _Errand:
    """What to record; `seconds` None is once, or 60 s of listening, `dialect` "auto" the one that is found.

    `version` is the VER of the requests, None for any.
    """

    url: str
    baud: int
    dialect: str
    version: int | None
    packs: tuple[int, ...]
    seconds: float | None
    logs: bool
    listen: bool


def _until_stopped(errand: _Errand) -> Ring:
    """What was heard until the end, Ctrl-C or a cut."""
    heard = Ring(most=None)
    try:
        with quiet():
            asyncio.run(_record(errand, heard))
    except (KeyboardInterrupt, LinkError):
        if not heard:
            raise
    return heard


async def _record(errand: _Errand, heard: Ring) -> None:
    async with opened(errand.url, errand.baud) as connection:
        if errand.listen:
            seconds = _LISTEN if errand.seconds is None else errand.seconds
            await overhear(connection, seconds, heard.append)
        else:
            line = Line(connection, ANYBODY, errand.baud, PollSettings(), LinkCounters(frames=heard))
            spoken = await tongue(line, errand.dialect, errand.packs, errand.version)
            if spoken is not None:  # else what came while looking is all there is
                await _ask(line, errand, spoken)


async def _ask(line: Line, errand: _Errand, spoken: Spoken) -> None:
    """Once, and again while there is time."""
    loop = asyncio.get_running_loop()
    end = loop.time() + (errand.seconds or 0)
    while True:
        for address in errand.packs:
            await question(line, spoken.dialect, address, spoken.version, logs=errand.logs)
        if loop.time() >= end:
            return
