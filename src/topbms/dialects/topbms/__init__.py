"""The TopBMS dialect: TopBMS, Sylcin, V-KING / TAICO. Requests with VER 21 or 52, replies with VER 52.

Follows captures and the vendor's Windows monitor; where the document "Communication protocol V1.7" disagrees, they
win. Topband boards take the very same request of VER 21, so such a request names no dialect; a reply of VER 21 is
ours only when its structure is ours to the last byte.
"""

from dataclasses import replace

from topbms.dialects.contract import AMBIGUOUS, Battery, Conversation, Message, is_return_code, mismatch, refusal
from topbms.dialects.memory import Topic
from topbms.dialects.topbms import inquiries, parameters, records, requests
from topbms.dialects.topbms.commands import COMMANDS, KINDS, Command
from topbms.dialects.topbms.requests import request
from topbms.errors import FrameError, ReplyError
from topbms.model.fragment import Clock, Fragment
from topbms.protocol.frame import Frame
from topbms.protocol.payload import Field, Table

__all__ = ["ALL_PACKS", "DIALECT", "NAME", "TopBms", "request"]

NAME = "topbms"
ALL_PACKS = 0xFF
"""INFO of a request to all packs at once; only the document names it, no answer to it was ever captured."""

_CID1 = requests.CID1
_REPLY_VERSION = 0x52
_DOCUMENT_VERSION = requests.DOCUMENT_VERSION
_NORMAL = 0x00
_BAD_DATA, _BAD_COMMAND = 0x06, 0x04


class TopBms:
    """The dialect's faces; see `topbms.dialects.contract.Dialect` and `topbms.dialects.memory.Inquiring`."""

    name = NAME
    request_versions = (_DOCUMENT_VERSION, _REPLY_VERSION)
    longest_reply = 480
    reads = frozenset({0x42, 0x44, 0x47, 0x4B, 0x4C, 0x4D, 0x51, 0x90, 0xE5, 0xE9, 0xEB, 0xED, 0xF1, 0xF3})
    private_fields = frozenset({"barcode", "serial_number", "remarks"})
    private_commands = frozenset({0xF3})  # where the pack is, and its IMEI; never decoded

    def claims(self, frame: Frame) -> bool:
        """By VER and CID1."""
        return frame.version in self.request_versions and frame.cid1 == _CID1

    def decode(self, frame: Frame, request: Frame | None = None) -> Message:
        """What the frame says; see the contract for the errors. Where there are no more records, it has no packs."""
        if request is None:
            return _unasked(frame)
        command = COMMANDS.get(request.cid2)
        if command is None:
            raise _unknown(request)
        if frame.cid2 != _NORMAL or frame.address != request.address or frame.cid1 != _CID1:
            raise mismatch(frame, request, is_ours=frame.cid1 == _CID1)
        fragment = command.decode(frame.info) if frame.version == _REPLY_VERSION else _read(command, frame)
        if fragment is None or command.is_nameless:
            return _message(command, frame, fragment)
        if frame.info[command.echo] != request.info[command.echo]:
            raise _other_pack(fragment, request)
        return Message(NAME, "response", command.kind, frame.version, frame.address, (fragment,))

    def owners(self, message: Message, request: Frame) -> tuple[int | None, ...]:
        """By the number in front of the values, which is the one that was asked for, else by ADR."""
        del request
        return tuple(fragment.pack for fragment in message.packs)

    def fields(self, frame: Frame, message: Message) -> tuple[Field, ...]:
        """INFO value by value; bytes that no source explains are the last one, `extra`."""
        if message.kind is None:
            return ()
        command = KINDS[message.kind]
        table = command.request if message.direction == "request" else _table(command, message)
        known = tuple(_worded(field) for field in table.fields(frame.info))
        end = known[-1].at + len(known[-1].raw) if known else 0
        extra = frame.info[end:]
        return (*known, Field(end, extra, "extra", extra)) if extra else known

    def answer(self, request: Frame, battery: Battery) -> Frame:
        """The reply of a pack; RTN 04 to a command, RTN 06 to a pack's number or data that it does not know."""
        command = COMMANDS.get(request.cid2)
        if command is None:
            return _reply(battery, _BAD_COMMAND)
        named = request.info[command.echo][:1]
        if len(request.info) != command.asked or named not in {b"", bytes((battery.address,))}:
            return _reply(battery, _BAD_DATA)
        try:
            info = command.answer(battery, request.info)
        except LookupError:
            return _reply(battery, _BAD_COMMAND)
        return _reply(battery, _BAD_DATA) if info is None else _reply(battery, _NORMAL, info)

    def refuse(self, request: Frame, code: int) -> Frame:
        """The reply that refuses."""
        return Frame(_REPLY_VERSION, request.address, _CID1, code)

    def conversation(self, address: int, version: int, *, identify: bool) -> Conversation:
        """Values, then alarms, then (once) identity; a pack that is mute is asked no further."""
        return inquiries.values(address, version, identify=identify)

    def inquiry(self, topic: Topic, address: int, version: int) -> Conversation:
        """All that a pack tells of one topic."""
        return inquiries.about(topic, address, version)

    def clock_setting(self, clock: Clock, version: int) -> Frame:
        """The request that sets a pack's clock, the only one here that changes anything."""
        return requests.clock_setting(clock, version)


def _table(command: Command, message: Message) -> Table:
    """The table of a reply; of one without a record only its beginning is understood."""
    return command.table if message.packs or not command.table.columns else records.END


def _worded(field: Field) -> Field:
    if field.name == "alarm_number":
        return field._replace(value=records.said(field.raw[0]))
    return parameters.worded(field)


def _message(command: Command, frame: Frame, fragment: Fragment | None) -> Message:
    if fragment is None:
        packs: tuple[Fragment, ...] = ()
    else:
        packs = (replace(fragment, pack=frame.address) if command.is_nameless else fragment,)
    return Message(NAME, "response", command.kind, frame.version, frame.address, packs)


def _reply(battery: Battery, code: int, info: bytes = b"") -> Frame:
    return Frame(_REPLY_VERSION, battery.address, _CID1, code, info)


def _other_pack(fragment: Fragment, request: Frame) -> ReplyError:
    asked = request.info.hex().upper()
    return ReplyError("the reply is of pack {found}, INFO {asked} was asked", found=fragment.pack, asked=asked)


def _read(command: Command, frame: Frame) -> Fragment | None:
    """What the reply to a command says; raises FrameError "unknown" for a VER that makes it somebody else's."""
    if frame.version == _REPLY_VERSION:
        return command.decode(frame.info)
    if frame.version == _DOCUMENT_VERSION and _is_exact(command, frame.info):
        return command.decode(frame.info)
    raise FrameError(
        "unknown",
        "a reply with VER {version:02X} that is not of TopBMS to the last byte; Topband boards answer with VER 21",
        version=frame.version,
    )


def _is_exact(command: Command, info: bytes) -> bool:
    try:
        fragment = command.decode(info)
    except FrameError:
        return False
    return len(fragment.extra) <= command.reserved if fragment else not info[1:]


def _unasked(frame: Frame) -> Message:
    """What a frame says when it is not known what was asked."""
    if frame.cid2 != _NORMAL:
        return _request_of(frame)
    command, fragment = _only_fitting(frame)
    return _message(command, frame, fragment)


def _only_fitting(frame: Frame) -> tuple[Command, Fragment]:
    """The one command whose reply this can be: to the last byte if there is one, else with bytes left over."""
    fitting, faults = [], []
    for command in COMMANDS.values():
        try:
            fragment = _read(command, frame)
        except FrameError as fault:
            faults.append((command, fault))
        else:
            if fragment is not None and command.fits(fragment, frame.address):
                fitting.append((command, fragment))
    exact = [(command, fragment) for command, fragment in fitting if len(fragment.extra) <= command.reserved]
    candidates = exact or [(command, fragment) for command, fragment in fitting if command.is_open]
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        kinds = ", ".join(command.kind for command, _ in candidates)
        raise FrameError("payload", "the reply fits more than one command: {kinds}", kinds=kinds)
    raise _none_fits(faults)


def _none_fits(faults: list[tuple[Command, FrameError]]) -> FrameError:
    """Why a reply is none that is known: for those whose counts tell them, the byte where they stop to fit."""
    _, first = faults[0]
    if first.kind == "unknown":
        return first
    reasons = "; ".join(f"{command.kind}: {fault}" for command, fault in faults if command.is_open)
    return FrameError("payload", "the reply fits no command ({reasons})", reasons=reasons)


def _request_of(frame: Frame) -> Message:
    """A request, or what cannot be told from one; VER 21 does not tell whose it is."""
    name = NAME if frame.version == _REPLY_VERSION else None
    if frame.cid2 in AMBIGUOUS and not frame.info:
        return Message(name, "unknown", None, frame.version, frame.address)
    if is_return_code(frame.cid2) and frame.cid2 not in AMBIGUOUS:
        raise refusal(frame.cid2)
    command = COMMANDS.get(frame.cid2)
    if command is None:
        raise _unknown(frame)
    if len(frame.info) != command.asked:
        raise _wrong_size(command, len(frame.info))
    return Message(name, "request", command.kind, frame.version, frame.address)


def _wrong_size(command: Command, count: int) -> FrameError:
    if command.asked == 1:
        template = "a request {code:02X} has 1 byte of INFO (the pack), this one has {count}"
        return FrameError("payload", template, code=command.code, count=count)
    return FrameError(
        "payload",
        "a request {code:02X} has {asked} bytes of INFO, this one has {count}",
        code=command.code,
        asked=command.asked,
        count=count,
    )


def _unknown(request: Frame) -> FrameError:
    return FrameError("unknown", "command {code:02X} is not known to dialect topbms", code=request.cid2)


DIALECT = TopBms()
