"""What a dialect of plain commands has in common with the next one: a row a command, read and written both ways.

A reply is one command's when its INFO is, to the last byte; without the request exactly one command may fit. Knows
frames, commands and who may answer them, no payload of its own. It is no dialect, so it offers no DIALECT.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from topbms.dialects.contract import AMBIGUOUS, Battery, Conversation, Message, is_return_code, mismatch, refusal
from topbms.dialects.fitting import only_fitting
from topbms.errors import FrameError, ReplyError
from topbms.model.fragment import Fragment
from topbms.protocol.frame import Frame
from topbms.protocol.payload import Field, Number, Table

NORMAL, BAD_COMMAND, BAD_DATA = 0x00, 0x04, 0x06

PACK = Table(Number("pack"))
"""INFO of a request that names the pack in one byte."""
NOTHING = Table()
"""INFO of a request that has none."""


class Command(NamedTuple):
    """One command: its code, what its reply is called, its reply's table and both ways of it.

    `decode` takes the reply and raises FrameError "payload" where it is not this command's; `encode` makes INFO, and
    raises LookupError for what the battery does not know. `asks` is the table of the request's INFO, None for the
    dialect's usual one; a reply to one that names no pack has none to repeat. `units` are those of fields that are no
    quantity.
    """

    code: int
    kind: str
    table: Table
    decode: Callable[[Frame], tuple[Fragment, ...]]
    encode: Callable[[Battery], bytes]
    asks: Table | None = None
    units: Mapping[str, str] = MappingProxyType({})


class Family:
    """A dialect's three faces over its commands; see `topbms.dialects.contract.Dialect`.

    `asks` is the table of a request's INFO; `pack_at` the place in a reply's INFO that repeats the pack asked for,
    None where it need not. A link asks the commands in `polled`, in that order, and once those in `identifying`.
    """

    name: ClassVar[str]
    request_versions: ClassVar[tuple[int, ...]]
    reply_versions: ClassVar[tuple[int, ...]]
    longest_reply: ClassVar[int]
    reads: ClassVar[frozenset[int]]
    cid1: ClassVar[int]
    asks: ClassVar[Table] = PACK
    pack_at: ClassVar[int | None] = None
    commands: ClassVar[tuple[Command, ...]]
    polled: ClassVar[tuple[int, ...]] = (0x42,)
    identifying: ClassVar[tuple[int, ...]] = ()

    def __init__(self) -> None:
        self._by_code = {command.code: command for command in self.commands}
        self._heads = frozenset(self.reply_heads())

    def claims(self, frame: Frame) -> bool:
        """By VER and CID1."""
        return frame.version in {*self.request_versions, *self.reply_versions} and frame.cid1 == self.cid1

    def request(self, code: int, address: int, version: int | None = None) -> Frame:
        """The request of a command to one pack."""
        chosen = self.request_versions[0] if version is None else version
        asks = self._asked(self._by_code.get(code))
        return Frame(chosen, address, self.cid1, code, asks.encode([address] * len(asks.columns)))

    def decode(self, frame: Frame, request: Frame | None = None) -> Message:
        """What the frame says; see the contract for the errors."""
        if request is None:
            return self._unasked(frame)
        command = self._by_code.get(request.cid2)
        if command is None:
            raise self._unknown(request)
        if (frame.version, frame.cid1, frame.cid2) not in self._heads or frame.address != request.address:
            raise mismatch(frame, request, is_ours=self.claims(frame))
        fragments = command.decode(frame)
        if self.pack_at is not None and command.asks is None and frame.info[self.pack_at] != request.address:
            raise _other_pack(frame.info[self.pack_at], request)
        return Message(self.name, "response", command.kind, frame.version, frame.address, fragments)

    def owners(self, message: Message, request: Frame) -> tuple[int | None, ...]:
        """By ADR alone."""
        return (request.address,) * len(message.packs)

    def fields(self, frame: Frame, message: Message) -> tuple[Field, ...]:
        """INFO value by value; bytes that no source explains may be the last one, `extra`."""
        command = next((command for command in self.commands if command.kind == message.kind), None)
        if command is None:
            return ()
        table = self._asked(command) if message.direction == "request" else command.table
        known = tuple(field._replace(unit=command.units.get(field.name, "")) for field in table.fields(frame.info))
        end = known[-1].at + len(known[-1].raw) if known else 0
        extra = frame.info[end:]
        return (*known, Field(end, extra, "extra", extra)) if extra else known

    def answer(self, request: Frame, battery: Battery) -> Frame:
        """The reply of a pack; RTN 04 to a command that it does not know, RTN 06 to INFO that does not ask it."""
        command = self._by_code.get(request.cid2)
        if command is None:
            return self.refuse(request, BAD_COMMAND)
        if request.info != self.request(request.cid2, battery.address).info:
            return self.refuse(request, BAD_DATA)
        try:
            return self.reply(request, battery.address, command.encode(battery))
        except LookupError:
            return self.refuse(request, BAD_COMMAND)

    def refuse(self, request: Frame, code: int) -> Frame:
        """The reply that refuses."""
        return Frame(self.reply_versions[0], request.address, self.cid1, code)

    def conversation(self, address: int, version: int, *, identify: bool) -> Conversation:
        """What a link asks, command after command; a pack that is mute is asked no further."""
        codes = (*self.polled, *self.identifying) if identify else self.polled
        for code in codes:
            if (yield self.request(code, address, version)) is None:
                return

    def reply_heads(self) -> Iterable[tuple[int, int, int]]:
        """VER, CID1 and RTN of replies with values."""
        return [(version, self.cid1, NORMAL) for version in self.reply_versions]

    def is_reply(self, frame: Frame) -> bool:
        """Whether the header is that of a reply with values."""
        return (frame.version, frame.cid1, frame.cid2) in self._heads

    def reply(self, request: Frame, address: int, info: bytes) -> Frame:
        """The frame of a reply with values."""
        del request
        return Frame(self.reply_versions[0], address, self.cid1, NORMAL, info)

    def _asked(self, command: Command | None) -> Table:
        return self.asks if command is None or command.asks is None else command.asks

    def _message(self, command: Command, frame: Frame, fragments: tuple[Fragment, ...]) -> Message:
        return Message(self.name, "response", command.kind, frame.version, frame.address, fragments)

    def _unasked(self, frame: Frame) -> Message:
        """What a frame says when it is not known what was asked."""
        if not self.is_reply(frame):
            return self._request_of(frame)
        command, fragments = only_fitting(self.commands, lambda command: command.decode(frame))
        return self._message(command, frame, fragments)

    def _request_of(self, frame: Frame) -> Message:
        """A request, or what cannot be told from one."""
        if is_return_code(frame.cid2) and frame.cid2 not in AMBIGUOUS:
            raise refusal(frame.cid2)
        if frame.cid2 in AMBIGUOUS and not frame.info:
            return Message(self.name, "unknown", None, frame.version, frame.address)
        command = self._by_code.get(frame.cid2)
        if command is None or frame.version not in self.request_versions:
            raise self._unknown(frame)
        expected = len(self._asked(command).columns)
        if len(frame.info) != expected:
            raise FrameError(
                "payload",
                "INFO of a request {code:02X} has length {expected}, here {count}",
                code=frame.cid2,
                expected=expected,
                count=len(frame.info),
            )
        return Message(self.name, "request", command.kind, frame.version, frame.address)

    def _unknown(self, request: Frame) -> FrameError:
        return FrameError(
            "unknown", "command {code:02X} is not known to dialect {name}", code=request.cid2, name=self.name
        )


def whole(table: Table, info: bytes) -> list[Any]:
    """The values of a payload that is this table's to the last byte; raises FrameError "payload" for any other."""
    values, end = table.decode(info)
    if end != len(info):
        raise FrameError(
            "payload",
            "INFO should end after {end} bytes, it has {count}",
            end=end,
            count=len(info),
        )
    return values


def _other_pack(found: int, request: Frame) -> ReplyError:
    asked = request.info.hex().upper()
    return ReplyError("the reply is of pack {found}, INFO {asked} was asked", found=found, asked=asked)
