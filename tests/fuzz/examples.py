"""Bad input without end: random bytes, cut frames, counts that lie, replies to other requests. The same seed, the same.

Grown from the captures and from what a simulated pack answers to every command. Knows frames, not what they mean.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import NamedTuple

from topbms.dialects import dialects
from topbms.errors import FrameError
from topbms.protocol.capture import read_capture
from topbms.protocol.frame import LONGEST, Frame
from topbms.sim.pack import SimulatedPack

_CAPTURES = Path(__file__).parent.parent / "captures"
_MOST_INFO = 2047
_STRANGE = 0.2  # share of examples that are not grown from a reply, or not asked for
_COUNTS = 60  # bytes at the beginning of INFO, where counts are
_LIKELY = (0, 1, 2, 3, 4, 8, 16, 17, 32, 33, 127, 128, 200, 254, 255)


_ASKED = (b"", b"\0", b"\x01", b"\x02", b"\xff", b"\0\x01", b"\x01\x01", b"\0\0", b"\x01\x01\x01")
"""INFO of requests: a pack's number, a record and its pack, a kind of calibration."""


class Example(NamedTuple):
    """A frame that comes, and the request that it may be taken as an answer to."""

    frame: Frame
    request: Frame | None


def examples(seed: int) -> Iterator[Example]:
    """Frames that are well-formed, and say anything."""
    chance = Random(seed)  # noqa: S311 - examples, not secrets
    ways = (_cut, _grown, _lying, _noisy, _random, _relabelled, _as_it_is)
    frames = _frames()
    replies = [frame for frame in frames if frame.info and not frame.cid2]
    while True:
        grown_from = chance.choice(frames if chance.random() < _STRANGE else replies)
        frame = chance.choice(ways)(chance, grown_from)
        yield Example(frame, _request_for(chance, frame))


def streams(seed: int) -> Iterator[bytes]:
    """Bytes as a line may bring them: noise, and frames that were cut, joined and damaged."""
    chance = Random(seed)  # noqa: S311 - see above
    frames = _frames()
    while True:
        data = b"".join(chance.choice(frames).encode() for _ in range(chance.randrange(3)))
        at = chance.randrange(len(data) + 1)
        noise = chance.randbytes(chance.randrange(20)) + bytes(chance.choices(b"~\xbc\r\n0123456789ABCDEFabc", k=20))
        yield data[:at] + noise + data[at + chance.randrange(40) :]


@cache
def _frames() -> list[Frame]:
    """Every captured frame, and every answer of a simulated pack that says something."""
    found = []
    for path in sorted(_CAPTURES.rglob("*.jsonl")):
        for captured in read_capture(path):
            with suppress(FrameError):
                found.append(captured.parsed())
    return found + [reply for _, reply in _answered()]


@cache
def _requests() -> list[Frame]:
    """Every request that is answered by one of its family, and one of a command that nobody knows."""
    asked = {request for request, _ in _answered()}
    return [*sorted(asked, key=Frame.encode), *(Frame(0x21, 1, cid1, 0xF3, b"\x01") for cid1 in (0x46, 0x4A, 0x4F))]


@cache
def _answered() -> list[tuple[Frame, Frame]]:
    """Requests of every command that there can be, with or without a pack's number, that a simulated pack answers."""
    pack = SimulatedPack(1, seed=1)
    found = []
    for dialect, code, info in product(dialects().values(), range(0x40, 0x100), _ASKED):
        for version in dialect.request_versions:
            usual = next(dialect.conversation(1, version, identify=False))
            request = replace(usual, cid2=code, info=info)
            reply = dialect.answer(request, pack)
            if not reply.cid2:
                found.append((request, reply))
    return found


@cache
def _requests_of(cid1: int) -> list[Frame]:
    return [request for request in _requests() if request.cid1 == cid1] or _requests()


def _request_for(chance: Random, frame: Frame) -> Frame | None:
    """Mostly one that the frame may answer, as far as its header tells."""
    if chance.random() < _STRANGE:
        return chance.choice([None, *chance.sample(_requests(), 3)])
    request = chance.choice(_requests_of(frame.cid1))
    info = frame.info[:1] if request.info and chance.random() < 0.5 else request.info
    return replace(request, address=frame.address, info=info)


def _with(frame: Frame, info: bytes) -> Frame:
    return Frame(frame.version, frame.address, frame.cid1, frame.cid2, info[:_MOST_INFO])


def _cut(chance: Random, frame: Frame) -> Frame:
    return _with(frame, frame.info[: chance.randrange(len(frame.info) + 1)])


def _grown(chance: Random, frame: Frame) -> Frame:
    at = chance.randrange(len(frame.info) + 1)
    return _with(frame, frame.info[:at] + chance.randbytes(chance.randrange(1, 40)) + frame.info[at:])


def _lying(chance: Random, frame: Frame) -> Frame:
    return _changed(chance, frame, chance.randrange(1, 3), _COUNTS)


def _noisy(chance: Random, frame: Frame) -> Frame:
    return _changed(chance, frame, chance.randrange(1, 30), LONGEST)


def _changed(chance: Random, frame: Frame, times: int, within: int) -> Frame:
    info = bytearray(frame.info or b"\0")
    for _ in range(times):
        byte = chance.choice(_LIKELY) if chance.random() < 0.5 else chance.randrange(256)
        info[chance.randrange(min(len(info), within))] = byte
    return _with(frame, bytes(info))


def _random(chance: Random, frame: Frame) -> Frame:
    return _with(frame, chance.randbytes(chance.choice((chance.randrange(8), chance.randrange(300)))))


def _relabelled(chance: Random, frame: Frame) -> Frame:
    """The words of one family under the name of another."""
    other = chance.choice(_requests())
    code = chance.choice((0, frame.cid2, other.cid2, chance.randrange(256)))
    return Frame(other.version, chance.choice((0, 1, 2, 255)), other.cid1, code, frame.info)


def _as_it_is(chance: Random, frame: Frame) -> Frame:
    del chance
    return frame
