"""A scan that the page asks for: the same walk as `topbms scan`, told step by step. One at a time, on a free port."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection

from topbms.config.pasting import link_section
from topbms.engine import verdicts
from topbms.engine.discovery import ADDRESSES
from topbms.engine.ports import ports
from topbms.engine.portscan import PortScan, Walking, Way
from topbms.engine.portscan import Step as Done
from topbms.engine.scan import LISTEN
from topbms.errors import ConfigError, LinkError, worded
from topbms.model.words import Words
from topbms.transport.connection import check_url, is_network, same_port, shown
from topbms.web.api import toolshapes
from topbms.web.api.door import Scan, Step


class Scanner:
    """Scans ports that the gateway does not poll; `polled` are the links by id, with their URLs."""

    def __init__(self, polled: Callable[[], Collection[tuple[str, str]]], listen_for: float = LISTEN) -> None:
        self._polled = polled
        self._listen_for = listen_for
        self._turn = asyncio.Lock()

    async def scan(self, wish: Scan, words: Words) -> AsyncIterator[Step]:
        """The steps; raises ConfigError or LinkError, before anything is opened, for a port that must be left alone."""
        url = check_url(wish.url)
        if not is_network(url):
            await asyncio.to_thread(_refuse_unlisted, url)
        if same_port(url) in [same_port(other) for _, other in self._polled()]:
            raise LinkError("{port} is polled by this gateway already", port=shown(url))
        if self._turn.locked():
            raise LinkError("another scan is going on; wait for its end")
        return self._steps(wish, words)

    async def _steps(self, wish: Scan, words: Words) -> AsyncIterator[Step]:
        async with self._turn:
            scan = PortScan(wish.url, self._free_id(), Way(baud=wish.baud, listen=self._listen_for, force=wish.force))
            try:
                async for step in scan.steps():
                    yield _progress(step, scan, words)
            except LinkError as error:
                yield _result(scan, worded(error, words), words)
            else:
                lines = [verdicts.verdict(scan.findings, words), *verdicts.reasons(scan.findings, words)]
                yield _result(scan, "\n".join(lines), words)

    def _free_id(self) -> str:
        taken = {name for name, _ in self._polled()}
        return next(name for name in (f"link{number}" for number in range(1, len(taken) + 2)) if name not in taken)


def _progress(step: Done, scan: PortScan, words: Words) -> toolshapes.Progress:
    """How far it is: an address after the other, and what comes before as one."""
    text = verdicts.doing(step, scan.findings, words)
    done = 0
    if isinstance(step, Walking):
        done = step.done + 1
        text = verdicts.pack(step.reading, words) if step.reading else text
    return toolshapes.Progress(done=done, of=len(ADDRESSES) + 1, text=text)


def _result(scan: PortScan, verdict: str, words: Words) -> toolshapes.ScanResult:
    """The last step."""
    found = scan.findings
    section = link_section(words, scan.link_id, scan.url, found)
    packs = [verdicts.pack(reading, words) for reading in found.readings]
    return toolshapes.ScanResult(verdict=verdict, config=section, packs=packs, busy=found.is_busy)


def listed(words: Words) -> list[toolshapes.Port]:
    """The serial ports of this machine; none is opened."""
    return [toolshapes.Port(path=port.path, name=port.description, note=verdicts.note(port, words)) for port in ports()]


def _refuse_unlisted(path: str) -> None:
    """A device that is no serial port is none of ours to open, whoever asks."""
    if same_port(path) not in [same_port(port.path) for port in ports()]:
        raise ConfigError("{path} is no serial port of this machine; see which there are", path=path)
