"""What a battery on an open line speaks: as typed, or found out by asking. Said in one line where it is not TopBMS."""

import sys
from collections.abc import Iterable

from topbms.cli.speech import say
from topbms.engine.line import Line
from topbms.engine.once import spoken_on, usual
from topbms.engine.recognition import Spoken


async def tongue(line: Line, name: str, addresses: Iterable[int], version: int | None) -> Spoken | None:
    """What to ask in from now on, None when nobody answers in any dialect; the line reads answers in it.

    `name` is a dialect's, or "auto"; `version` the VER of the requests, None for any. Raises ConfigError for an unknown
    dialect, LinkError for a cut.
    """
    found = await spoken_on(line, name, addresses, version)
    line.reader = (found or usual()).dialect
    if found is not None and name == "auto" and found.dialect != usual().dialect:
        text = say("the battery speaks dialect {dialect}", dialect=found.dialect.name)
        print(text, file=sys.stderr)
    return found
