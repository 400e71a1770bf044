"""Requests to a TopBMS. Knows commands and frames, not when to send them."""

from collections.abc import Sequence
from functools import lru_cache

from topbms.dialects.topbms import clock
from topbms.dialects.topbms.commands import SET_CLOCK, Command
from topbms.model.fragment import Clock
from topbms.protocol.frame import Frame

CID1 = 0x46
DOCUMENT_VERSION = 0x21
"""VER of requests by the document, and of what the vendor's program sends."""


@lru_cache(maxsize=512)
def request(code: int, pack: int, version: int = DOCUMENT_VERSION) -> Frame:
    """The request of a command that asks with a pack's number (1 to 16), or for all of them (FF)."""
    return Frame(version, pack, CID1, code, bytes((pack,)))


def asking(command: Command, pack: int, version: int, *before: int, after: Sequence[int] = ()) -> Frame:
    """The request of a command, with what stands before and after the pack's number where it names one."""
    if not command.asked:
        return Frame(version, pack, CID1, command.code)
    return Frame(version, pack, CID1, command.code, bytes((*before, pack, *after)))


def clock_setting(said: Clock, version: int = DOCUMENT_VERSION) -> Frame:
    """The request that sets the clock of the pack `said.pack`; raises ValueError for a time that no pack can have."""
    if not clock.is_believable(said.time):
        message = f"{said.time} is no time to set a clock to"
        raise ValueError(message)
    return Frame(version, said.pack, CID1, SET_CLOCK.code, clock.encode_clock(said))
