"""The TopBMS dialect: TopBMS, Sylcin, V-KING / TAICO. Requests with VER 21 or 52, replies with VER 52.

Follows captures and the vendor's Windows monitor; where the document "Communication protocol V1.7" disagrees, they
win. Topband boards take the very same request of VER 21, so such a request names no dialect; a reply of VER 21 is
ours only when its structure is ours to the last byte.
"""

from collections.abc import Callable
from dataclasses import dataclass

from topbms.dialects.contract import AMBIGUOUS, MEANINGS, Battery, Conversation, Message, refusal
from topbms.dialects.topbms.alarms import decode_alarms, encode_alarms
from topbms.dialects.topbms.analog import decode_analog, encode_analog
from topbms.dialects.topbms.product import decode_product, encode_product
from topbms.errors import FrameError, ReplyError
from topbms.model.reading import Fragment
from topbms.protocol.frame import Frame

NAME = "topbms"
ALL_PACKS = 0xFF
"""INFO of a request to all packs at once; only the document names it, no answer to it was ever captured."""

_CID1 = 0x46
_REPLY_VERSION = 0x52
_DOCUMENT_VERSION = 0x21
_NORMAL = 0x00
_BAD_DATA, _BAD_COMMAND = 0x06, 0x04


@dataclass(frozen=True, slots=True)
class _Command:
    """One command: its code and both ways of its reply."""

    code: int
    kind: str
    decode: Callable[[bytes], Fragment]
    encode: Callable[[Battery], bytes]


_ANALOG = _Command(0x42, "analog", decode_analog, lambda battery: encode_analog(battery.analog()))
_ALARMS = _Command(0x44, "alarms", decode_alarms, lambda battery: encode_alarms(battery.alarms()))
_PRODUCT = _Command(0xF1, "product", decode_product, lambda battery: encode_product(battery.product()))
_COMMANDS = {command.code: command for command in (_ANALOG, _ALARMS, _PRODUCT)}


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
        if request is not None:
            return self._decode_reply(frame, request)
        if frame.cid2 == _NORMAL:
            return self._response(frame, *_only_fitting(frame))
        if frame.cid2 in AMBIGUOUS and not frame.info:
            return Message(NAME, "unknown", None, frame.version, frame.address)
        return self._decode_request(frame)

    def answer(self, request: Frame, battery: Battery) -> Frame:
        """The reply of a pack; RTN 04 to a command, RTN 06 to a pack number that it does not know."""
        command = _COMMANDS.get(request.cid2)
        if command is None:
            return self._reply(battery, _BAD_COMMAND)
        if request.info != bytes((battery.address,)):
            return self._reply(battery, _BAD_DATA)
        return self._reply(battery, _NORMAL, command.encode(battery))

    def conversation(self, address: int, version: int, *, identify: bool) -> Conversation:
        """Values, then alarms, then (once) identity; a pack that is mute is asked no further."""
        commands = (_ANALOG, _ALARMS, _PRODUCT) if identify else (_ANALOG, _ALARMS)
        for command in commands:
            if (yield request(command.code, address, version)) is None:
                return

    def _decode_reply(self, frame: Frame, request: Frame) -> Message:
        _check_sender(frame, request)
        if frame.cid2 != _NORMAL:
            raise refusal(frame.cid2)
        command = _COMMANDS[request.cid2]
        fragment = command.decode(frame.info)
        if fragment.pack != request.info[0]:
            raise ReplyError(
                "the reply is of pack {found}, {asked} was asked", found=fragment.pack, asked=request.info[0]
            )
        return self._response(frame, command, fragment)

    def _decode_request(self, frame: Frame) -> Message:
        command = _COMMANDS.get(frame.cid2)
        if command is None:
            raise FrameError("unknown", "command {code:02X} is not known to dialect topbms", code=frame.cid2)
        if len(frame.info) != 1:
            raise FrameError(
                "payload",
                "a request {code:02X} has 1 byte of INFO (the pack), this one has {count}",
                code=frame.cid2,
                count=len(frame.info),
            )
        name = NAME if frame.version == _REPLY_VERSION else None
        return Message(name, "request", command.kind, frame.version, frame.address)

    def _response(self, frame: Frame, command: _Command, fragment: Fragment) -> Message:
        return Message(NAME, "response", command.kind, frame.version, frame.address, (fragment,))

    def _reply(self, battery: Battery, code: int, info: bytes = b"") -> Frame:
        return Frame(_REPLY_VERSION, battery.address, _CID1, code, info)


def _check_sender(frame: Frame, request: Frame) -> None:
    """Raise ReplyError for a frame that cannot be the reply of the pack that was asked."""
    if frame.cid1 != _CID1 or (frame.cid2 != _NORMAL and frame.cid2 not in MEANINGS):
        raise ReplyError("the frame is no reply of this family (CID1 {cid1:02X})", cid1=frame.cid1)
    if frame.address != request.address:
        raise ReplyError(
            "the reply is of address {found}, {asked} was asked", found=frame.address, asked=request.address
        )


def _only_fitting(frame: Frame) -> tuple[_Command, Fragment]:
    """The one command whose reply this can be: to the last byte if there is one, else with bytes left over."""
    fitting, faults = [], []
    for command in _COMMANDS.values():
        try:
            fitting.append((command, command.decode(frame.info)))
        except FrameError as fault:
            faults.append((command.kind, fault))
    exact = [found for found in fitting if not found[1].extra]
    candidates = exact if frame.version == _DOCUMENT_VERSION else exact or fitting
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        kinds = ", ".join(command.kind for command, _ in candidates)
        raise FrameError("payload", "the reply fits more than one command: {kinds}", kinds=kinds)
    reasons = "; ".join(f"{kind}: {fault}" for kind, fault in faults)
    raise FrameError("payload", "the reply fits no command ({reasons})", reasons=reasons or "bytes are left over")


DIALECT = TopBms()
