"""`topbms support`: one file with what somebody needs who is to find out what is wrong, and no secret in it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from topbms.app.supporting.parts import lines
from topbms.cli.asking.gateway import support
from topbms.cli.keeping.target import refuse_own, replacing
from topbms.cli.options import ConfigOption
from topbms.cli.speech import say, speak, told
from topbms.config import Loaded, load
from topbms.errors import TopbmsError
from topbms.protocol.capture import read_capture


def command(
    file: Annotated[Path, typer.Argument(help="The file to write, such as support.jsonl.")],
    config: ConfigOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write versions, config without secrets, the log of a day, health, events and masked frames into one file."""
    loaded = load(config)
    speak(loaded.settings.language)
    refuse_own(file, loaded)
    with replacing(file, force=force) as unfinished:
        unfinished.write_bytes(_content(loaded))
        count = sum(1 for _ in read_capture(unfinished))
    print(say("{path} is written, frames in it: {count}; look at it before you share it", path=file, count=count))


def _content(loaded: Loaded) -> bytes:
    """What the running gateway says; where there is none, or it does not say, what can be seen from outside."""
    try:
        return support(loaded)
    except TopbmsError as error:
        problem = told(error)
        print(
            say("health, log and frames are missing, which only a running gateway knows: {problem}", problem=problem),
            file=sys.stderr,
        )
        return "".join(lines(loaded, error)).encode()
