"""The TopBMS dialect: TopBMS, Sylcin, V-KING / TAICO. Requests with VER 21 or 52, replies with VER 52.

Follows captures and the vendor's Windows monitor; where the document "Communication protocol V1.7" disagrees, they
win. Topband boards take the very same request of VER 21, so such a request names no dialect; a reply of VER 21 is
ours only when its structure is ours to the last byte.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from topbms.dialects.contract import AMBIGUOUS, Battery, Conversation, Message, is_return_code, refusal
from topbms.dialects.topbms import alarms, analog, product
from topbms.errors import FrameError, ReplyError
from topbms.model.fragment import Fragment
from topbms.protocol.frame import Frame
from topbms.protocol.payload import Field, Number, Table

NAME = "topbms"
ALL_PACKS = 0xFF
"""INFO of a request to all packs at once; only the document names it, no answer to it was ever captured."""

_CID1 = 0x46
_REPLY_VERSION = 0x52
_DOCUMENT_VERSION = 0x21
_NORMAL = 0x00
_BAD_DATA, _BAD_COMMAND = 0x06, 0x04


class _Command(NamedTuple):
    """One command: its code, both ways of its reply, and how many reserved bytes may end the reply."""

    code: int
    kind: str
    table: Table
    decode: Callable[[bytes], Fragment]
    encode: Callable[[Battery], bytes]
    reserved: int = 0


_ANALOG = _Command(0x42, "analog", analog.TABLE, analog.decode_analog, lambda pack: analog.encode_analog(pack.analog()))
_ALARMS = _Command(
    0x44,
    "alarms",
    alarms.TABLE,
    alarms.decode_alarms,
    lambda pack: alarms.encode_alarms(pack.alarms()),
    alarms.RESERVED,
)
_PRODUCT = _Command(
    0xF1, "product", product.TABLE, product.decode_product, lambda pack: product.encode_product(pack.product())
)
_COMMANDS = {command.code: command for command in (_ANALOG, _ALARMS, _PRODUCT)}
_REQUEST = Table(Number("pack"))
_KINDS = {command.kind: command for command in _COMMANDS.values()}


@lru_cache(maxsize=128)
def request(code: int, pack: int, version: int = _DOCUMENT_VERSION) -> Frame:
    """The request of a command to one pack (1 to 16), or to all of them (FF)."""
    return Frame(version, pack, _CID1, code, bytes((pack,)))


class TopBms:
    """The dialect's three faces; see `topbms.dialects.contract.Dialect`."""

    name = NAME
    request_versions = (_DOCUMENT_VERSION, _REPLY_VERSION)
    longest_reply = 480

    def claims(self, frame: Frame) -> bool:
        """By VER and CID1."""
        return frame.version in self.request_versions and frame.cid1 == _CID1

    def decode(self, frame: Frame, request: Frame | None = None) -> Message:
        """What the frame says; see the contract for the errors."""
        if request is None:
            return _unasked(frame)
        command = _COMMANDS.get(request.cid2)
        if command is None:
            raise _unknown(request)
        if frame.cid2 != _NORMAL or frame.address != request.address or frame.cid1 != _CID1:
            raise _mismatch(frame, request)
        fragment = command.decode(frame.info) if frame.version == _REPLY_VERSION else _read(command, frame)
        if frame.info[:1] != request.info:
            raise _other_pack(fragment, request)
        return Message(NAME, "response", command.kind, frame.version, frame.address, (fragment,))

    def fields(self, frame: Frame, message: Message) -> tuple[Field, ...]:
        """INFO value by value; bytes that no source explains are the last one, `extra`."""
        if message.kind is None:
            return ()
        table = _REQUEST if message.direction == "request" else _KINDS[message.kind].table
        known = tuple(table.fields(frame.info))
        end = known[-1].at + len(known[-1].raw)
        extra = frame.info[end:]
        return (*known, Field(end, extra, "extra", extra)) if extra else known

    def answer(self, request: Frame, battery: Battery) -> Frame:
        """The reply of a pack; RTN 04 to a command, RTN 06 to a pack number that it does not know."""
        command = _COMMANDS.get(request.cid2)
        if command is None:
            return _reply(battery, _BAD_COMMAND)
        if request.info != bytes((battery.address,)):
            return _reply(battery, _BAD_DATA)
        return _reply(battery, _NORMAL, command.encode(battery))

    def conversation(self, address: int, version: int, *, identify: bool) -> Conversation:
        """Values, then alarms, then (once) identity; a pack that is mute is asked no further."""
        commands = (_ANALOG, _ALARMS, _PRODUCT) if identify else (_ANALOG, _ALARMS)
        for command in commands:
            if (yield request(command.code, address, version)) is None:
                return


def _reply(battery: Battery, code: int, info: bytes = b"") -> Frame:
    return Frame(_REPLY_VERSION, battery.address, _CID1, code, info)


def _mismatch(frame: Frame, request: Frame) -> ReplyError:
    """Why a frame is not the reply with values that the pack should have sent."""
    if frame.cid1 != _CID1:
        return ReplyError("the frame is no reply of this family (CID1 {cid1:02X})", cid1=frame.cid1)
    if frame.address != request.address:
        return ReplyError(
            "the reply is of address {found}, {asked} was asked", found=frame.address, asked=request.address
        )
    if is_return_code(frame.cid2):
        return refusal(frame.cid2)
    return ReplyError("the frame is a request {command:02X}: an echo, or another master", command=frame.cid2)


def _other_pack(fragment: Fragment, request: Frame) -> ReplyError:
    asked = request.info.hex().upper()
    return ReplyError("the reply is of pack {found}, INFO {asked} was asked", found=fragment.pack, asked=asked)


def _read(command: _Command, frame: Frame) -> Fragment:
    """What the reply to a command says; raises FrameError "unknown" for a VER that makes it somebody else's."""
    if frame.version == _REPLY_VERSION:
        return command.decode(frame.info)
    fragment = _read_exactly(command, frame.info) if frame.version == _DOCUMENT_VERSION else None
    if fragment is None:
        raise FrameError(
            "unknown",
            "a reply with VER {version:02X} that is not of TopBMS to the last byte; Topband boards answer with VER 21",
            version=frame.version,
        )
    return fragment


def _read_exactly(command: _Command, info: bytes) -> Fragment | None:
    try:
        fragment = command.decode(info)
    except FrameError:
        return None
    return fragment if len(fragment.extra) <= command.reserved else None


def _unasked(frame: Frame) -> Message:
    """What a frame says when it is not known what was asked."""
    if frame.cid2 != _NORMAL:
        return _request_of(frame)
    command, fragment = _only_fitting(frame)
    return Message(NAME, "response", command.kind, frame.version, frame.address, (fragment,))


def _only_fitting(frame: Frame) -> tuple[_Command, Fragment]:
    """The one command whose reply this can be: to the last byte if there is one, else with bytes left over."""
    fitting, faults = [], []
    for command in _COMMANDS.values():
        try:
            fitting.append((command, _read(command, frame)))
        except FrameError as fault:
            faults.append((command, fault))
    exact = [found for found in fitting if len(found[1].extra) <= found[0].reserved]
    candidates = exact or fitting
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        kinds = ", ".join(command.kind for command, _ in candidates)
        raise FrameError("payload", "the reply fits more than one command: {kinds}", kinds=kinds)
    raise _none_fits(faults)


def _none_fits(faults: list[tuple[_Command, FrameError]]) -> FrameError:
    _, first = faults[0]
    if first.kind == "unknown":
        return first
    reasons = "; ".join(f"{command.kind}: {fault}" for command, fault in faults)
    return FrameError("payload", "the reply fits no command ({reasons})", reasons=reasons)


def _request_of(frame: Frame) -> Message:
    """A request, or what cannot be told from one; VER 21 does not tell whose it is."""
    name = NAME if frame.version == _REPLY_VERSION else None
    if frame.cid2 in AMBIGUOUS and not frame.info:
        return Message(name, "unknown", None, frame.version, frame.address)
    if is_return_code(frame.cid2) and frame.cid2 not in AMBIGUOUS:
        raise refusal(frame.cid2)
    command = _COMMANDS.get(frame.cid2)
    if command is None:
        raise _unknown(frame)
    if len(frame.info) != 1:
        raise FrameError(
            "payload",
            "a request {code:02X} has 1 byte of INFO (the pack), this one has {count}",
            code=frame.cid2,
            count=len(frame.info),
        )
    return Message(name, "request", command.kind, frame.version, frame.address)


def _unknown(request: Frame) -> FrameError:
    return FrameError("unknown", "command {code:02X} is not known to dialect topbms", code=request.cid2)


DIALECT = TopBms()
