"""`topbms clock set`: the one thing that topbms can write to a pack, and only when it is asked to."""

from datetime import datetime
from typing import Annotated

import typer

from topbms.cli.asking.unread import unread
from topbms.cli.inquiring.way import PackOption, UrlArgument, Way, way_to
from topbms.cli.options import BaudOption, DialectOption, VersionOption
from topbms.cli.speech import say
from topbms.cli.sure import is_sure
from topbms.dialects.memory import Topic
from topbms.engine.inquiry import set_clock
from topbms.errors import ReplyError
from topbms.model.fragment import Clock
from topbms.transport.connection import shown

group = typer.Typer(help="A pack's clock, the only thing that topbms can write.")


@group.callback()
def _root() -> None:
    """A pack's clock, the only thing that topbms can write."""


@group.command("set")
def set_(
    url: UrlArgument,
    pack: PackOption = 1,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    baud: BaudOption = 9600,
    dialect: DialectOption = "auto",
    version: VersionOption = None,
) -> None:
    """Set a pack's clock to this machine's local time, after showing what it shows now."""
    way = way_to(url, pack, baud, dialect, version)
    print(say("the clock of pack {pack} shows {time}", pack=pack, time=_shown(way)))
    print(say("it would be set to this machine's time, {time}", time=_written(_now(pack))))
    if not yes and not is_sure():
        print(say("nothing was changed"))
        raise typer.Exit(1)
    told = way.use(lambda talk: set_clock(talk.line, talk.dialect, _now(pack), talk.version))
    if isinstance(told.trouble, ReplyError) and told.trouble.code is not None:
        raise ReplyError(
            "{port}: nothing was changed, setting the clock of pack {pack} was refused ({trouble}); a gateway that "
            "shares its link lets nothing be changed: name the port that the pack is on",
            port=shown(url),
            pack=pack,
            trouble=told.trouble,
        )
    if not told.is_whole:
        raise unread(shown(url), pack, baud, told.trouble)
    print(say("the clock of pack {pack} shows {time}", pack=pack, time=_shown(way)))


def _shown(way: Way) -> str:
    """What the pack's clock shows."""
    (told,) = way.ask([Topic.CLOCK])
    return next((_written(one) for one in told.fragments if isinstance(one, Clock)), "?")


def _now(pack: int) -> Clock:
    """Local time: a pack's clock knows no zone."""
    return Clock(pack, datetime.now().isoformat(timespec="seconds"))  # noqa: DTZ005 - see above


def _written(clock: Clock) -> str:
    return clock.time.replace("T", " ")
