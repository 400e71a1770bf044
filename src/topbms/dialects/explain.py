"""What any frame says, without knowing what was asked: structure decides, never hope.

Exactly one reading of a frame may be left over; a frame that fits two layouts, or none, is refused.
"""

from topbms.dialects import dialects
from topbms.dialects.contract import AMBIGUOUS, MEANINGS, Message, refusal
from topbms.errors import FrameError
from topbms.protocol.frame import Frame


def explain(frame: Frame) -> Message:
    """The one meaning of a frame.

    Raises ReplyError for a return code, then FrameError "unknown", then FrameError "payload".
    """
    if frame.cid2 in MEANINGS and frame.cid2 not in AMBIGUOUS:
        raise refusal(frame.cid2)
    claimants = [dialect for dialect in dialects().values() if dialect.claims(frame)]
    if not claimants:
        raise FrameError(
            "unknown",
            "no known dialect has VER {version:02X} with CID1 {cid1:02X}",
            version=frame.version,
            cid1=frame.cid1,
        )
    readings: list[Message] = []
    faults: list[FrameError] = []
    for dialect in claimants:
        try:
            readings.append(dialect.decode(frame))
        except FrameError as error:
            faults.append(error)
    if not readings:
        raise next((fault for fault in faults if fault.kind == "payload"), faults[0])
    return _only(readings)


def _only(readings: list[Message]) -> Message:
    if len(readings) == 1:
        return readings[0]
    first = readings[0]
    if all(reading.direction == "request" and reading.kind == first.kind for reading in readings):
        return Message(None, first.direction, first.kind, first.version, first.address)
    raise FrameError(
        "payload",
        "the frame fits more than one dialect: {names}",
        names=", ".join(sorted(str(reading.dialect) for reading in readings)),
    )
