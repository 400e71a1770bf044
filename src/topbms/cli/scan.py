"""`topbms scan`: what answers on the ports named, with a verdict in words and a config to paste.

Opens only ports that were named; listens before it speaks; leaves a line alone that already has a master.
"""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from topbms.cli.keeping.target import refuse_taken, replacing
from topbms.cli.lock import refuse_held
from topbms.cli.options import DialectOption, version_byte
from topbms.cli.quiet import quiet
from topbms.cli.speech import say, spoken, told
from topbms.config.pasting import link_section
from topbms.dialects import dialect as dialect_named
from topbms.dialects.explained.scrubbing import scrubbed
from topbms.engine import verdicts
from topbms.engine.clock import SystemClock
from topbms.engine.findings import Findings
from topbms.engine.ports import ports
from topbms.engine.portscan import Listening, PortScan, Way
from topbms.engine.recognition import UndecidedError
from topbms.engine.recording import recorded
from topbms.engine.scan import LISTEN
from topbms.errors import LinkError
from topbms.protocol.capture import Captured, write_capture
from topbms.transport.connection import check_url, same_port

ERR = Console(stderr=True, highlight=False, soft_wrap=True)
OUT = Console(highlight=False, soft_wrap=True)


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
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Keep every frame in this file, masked, to share it.")
    ] = None,
) -> None:
    """Look for packs on the ports named; with none named, list the ports there are."""
    if not urls:
        _list_ports()
        return
    for url in urls:
        refuse_held(check_url(url))
    if output is not None:
        refuse_taken(output)
    named = None if dialect == "auto" else dialect_named(dialect)
    way = Way(named, baud, version_byte(version, dialect), seconds, force=force)
    each = {same_port(url): url for url in reversed(urls)}.values()
    with quiet():
        scans = list(_scan_all(list(reversed(each)), way))
    _share(scans, output)
    is_read = any(scan.findings.readings for scan in scans)
    sections = [section for scan in scans if (section := _section(scan))]
    if sections:
        OUT.print(say("To read them, put this into topbms.toml:"), end="\n\n", style="bold")
        print("\n".join(sections))
    raise typer.Exit(0 if is_read else 1)


def _section(scan: PortScan) -> str:
    return link_section(spoken(), scan.link_id, scan.url, scan.findings)


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


def _scan_all(urls: Sequence[str], way: Way) -> Iterator[PortScan]:
    """Scan port after port, until Ctrl-C, and say what is there."""
    for i, url in enumerate(urls, 1):
        scan = PortScan(url, f"link{i}", way)
        is_stopped = asyncio.run(_scan(scan))
        yield scan
        if is_stopped:
            return


async def _scan(scan: PortScan) -> bool:
    """Scan one port; whether that was ended before its time."""
    try:
        await _shown(scan)
    except LinkError as error:
        ERR.print(f"topbms: {told(error)}", markup=False)
        if scan.findings.is_answered:
            _tell(scan.findings)
    except asyncio.CancelledError:  # Ctrl-C
        OUT.print(verdicts.stopped(scan.findings.port, spoken()), markup=False)
        _tell(scan.findings)
        return True
    else:
        _tell(scan.findings)
    return False


async def _shown(scan: PortScan) -> None:
    """The scan, with its progress drawn."""
    with Progress(console=ERR, transient=True, disable=not ERR.is_terminal) as progress:
        task = progress.add_task(scan.findings.port, total=None)
        async for step in scan.steps():
            text = verdicts.doing(step, scan.findings, spoken())
            if isinstance(step, Listening):
                progress.update(task, description=text, total=None)
            else:
                progress.update(task, description=text, completed=step.done, total=step.of)


def _tell(found: Findings) -> None:
    """What is there, how sure that is, and what it does not fit."""
    for reading in found.readings:
        OUT.print(verdicts.pack(reading, spoken()), markup=False)
    OUT.print(verdicts.verdict(found, spoken()), style="bold", markup=False)
    for reason in verdicts.reasons(found, spoken()):
        OUT.print(reason, markup=False)
    if found.is_busy:
        OUT.print(say("To ask all the same: --force"))
    if any(isinstance(misfit, UndecidedError) for misfit in found.misfits):
        OUT.print(say("To ask in one of them: --dialect NAME"))


def _captured(scans: Sequence[PortScan]) -> Iterator[Captured]:
    """Every frame of every port, masked; of several ports, each with its link's name."""
    clock = SystemClock()
    for scan in scans:
        link = scan.link_id if len(scans) > 1 else ""
        yield from scrubbed(recorded(scan.findings.frames, clock, link))


def _share(scans: Sequence[PortScan], output: Path | None) -> None:
    """Write what was heard and asked where somebody wants it; else say how it is had."""
    if not any(scan.findings.is_answered for scan in scans):
        if output is not None:
            OUT.print(say("Nothing was heard that could be shared; {path} was not written.", path=output), markup=False)
        return
    if output is None:
        OUT.print(say("To share what was heard, masked: scan again with --output scan.jsonl"))
        return
    with replacing(output, force=False) as unfinished:
        write_capture(unfinished, _captured(scans))
    text = say(
        "Every frame of this scan is in {path}, serial numbers and bar codes masked. Look at them with topbms decode, "
        "then share the file in an issue, and say what battery it is.",
        path=output,
    )
    OUT.print(text, markup=False)
