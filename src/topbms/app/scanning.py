"""A scan that the page asks for: the same walk as `topbms scan`, told step by step. One at a time, on a free port."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection

from topbms.config.pasting import link_section
from topbms.engine import verdicts
from topbms.engine.discovery import ADDRESSES
from topbms.engine.once import line_on, opened
from topbms.engine.ports import ports
from topbms.engine.recognition import ANYBODY, Spoken, trials
from topbms.engine.scan import LISTEN, Heard, deadline_after, listen, questions, walk
from topbms.errors import ConfigError, LinkError, worded
from topbms.model.reading import PackReading
from topbms.model.words import Words
from topbms.transport.connection import Connection, check_url, is_network, same_port, shown
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
            walked = _Walk(wish, self._free_id(), words)
            try:
                async for step in walked.steps(self._listen_for):
                    yield step
            except LinkError as error:
                yield walked.result(worded(error, words), is_busy=False)

    def _free_id(self) -> str:
        taken = {name for name, _ in self._polled()}
        return next(name for name in (f"link{number}" for number in range(1, len(taken) + 2)) if name not in taken)


class _Walk:
    """One scan."""

    def __init__(self, wish: Scan, link: str, words: Words) -> None:
        self._wish = wish
        self._link = link
        self._words = words
        self._port = shown(wish.url)
        self._readings: list[PackReading] = []
        self._spoken: Spoken | None = None
        self._deadline = 0.0

    async def steps(self, seconds: float) -> AsyncIterator[Step]:
        yield self._progress(0, verdicts.listening(self._port, seconds, self._words))
        async with opened(self._wish.url, self._wish.baud) as connection:
            heard = await listen(connection, seconds)
            if heard.has_master and not self._wish.force:
                yield self.result(verdicts.master(self._port, heard, self._words), is_busy=True)
                return
            async for step in self._asked(connection, heard):
                yield step
        verdict = verdicts.verdict(self._port, self._wish.baud, self._readings, self._words, self._spoken)
        yield self.result(verdict, is_busy=False)

    async def _asked(self, connection: Connection, heard: Heard) -> AsyncIterator[Step]:
        yield self._progress(1, verdicts.noise(self._port, heard, self._words) or self._asking())
        async for step in self._find(connection):
            yield step
        if self._spoken is None:
            return
        dialect, done = self._spoken.dialect, 1
        line = line_on(connection, dialect, self._wish.baud, self._deadline)
        async for _, reading in walk(line, dialect, self._link, self._spoken.version):
            done += 1
            if reading is not None:
                self._readings.append(reading)
            yield self._progress(done, self._asking() if reading is None else verdicts.found(reading, self._words))

    async def _find(self, connection: Connection) -> AsyncIterator[Step]:
        """Ask in every dialect until one is answered."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        async for found in trials(line_on(connection, ANYBODY, self._wish.baud), questions(self._wish.baud)):
            if isinstance(found, Spoken):
                self._spoken, self._deadline = found, deadline_after(loop.time() - began)
                return
            text = verdicts.misfit(found, self._words) if found else verdicts.asking(self._wish.baud, self._words)
            yield self._progress(1, text)
            began = loop.time()

    def result(self, verdict: str, *, is_busy: bool) -> toolshapes.ScanResult:
        """The last step."""
        found = self._readings
        section = ""
        if found and self._spoken is not None:
            section = link_section(self._words, self._link, self._wish.url, self._wish.baud, found, self._spoken)
        lines = [verdicts.found(reading, self._words) for reading in found]
        return toolshapes.ScanResult(verdict=verdict, config=section, packs=lines, busy=is_busy)

    def _asking(self) -> str:
        return self._words.say("asking addresses")

    def _progress(self, done: int, text: str) -> toolshapes.Progress:
        return toolshapes.Progress(done=done, of=len(ADDRESSES) + 1, text=text)


def listed(words: Words) -> list[toolshapes.Port]:
    """The serial ports of this machine; none is opened."""
    return [toolshapes.Port(path=port.path, name=port.description, note=verdicts.note(port, words)) for port in ports()]


def _refuse_unlisted(path: str) -> None:
    """A device that is no serial port is none of ours to open, whoever asks."""
    if same_port(path) not in [same_port(port.path) for port in ports()]:
        raise ConfigError("{path} is no serial port of this machine; see which there are", path=path)
