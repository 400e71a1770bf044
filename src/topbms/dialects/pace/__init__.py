"""The Pace dialect (PACEIC boards, VER 25 both ways): Jakiper, SOK, Gobel, EASUN, Greenrich, TheSunPays, some TDT.

On RS232 the pack at the port answers for the others: INFO names the pack, ADR of the reply is the port's own (0 or 1).
On RS485 each pack answers for itself. So ADR of a reply may be the one asked, or a port's; whose values they are is
told by the pack's number in front of them (see `topbms.dialects.pace.commands`).

Sources: PACE-BMS RS232 2018-07-05, RS485 2018-06-15, HS001-PC-232-BP-UN-DATA V3.1, and captured frames; what each
command follows stands in its module.
"""

from functools import lru_cache

from topbms.dialects.contract import AMBIGUOUS, Battery, Conversation, Message, is_return_code, refusal
from topbms.dialects.fitting import only_fitting
from topbms.dialects.pace.commands import (
    ALARMS,
    ALL_PACKS,
    ANALOG,
    AT_PORT,
    COMMANDS,
    REQUEST,
    SERIAL,
    VERSION,
    Command,
)
from topbms.errors import FrameError, ReplyError
from topbms.model.fragment import Fragment
from topbms.protocol.frame import LONGEST, Frame
from topbms.protocol.payload import Field

__all__ = ["ALL_PACKS", "DIALECT", "NAME", "Pace", "request"]

NAME = "pace"

_VER, _CID1 = 0x25, 0x46
_NORMAL, _BAD_COMMAND, _BAD_DATA = 0x00, 0x04, 0x06
_BY_CODE = {command.code: command for command in COMMANDS}


@lru_cache(maxsize=128)
def request(code: int, address: int, *packs: int) -> Frame:
    """The request of a command to an address, INFO being the numbers of packs (ALL_PACKS for all), if any."""
    return Frame(_VER, address, _CID1, code, bytes(packs))


class Pace:
    """The dialect's three faces; see `topbms.dialects.contract.Dialect`."""

    name = NAME
    request_versions = (_VER,)
    longest_reply = LONGEST + 2  # 1188 with 8 packs, and there may be 32
    reads = frozenset({0x42, 0x44, 0x90, 0xC1, 0xC2})
    private_fields = frozenset({"serial_number"})
    private_commands = frozenset[int]()

    def claims(self, frame: Frame) -> bool:
        """By VER and CID1."""
        return frame.version == _VER and frame.cid1 == _CID1

    def decode(self, frame: Frame, request: Frame | None = None) -> Message:
        """What the frame says; see the contract for the errors."""
        if request is None:
            return _unasked(frame)
        command = _BY_CODE.get(request.cid2)
        if command is None:
            raise _unknown(request)
        if frame.cid2 != _NORMAL or frame.version != _VER or frame.cid1 != _CID1:
            raise _mismatch(frame, request)
        packs = command.read(frame, request)
        if not command.is_of(frame, request):
            raise _other_pack(packs[0], frame, request)
        return Message(NAME, "response", command.kind, _VER, frame.address, packs)

    def owners(self, message: Message, request: Frame) -> tuple[int | None, ...]:
        """As each command tells."""
        return _BY_CODE[request.cid2].owners(message, request)

    def fields(self, frame: Frame, message: Message) -> tuple[Field, ...]:
        """INFO value by value; bytes that no source explains are `extra`."""
        if message.direction != "response":
            return tuple(REQUEST.fields(frame.info)) if frame.info else ()
        return tuple(_only_fitting(frame)[0].fields(frame.info))

    def answer(self, request: Frame, battery: Battery) -> Frame:
        """The reply of a pack; RTN 04 to a command, RTN 06 to a pack number that it does not know."""
        command = _BY_CODE.get(request.cid2)
        if command is None:
            return _reply(battery, _BAD_COMMAND)
        info = command.answer(request, battery) if len(request.info) in command.sizes else None
        return _reply(battery, _BAD_DATA) if info is None else _reply(battery, _NORMAL, info)

    def refuse(self, request: Frame, code: int) -> Frame:
        """The reply that refuses."""
        return Frame(_VER, request.address, _CID1, code)

    def conversation(self, address: int, version: int, *, identify: bool) -> Conversation:
        """Values, then alarms, then (once) version and serial number; a pack that is mute is asked no further."""
        del version  # there is but one
        asked: list[tuple[Command, tuple[int, ...]]] = [(ANALOG, (address,)), (ALARMS, (address,))]
        if identify:
            asked += [(VERSION, ()), (SERIAL, ())]
        for command, packs in asked:
            if (yield request(command.code, address, *packs)) is None:
                return


def _reply(battery: Battery, code: int, info: bytes = b"") -> Frame:
    return Frame(_VER, battery.address, _CID1, code, info)


def _mismatch(frame: Frame, request: Frame) -> ReplyError:
    """Why a frame is not the reply with values that the pack should have sent."""
    if frame.version != _VER or frame.cid1 != _CID1:
        return ReplyError(
            "the frame is no reply of this family (VER {version:02X}, CID1 {cid1:02X})",
            version=frame.version,
            cid1=frame.cid1,
        )
    if not is_return_code(frame.cid2):
        return ReplyError("the frame is a request {command:02X}: an echo, or another master", command=frame.cid2)
    return refusal(frame.cid2) if frame.address in {request.address, *AT_PORT} else _other_address(frame, request)


def _other_address(frame: Frame, request: Frame) -> ReplyError:
    return ReplyError("the reply is of address {found}, {asked} was asked", found=frame.address, asked=request.address)


def _other_pack(pack: Fragment, frame: Frame, request: Frame) -> ReplyError:
    """The reply of another pack, by its number or, where that tells nothing, by its address."""
    if pack.pack == frame.address:
        return _other_address(frame, request)
    asked = request.info.hex().upper()
    return ReplyError("the reply is of pack {found}, INFO {asked} was asked", found=pack.pack, asked=asked)


def _unasked(frame: Frame) -> Message:
    """What a frame says when it is not known what was asked."""
    if frame.cid2 != _NORMAL:
        return _request_of(frame)
    command, packs = _only_fitting(frame)
    return Message(NAME, "response", command.kind, frame.version, frame.address, packs)


def _only_fitting(frame: Frame) -> tuple[Command, tuple[Fragment, ...]]:
    """The one command whose reply this is, to the last byte."""
    return only_fitting(COMMANDS, lambda command: command.read(frame, None))


def _request_of(frame: Frame) -> Message:
    """A request, or what cannot be told from one."""
    if is_return_code(frame.cid2) and frame.cid2 not in AMBIGUOUS:
        raise refusal(frame.cid2)
    if frame.cid2 in AMBIGUOUS and not frame.info:
        return Message(NAME, "unknown", None, frame.version, frame.address)
    command = _BY_CODE.get(frame.cid2)
    if command is None:
        raise _unknown(frame)
    if len(frame.info) not in command.sizes:
        raise FrameError(
            "payload",
            "a request {code:02X} has {sizes} of INFO in bytes, this one has {count}",
            code=frame.cid2,
            sizes=" or ".join(map(str, command.sizes)),
            count=len(frame.info),
        )
    return Message(NAME, "request", command.kind, frame.version, frame.address)


def _unknown(request: Frame) -> FrameError:
    return FrameError("unknown", "command {code:02X} is not known to dialect {name}", code=request.cid2, name=NAME)


DIALECT = Pace()
"""The one object of this dialect."""
