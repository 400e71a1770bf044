"""A line for one errand: open a port, ask a pack, close. What `read`, `scan` and probes share; knows no schedule."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from topbms.dialects import chosen
from topbms.dialects.contract import Dialect
from topbms.engine.assembly import Assembler, Moment
from topbms.engine.clock import SystemClock
from topbms.engine.conversation import Patience, converse
from topbms.engine.counters import LinkCounters
from topbms.engine.line import Line, Reader
from topbms.engine.recognition import Spoken, find
from topbms.engine.settings import PackSettings, PollSettings
from topbms.model.reading import Pack, PackReading
from topbms.transport.connection import Connection, connect


@asynccontextmanager
async def opened(url: str, baud: int) -> AsyncIterator[Connection]:
    """An open port, closed at the end; raises LinkError."""
    connection = await connect(url, baud)
    try:
        yield connection
    finally:
        await connection.close()


def line_on(
    connection: Connection,
    reader: Reader,
    baud: int,
    deadline: float | None = None,
    counters: LinkCounters | None = None,
) -> Line:
    """A line on an open port, with everyday patience unless a `deadline` in seconds is given."""
    settings = PollSettings() if deadline is None else PollSettings(deadline=deadline)
    return Line(connection, reader, baud, settings, counters or LinkCounters())


async def spoken_on(line: Line, name: str, addresses: Iterable[int], version: int | None = None) -> Spoken | None:
    """The dialect of a setting; "auto" asks packs at these addresses, the likely ways first, None when none answers.

    `version` is the VER of the requests, None for any. Raises ConfigError for an unknown dialect, LinkError for a cut.
    """
    if name == "auto":
        return await find(line, addresses, version)
    named = chosen(name)
    return Spoken(named, version or named.request_versions[0])


def usual(version: int | None = None) -> Spoken:
    """What to ask in where nobody answered in any dialect; `version` only where it is one of that."""
    dialect = chosen("auto")
    return Spoken(dialect, version if version in dialect.request_versions else dialect.request_versions[0])


async def read_pack(
    line: Line,
    dialect: Dialect,
    pack: Pack,
    version: int | None = None,
    *,
    is_stranger: bool = False,
    identify: bool = True,
    patience: Patience | None = None,
) -> PackReading | None:
    """One reading of one pack, by default with its identity; None when it does not answer. Raises LinkError for a cut.

    `version` is the VER of the requests, None for the dialect's own. With `is_stranger` silence is believed at once.
    `patience`, in place of everyday's, tells afterwards what trouble there was.
    """
    patience = patience or Patience(PollSettings().retries, is_stranger=is_stranger)
    conversation = dialect.conversation(pack.address, version or dialect.request_versions[0], identify=identify)
    fragments = await converse(line, conversation, patience)
    clock = SystemClock()
    assembler = Assembler(pack, PackSettings(address=pack.address))
    return assembler.assemble(fragments, lambda: 1, Moment(clock.monotonic(), clock.utc()))
