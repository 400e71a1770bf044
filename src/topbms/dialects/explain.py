"""What any frame says, without knowing what was asked: structure decides, never hope.

Exactly one reading of a frame may be left over; a frame that fits two layouts, or none, is refused.
"""

from collections.abc import Collection

from topbms.dialects import dialects
from topbms.dialects.contract import AMBIGUOUS, Dialect, Message, is_return_code, refusal
from topbms.errors import FrameError
from topbms.protocol.frame import Frame
from topbms.protocol.payload import Field


def explain(frame: Frame, among: Collection[Dialect] | None = None) -> Message:
    """The one meaning of a frame `among` these dialects, by default all that there are.

    Raises ReplyError for a return code, then FrameError "unknown", then FrameError "payload".
    """
    if is_return_code(frame.cid2) and frame.cid2 not in AMBIGUOUS:
        raise refusal(frame.cid2)
    readings: list[Message] = []
    faults: list[FrameError] = []
    for dialect in _claimants(frame, among):
        try:
            readings.append(dialect.decode(frame))
        except FrameError as error:
            faults.append(error)
    if not readings:
        raise _worst(frame, faults)
    return _only(readings)


def candidates(frame: Frame) -> tuple[str, ...]:
    """The names of the dialects that can read a frame which several share; of one that nobody claims, none."""
    return tuple(
        dialect.name for dialect in dialects().values() if dialect.claims(frame) and _is_readable(dialect, frame)
    )


def dissect(frame: Frame, message: Message) -> tuple[Field, ...]:
    """INFO value by value, each with its place; `message` is what `explain` made of the frame."""
    return next(d for d in _claimants(frame, None) if message.dialect in {d.name, None}).fields(frame, message)


def _is_readable(dialect: Dialect, frame: Frame) -> bool:
    try:
        dialect.decode(frame)
    except FrameError:
        return False
    return True


def _claimants(frame: Frame, among: Collection[Dialect] | None) -> list[Dialect]:
    claimants = [dialect for dialect in (dialects().values() if among is None else among) if dialect.claims(frame)]
    if not claimants:
        raise FrameError(
            "unknown",
            "no known dialect has VER {version:02X} with CID1 {cid1:02X}",
            version=frame.version,
            cid1=frame.cid1,
        )
    return claimants


def _worst(frame: Frame, faults: list[FrameError]) -> FrameError:
    """What to say of a frame that no claimant can read."""
    payload = next((fault for fault in faults if fault.kind == "payload"), None)
    if payload is None and len(faults) > 1 and frame.cid2:
        return FrameError(
            "unknown",
            "command {code:02X} is not known to any dialect with VER {version:02X}",
            code=frame.cid2,
            version=frame.version,
        )
    return payload or faults[0]


def _only(readings: list[Message]) -> Message:
    """The one reading; of what several dialects share, a request or a reply without INFO, what they agree on."""
    first = readings[0]
    if len(readings) == 1:
        return first
    if not any(reading.packs for reading in readings) and all(_meaning(other) == _meaning(first) for other in readings):
        return Message(None, first.direction, first.kind, first.version, first.address)
    raise FrameError(
        "payload",
        "the frame fits more than one dialect: {names}",
        names=", ".join(sorted(str(reading.dialect) for reading in readings)),
    )


def _meaning(message: Message) -> tuple[str, str | None]:
    return message.direction, message.kind
