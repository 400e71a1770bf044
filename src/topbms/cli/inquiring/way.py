"""One pack on one port, asked about topics. A port that the running gateway polls is left to it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeAlias, TypeVar

import typer

from topbms.cli.asking.tongue import tongue
from topbms.cli.asking.unread import unread
from topbms.cli.lock import refuse_held
from topbms.cli.options import version_byte
from topbms.cli.quiet import quiet
from topbms.dialects import chosen
from topbms.dialects.memory import Inquiring, Topic, inquiring
from topbms.engine.inquiry import Inquiry, Progress, Told, inquire, quietly
from topbms.engine.line import Line
from topbms.engine.once import line_on, opened, usual
from topbms.engine.recognition import ANYBODY, Spoken
from topbms.errors import LinkError
from topbms.transport.connection import check_url, shown

UrlArgument: TypeAlias = Annotated[
    str, typer.Argument(help="/dev/…, socket://HOST:PORT, rfc2217://HOST:PORT or esphome://HOST")
]
PackOption: TypeAlias = Annotated[int, typer.Option("--pack", "-p", min=1, max=16, help="The pack's address.")]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Talk:
    """An open line, and what is spoken there; `version` is the VER of the requests."""

    line: Line
    dialect: Inquiring
    version: int


@dataclass(slots=True)
class Way:
    """Where and how to ask; `dialect` may be "auto", `version` is the VER of the requests, None for any."""

    url: str
    pack: int
    baud: int
    dialect: str
    version: int | None
    _found: Spoken | None = None

    def ask(self, topics: Sequence[Topic], progress: Progress = quietly) -> Sequence[Told]:
        """What the pack tells about each topic; raises LinkError when it tells nothing at all."""

        async def each(talk: Talk) -> list[Told]:
            told: list[Told] = []
            for topic in topics:
                is_mute = bool(told) and not any(map(_is_heard, told))
                inquiry = Inquiry(talk.dialect, topic, self.pack, talk.version, is_stranger=is_mute)
                told.append(await inquire(talk.line, inquiry, progress))
            return told

        told = self.use(each)
        if not any(one.fragments or one.is_whole for one in told):
            raise unread(shown(self.url), self.pack, self.baud, next((t.trouble for t in told if t.trouble), None))
        return told

    def use(self, errand: Callable[[Talk], Awaitable[_T]]) -> _T:
        """Do something on the open line; raises LinkError, for a dialect without topics too."""
        with quiet():
            return asyncio.run(self._used(errand))

    async def _used(self, errand: Callable[[Talk], Awaitable[_T]]) -> _T:
        async with opened(self.url, self.baud) as connection:
            line = line_on(connection, ANYBODY, self.baud)
            spoken = await self._spoken(line)
            if not isinstance(spoken.dialect, Inquiring):
                raise LinkError(
                    "{port}: pack {pack} speaks dialect {dialect}, in which nothing but values can be asked for, as "
                    "far as is known; read them with: topbms read {port} --pack {pack}",
                    port=shown(self.url),
                    pack=self.pack,
                    dialect=spoken.dialect.name,
                )
            line.reader = spoken.dialect
            return await errand(Talk(line, spoken.dialect, spoken.version))

    async def _spoken(self, line: Line) -> Spoken:
        """Found out once; where nobody answers, the usual dialect is asked with everyday patience."""
        if self._found is None:
            self._found = await tongue(line, self.dialect, [self.pack], self.version)
        return self._found or usual(self.version)


def _is_heard(told: Told) -> bool:
    """Whether anything came back at all."""
    return bool(told.fragments or told.is_whole or told.trouble)


def way_to(url: str, pack: int, baud: int, dialect: str, version: str | None) -> Way:
    """The way that was typed; raises LinkError for a port that is taken, ConfigError for a dialect without topics."""
    refuse_held(check_url(url))
    if dialect != "auto":
        inquiring(chosen(dialect))
    return Way(url, pack, baud, dialect, version_byte(version, dialect))
