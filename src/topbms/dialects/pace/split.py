"""How many bytes of a reply belong to which pack. Knows counts and lengths, no value.

A reply holds one pack, or several one behind the other, and nothing in it says how long each is: Pace's count byte P
does not (see `topbms.dialects.pace.analog`). So all ways to cut INFO into packs to the last byte are followed, and
there must be exactly one.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeAlias

from topbms.errors import FrameError

HEAD = 2
"""Bytes in front of the first pack: INFOFLAG, and the pack's number or the number of packs."""

MOST_PACKS = 32
"""The paper RS232 V3.1 (2022-06-13); 8 were captured."""

Ends: TypeAlias = Callable[[bytes, int], tuple[int, ...]]
"""Where a pack that begins at an offset may end; raises FrameError where none can begin."""

_SHOWN = 4  # candidates that an error names


def only_pack(info: bytes, ends: Ends) -> tuple[int, ...]:
    """Where the one pack of a reply begins; raises FrameError "payload" when it is not the whole INFO."""
    known = ends(info, HEAD)
    if len(info) in known:
        return (HEAD,)
    raise _no_length(len(info), known)


def all_packs(info: bytes, ends: Ends) -> tuple[int, ...]:
    """Where each pack of a reply to "all packs" begins; raises FrameError "payload" unless exactly one way fits."""
    count = info[1]
    ways = list(_ways(info, count, ends)) if 0 < count <= MOST_PACKS else []
    if len(ways) == 1:
        return ways[0]
    if ways:
        raise FrameError(
            "payload",
            "the reply can be cut into {packs} packs in more than one way, of which they begin at bytes: {ways}",
            packs=count,
            ways="; ".join(" ".join(map(str, way)) for way in ways[:_SHOWN]),
        )
    if count == 1:
        return only_pack(info, ends)  # raises, and says why
    raise FrameError("payload", "the reply cannot be cut into {packs} packs to the last byte", packs=count)


def any_packs(info: bytes, ends: Ends) -> tuple[int, ...]:
    """Where the packs begin when it is not known whether one was asked for or all; raises FrameError "payload"."""
    try:
        one = only_pack(info, ends)
    except FrameError:
        if 1 < info[1] <= MOST_PACKS:
            return all_packs(info, ends)
        raise
    others = list(_ways(info, info[1], ends)) if 1 < info[1] <= MOST_PACKS else []
    if not others:
        return one
    raise FrameError("payload", "the reply fits pack {packs} alone as well as {packs} packs", packs=info[1])


def _ways(info: bytes, count: int, ends: Ends) -> Iterator[tuple[int, ...]]:
    """Every way to cut INFO into so many packs, each as the offsets where they begin; two are enough to know."""

    @cache
    def rest(at: int, left: int) -> tuple[tuple[int, ...], ...]:
        if not left:
            return ((),) if at == len(info) else ()
        try:
            found = ends(info, at)
        except FrameError:
            return ()
        ways = [(at, *way) for end in found if end <= len(info) for way in rest(end, left - 1)]
        return tuple(ways[:_SHOWN])

    yield from rest(HEAD, count)


def _no_length(count: int, known: tuple[int, ...]) -> FrameError:
    return FrameError(
        "payload",
        "INFO has a length of {count}, with its counts it could be {known}",
        count=count,
        known=", ".join(map(str, known)),
    )
