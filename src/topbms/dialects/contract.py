"""What a dialect is: its three faces over the same tables, and what they give and take.

Known here: frames, fragments of readings, return codes. Not known: links, clocks, who asks.
"""

from collections.abc import Generator
from typing import Literal, NamedTuple, Protocol, TypeAlias

from topbms.errors import ReplyError
from topbms.model.alarms import AlarmReport
from topbms.model.fragment import Analog, Fragment, Product
from topbms.protocol.frame import START, Frame
from topbms.protocol.payload import Field

Direction: TypeAlias = Literal["request", "response", "unknown"]

MEANINGS = {
    0x01: "VER is not the one it speaks",
    0x02: "CHKSUM of the request was wrong",
    0x03: "LCHKSUM of the request was wrong",
    0x04: "the command is not known to it",
    0x05: "the request's format was wrong",
    0x06: "the request's data were not valid",
    0x09: "the operation or write failed",
    0x90: "the address is not valid",
    0x91: "communication inside the BMS failed",
    0xA0: "the data transfer failed",
}
"""Return codes (RTN) and their meanings: TopBMS V1.7, Pylontech V3.3; 09 from a Pace capture."""

_LAST_CODE = 0x0F  # below it no dialect has a command; the lowest known is 31H

AMBIGUOUS = frozenset({0x90, 0x91, 0xA0})
"""Bytes that are a return code in one frame and a command in another."""


class Message(NamedTuple):
    """What a frame says. `dialect` is None where several share a request, `kind` None where it cannot be told.

    `packs` are the fragments of a response, one a pack; requests have none.
    """

    dialect: str | None
    direction: Direction
    kind: str | None
    version: int
    address: int
    packs: tuple[Fragment, ...] = ()


Conversation: TypeAlias = Generator[Frame, Message | ReplyError | None, None]
"""Yields requests; is sent the reply, the pack's refusal, or None for silence."""


class Battery(Protocol):
    """What a dialect must be told to answer in a pack's place: measured, alarms, identity, all of this moment."""

    @property
    def address(self) -> int:
        """The pack's address on its line."""
        ...

    def analog(self) -> Analog:
        """The measured values."""
        ...

    def alarms(self) -> AlarmReport:
        """Alarms and states."""
        ...

    def product(self) -> Product:
        """What the pack says it is."""
        ...


class Dialect(Protocol):
    """One BMS family."""

    @property
    def name(self) -> str:
        """The word in the config."""
        ...

    @property
    def request_versions(self) -> tuple[int, ...]:
        """The VER bytes a request may carry; the first is the default."""
        ...

    @property
    def longest_reply(self) -> int:
        """Characters of the longest reply it knows, to bound how long a link listens."""
        ...

    @property
    def reads(self) -> frozenset[int]:
        """The commands that are known to change nothing in a pack: what others may send through us, and nothing else.

        Named one by one, and not taken from the tables, so that no command comes to be sent for by being understood.
        """
        ...

    def claims(self, frame: Frame) -> bool:
        """Whether the frame's header could be this dialect's."""
        ...

    def decode(self, frame: Frame, request: Frame | None = None) -> Message:
        """What the frame says; `request` tells which command a reply answers.

        Raises ReplyError with the RTN for a refusal, or without one for a reply to something else; FrameError
        "unknown" for a command it does not know and "payload" when counts and length do not fit.
        """
        ...

    def owners(self, message: Message, request: Frame) -> tuple[int | None, ...]:
        """The number of the pack that each fragment of a reply is of, as people count: from 1, in the order of `packs`.

        None where nothing in request and reply determines it. A number that `topbms.dialects.numbers` does not allow is
        no pack of ours.
        """
        ...

    def fields(self, frame: Frame, message: Message) -> tuple[Field, ...]:
        """INFO value by value, each with its place; `message` is what `decode` made of the frame."""
        ...

    def answer(self, request: Frame, battery: Battery) -> Frame:
        """The reply of a pack to a request; a refusal for what it does not know. Used by the simulator."""
        ...

    def refuse(self, request: Frame, code: int) -> Frame:
        """The reply by which the pack that is asked refuses, whatever the request is."""
        ...

    def conversation(self, address: int, version: int, *, identify: bool) -> Conversation:
        """What to ask a pack in one poll; `identify` asks also who it is."""
        ...


def starts(dialect: Dialect) -> bytes:
    """What a frame may begin with on a line of this dialect: `~`, and whatever else its requests begin with."""
    asked = [next(dialect.conversation(1, version, identify=False)) for version in dialect.request_versions]
    return b"".join({START, *(request.start for request in asked)})


def is_read(dialect: Dialect, request: Frame) -> bool:
    """Whether a request is one of this dialect's that changes nothing in a pack."""
    if request.version not in dialect.request_versions or request.cid2 not in dialect.reads:
        return False
    own = next(dialect.conversation(1, request.version, identify=False))
    return (request.start, request.cid1) == (own.start, own.cid1)


def is_return_code(cid2: int) -> bool:
    """Whether CID2 can be the RTN of a refusal; those of AMBIGUOUS can be commands too."""
    return 0 < cid2 <= _LAST_CODE or cid2 in AMBIGUOUS


def refusal(code: int) -> ReplyError:
    """The error of a well-formed reply whose RTN is not 00."""
    meaning = ReplyError(MEANINGS.get(code, "a code that no source explains"), code=code)  # quoted, so translated
    return ReplyError("the BMS answered RTN {rtn:02X}: {meaning}", code=code, rtn=code, meaning=meaning)


def mismatch(frame: Frame, request: Frame, *, is_ours: bool) -> ReplyError:
    """Why a frame is not the reply with values to this request; `is_ours` tells whether its family is the asker's."""
    if not is_ours:
        return ReplyError("the frame is no reply of this family (CID1 {cid1:02X})", cid1=frame.cid1)
    if frame.address != request.address:
        return ReplyError(
            "the reply is of address {found}, {asked} was asked", found=frame.address, asked=request.address
        )
    if is_return_code(frame.cid2):
        return refusal(frame.cid2)
    return ReplyError("the frame is a request {command:02X}: an echo, or another master", command=frame.cid2)
