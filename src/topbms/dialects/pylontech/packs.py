"""Replies to 42H and 44H hold one pack, or all packs of a group one behind the other.

    flag  command value  pack  [pack …]

The command value is the pack that was asked for, by the papers; in a reply to "all packs" (FF) it is how many there
are. A pack ends where its own counts say, so the packs are read until INFO ends, and there must be one, or as many as
the command value says. Those of a group are numbered from the address of the master, which is the one that answers.
Captured packs do not always repeat what was asked (a pack at 12 that was asked for 12 says 02): ADR alone tells whose
reply it is.

Sources: the papers V2.8 and V3.3; all captured replies, of one, two and four packs, end at the last byte of this
drawing. The flag's bits: 0 alarms, 4 switches that changed and were not read yet.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

from topbms.errors import FrameError
from topbms.protocol.payload import Field, Number, Table

FLAG = "data_flag"

HEAD = Table(Number(FLAG), Number("pack"))
_HEAD = 2


Row: TypeAlias = tuple[int, list[Any], bytes]
"""One pack of a reply: its number, its values, and the bytes behind the last one."""


def rows(table: Table, info: bytes, address: int, spare: int = 0) -> tuple[int, list[Row]]:
    """The flag, and pack by pack what a reply says; at most `spare` bytes may be left over.

    Raises FrameError "payload" for INFO that is cut, longer, or of another number of packs than it says.
    """
    if len(info) < _HEAD:
        HEAD.decode(info)  # raises
    flag, count = info[0], info[1]
    values, end = table.decode(info, _HEAD)
    if len(info) - end <= spare:  # nearly every reply is of one pack
        return flag, [(count, values, info[end:])]
    found = list(_each(table, info, _HEAD, spare))
    if len(found) != count:
        raise FrameError("payload", "the reply holds {packs} packs, it says {count}", packs=len(found), count=count)
    last = info[found[-1][1] :]
    return flag, [(address + i, one, b"" if i + 1 < count else last) for i, (one, _) in enumerate(found)]


def fields(table: Table, info: bytes, spare: int = 0) -> Iterator[Field]:
    """Every value with its place; bytes that no source explains are the last one, `extra`."""
    yield from HEAD.fields(info)
    at = _HEAD
    for _, end in _each(table, info, at, spare):
        yield from table.fields(info, at)
        at = end
    if info[at:]:
        yield Field(at, info[at:], "extra", info[at:])


def head(flag: float, pack: int) -> bytes:
    """What stands in front of the one pack of a reply."""
    return HEAD.encode((round(flag), pack))


def _each(table: Table, info: bytes, at: int, spare: int) -> Iterator[tuple[list[Any], int]]:
    """The values of each pack, and where it ends."""
    while True:
        values, at = table.decode(info, at)
        yield values, at
        if len(info) - at <= spare:
            return
