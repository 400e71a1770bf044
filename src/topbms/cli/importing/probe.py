"""Trying what the import wrote: one request to each pack, one question to Domoticz. Reports; changes nothing.

A port on which the old set-up still runs is left alone: two masters on one line garble each other.
"""

from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from topbms.cli.importing.holders import Holder, holder_of
from topbms.cli.lock import refuse_held
from topbms.cli.notation import number
from topbms.cli.speech import say, told
from topbms.config import Config
from topbms.dialects import chosen
from topbms.engine.line import Line
from topbms.engine.once import line_on, opened
from topbms.engine.settings import LinkSettings, PackSettings
from topbms.errors import FrameError, ReplyError, TopbmsError
from topbms.model.quantities import QUANTITIES
from topbms.model.reading import Analog
from topbms.protocol.frame import Frame

_DOMOTICZ_TIMEOUT = 3.0


async def probed_links(
    settings: Config, ttys: Iterable[Iterable[str]], scripts: Iterable[str], processes: Path = Path("/proc")
) -> AsyncIterator[str]:
    """A line or more of what each link had to say; `ttys` are the old names of each link's port."""
    names = list(scripts)
    for link, old in zip(settings.link, ttys, strict=True):
        holder = holder_of((*old, link.url.partition("://")[2]), names, processes)
        if holder is not None:
            yield _held(link, holder)
            continue
        try:
            refuse_held(link.url)
            async for line in _answers(link):
                yield line
        except TopbmsError as error:
            yield say("{link}: {problem}", link=link.id, problem=told(error))


async def probed_domoticz(url: str) -> str:
    """Whether Domoticz lets this machine in without a login."""
    from topbms.sinks.domoticz.session import Session  # noqa: PLC0415 - an HTTP client is slow to load
    from topbms.sinks.domoticz.settings import Settings  # noqa: PLC0415

    session = Session(Settings(url=url, timeout=_DOMOTICZ_TIMEOUT), None)
    try:
        await session.enter()
    except TopbmsError as error:
        return told(error)
    finally:
        await session.close()
    return say("Domoticz at {url} answers and asks for no login", url=url)


def _held(link: LinkSettings, holder: Holder) -> str:
    return say(
        "{link}: not asked, because {program} of the old set-up (process {pid}) still runs on it",
        link=link.id,
        program=holder.name,
        pid=holder.pid,
    )


async def _answers(link: LinkSettings) -> AsyncIterator[str]:
    dialect = chosen(link.dialect)
    version = int(link.version, 16) if link.version else dialect.request_versions[0]
    async with opened(link.url, link.baud) as connection:
        line = line_on(connection, dialect, link.baud)
        for pack in link.pack or (PackSettings(address=1),):
            request = next(dialect.conversation(pack.address, version, identify=False))
            answer = await _answer(line, request)
            yield say("{link}, address {address}: {answer}", link=link.id, address=pack.address, answer=answer)


async def _answer(line: Line, request: Frame) -> str:
    """The answer in words; LinkError for a cut."""
    try:
        message = await line.ask(request)
    except (FrameError, ReplyError) as error:
        return told(error)
    measured = next((pack for pack in message.packs if isinstance(pack, Analog)), None) if message else None
    if measured is None:
        return say("no answer")
    return say(
        "answers with {voltage}, {soc}",
        voltage=number(QUANTITIES["voltage"], measured.voltage),
        soc=number(QUANTITIES["soc"], measured.soc),
    )
