"""What Seplos and Pylontech have in common: packs that people count from 1 and the wire from another number.

They share VER, CID1 and most commands, so their replies are told apart by structure: a reply is a command's when its
INFO is, to the last byte, and without the request exactly one command may fit. A request may come in more than one
shape. Knows frames, commands and numbers of packs, no payload. It is no dialect, so it offers no DIALECT.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from topbms.dialects.contract import AMBIGUOUS, Battery, Conversation, Message, is_return_code, mismatch, refusal
from topbms.dialects.fitting import only_fitting
from topbms.errors import FrameError, ReplyError
from topbms.model.fragment import Fragment
from topbms.protocol.frame import Frame
from topbms.protocol.payload import Field

NORMAL, BAD_COMMAND, BAD_DATA = 0x00, 0x04, 0x06
ALL_PACKS = 0xFF
"""INFO of a request to all packs at once."""

_CID1 = 0x46


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a family.

    `asks` are the numbers of bytes that its requests may have, ours first. `decode` takes a reply and raises FrameError
    "payload" where it is not this command's to the last byte; `is_plain` tells besides whether it can be this command's
    where the request is not known. `fields` names its bytes. `encode` makes INFO of what a battery says, for the pack's
    byte of the request; it raises LookupError for what the battery does not know. `echo_at` is the place of a byte that
    repeats the pack's byte of the request, None where there is none, or none that can be relied on.
    """

    code: int
    kind: str
    asks: tuple[int, ...]
    decode: Callable[[Frame], tuple[Fragment, ...]]
    fields: Callable[[bytes], Iterable[Field]]
    encode: Callable[[Battery, int], bytes]
    echo_at: int | None = None
    is_plain: Callable[[Frame], bool] = lambda _: True


class Numbered:
    """A dialect's three faces over its commands; see `topbms.dialects.contract.Dialect`.

    ADR is a pack's number plus `first_address` - 1; `has_groups` where the first pack of a group answers for all of it,
    each at the address behind the one before. A link asks the commands in `polled`, and once those in
    `identifying`.
    """

    name: ClassVar[str]
    request_versions: ClassVar[tuple[int, ...]]
    longest_reply: ClassVar[int]
    reads: ClassVar[frozenset[int]]
    first_address: ClassVar[int]
    has_groups: ClassVar[bool] = False
    commands: ClassVar[tuple[Command, ...]]
    polled: ClassVar[tuple[int, ...]] = (0x42, 0x44)
    identifying: ClassVar[tuple[int, ...]]

    def __init__(self) -> None:
        self._by_code = {command.code: command for command in self.commands}
        self._heads = frozenset((version, _CID1, NORMAL) for version in self.request_versions)

    def claims(self, frame: Frame) -> bool:
        """By VER and CID1."""
        return frame.version in self.request_versions and frame.cid1 == _CID1

    def request(self, code: int, number: int, version: int | None = None) -> Frame:
        """The request of a command to the pack of a number, 1 and up."""
        chosen = self.request_versions[0] if version is None else version
        address = self._address(number)
        is_named = self._command(code).asks[0] == 1
        info = bytes(self.names(address, chosen)[:1]) if is_named else b""
        return Frame(chosen, address, _CID1, code, info)

    def names(self, address: int, version: int) -> tuple[int, ...]:
        """The bytes by which a request may name the pack at an address, ours first."""
        del version
        return (address,)

    def decode(self, frame: Frame, request: Frame | None = None) -> Message:
        """What the frame says; see the contract for the errors."""
        if request is None:
            return self._unasked(frame)
        command = self._by_code.get(request.cid2) or self._command(request.cid2)
        if (frame.version, frame.cid1, frame.cid2) not in self._heads or frame.address != request.address:
            raise mismatch(frame, request, is_ours=self.claims(frame))
        fragments = command.decode(frame)
        echo = command.echo_at
        if len(fragments) != 1 or (echo is not None and frame.info[echo : echo + 1] != request.info):
            _check_pack(command, frame, fragments, request.info)
        return Message(self.name, "response", command.kind, frame.version, frame.address, fragments)

    def owners(self, message: Message, request: Frame) -> tuple[int | None, ...]:
        """By ADR, where the pack asked for is the one there: a lone one, or those of the group that begins there.

        What else a request may name is told by nothing in the frames.
        """
        count = len(message.packs)
        first = request.address - self.first_address + 1
        asked = request.info[:1]
        is_group = asked == bytes((ALL_PACKS,)) and self.has_groups
        is_lone = count == 1 and (not asked or asked[0] in self.names(request.address, request.version))
        if first < 1 or not (is_group or is_lone):
            return (None,) * count
        return tuple(range(first, first + count))

    def fields(self, frame: Frame, message: Message) -> tuple[Field, ...]:
        """INFO value by value."""
        command = next((command for command in self.commands if command.kind == message.kind), None)
        if command is None:
            return ()
        if message.direction == "request":
            return tuple(_asked(command, frame.info))
        return tuple(command.fields(frame.info))

    def answer(self, request: Frame, battery: Battery) -> Frame:
        """The reply of a pack; RTN 04 to what it does not know, RTN 06 to INFO that does not ask it."""
        command = self._by_code.get(request.cid2)
        if command is None:
            return self._reply(request, battery, BAD_COMMAND)
        if not self._asks_for(request, command, battery):
            return self._reply(request, battery, BAD_DATA)
        try:
            info = command.encode(battery, request.info[0] if request.info else self._address(battery.address))
        except LookupError:
            return self._reply(request, battery, BAD_COMMAND)
        return self._reply(request, battery, NORMAL, info)

    def refuse(self, request: Frame, code: int) -> Frame:
        """The reply that refuses, in the VER that was asked in if it is one of ours."""
        versions = self.request_versions
        version = request.version if request.version in versions else versions[0]
        return Frame(version, request.address, _CID1, code)

    def conversation(self, address: int, version: int, *, identify: bool) -> Conversation:
        """Values, then alarms, then (once) identity of the pack of this number; a mute one is asked no further."""
        codes = (*self.polled, *self.identifying) if identify else self.polled
        for code in codes:
            if (yield self.request(code, address, version)) is None:
                return

    def _address(self, number: int) -> int:
        return number + self.first_address - 1

    def _asks_for(self, request: Frame, command: Command, battery: Battery) -> bool:
        if len(request.info) not in command.asks:
            return False
        names = self.names(self._address(battery.address), request.version)
        return not request.info or command.asks[0] != 1 or request.info[0] in names

    def _reply(self, request: Frame, battery: Battery, code: int, info: bytes = b"") -> Frame:
        return Frame(request.version, self._address(battery.address), _CID1, code, info)

    def _is_reply(self, frame: Frame) -> bool:
        return (frame.version, frame.cid1, frame.cid2) in self._heads

    def _command(self, code: int) -> Command:
        if code not in self._by_code:
            raise FrameError("unknown", "command {code:02X} is not known to dialect {name}", code=code, name=self.name)
        return self._by_code[code]

    def _message(self, command: Command, frame: Frame, fragments: tuple[Fragment, ...]) -> Message:
        return Message(self.name, "response", command.kind, frame.version, frame.address, fragments)

    def _unasked(self, frame: Frame) -> Message:
        """What a frame says when it is not known what was asked; of one without INFO nothing but its VER."""
        if not self._is_reply(frame):
            return self._request_of(frame)
        if not frame.info:
            return Message(self.name, "response", None, frame.version, frame.address)
        command, fragments = only_fitting(
            self.commands, lambda command: command.decode(frame), lambda command: command.is_plain(frame)
        )
        return self._message(command, frame, fragments)

    def _request_of(self, frame: Frame) -> Message:
        """A request, or what cannot be told from one."""
        if is_return_code(frame.cid2) and frame.cid2 not in AMBIGUOUS:
            raise refusal(frame.cid2)
        if frame.cid2 in AMBIGUOUS and not frame.info:
            return Message(self.name, "unknown", None, frame.version, frame.address)
        command = self._command(frame.cid2)
        if len(frame.info) not in command.asks:
            raise FrameError(
                "payload",
                "INFO of a request {code:02X} has length {expected}, here {count}",
                code=frame.cid2,
                expected="/".join(map(str, sorted(command.asks))),
                count=len(frame.info),
            )
        return Message(self.name, "request", command.kind, frame.version, frame.address)


def only_version(frame: Frame) -> tuple[()]:
    """4FH: the answer is the reply's VER; raises FrameError "payload" for INFO."""
    if frame.info:
        raise FrameError("payload", "INFO should end after {end} bytes, it has {count}", end=0, count=len(frame.info))
    return ()


def _check_pack(command: Command, frame: Frame, fragments: tuple[Fragment, ...], asked: bytes) -> None:
    """Raise ReplyError for a reply of another pack, or more packs, than the one that was asked for by its byte."""
    if command.asks[0] != 1 or len(asked) != 1 or asked[0] == ALL_PACKS:
        return
    if command.echo_at is not None and frame.info[command.echo_at] != asked[0]:
        raise _other_pack(frame.info[command.echo_at], asked)
    raise ReplyError(
        "the reply is of {packs} packs, INFO {asked} was asked", packs=len(fragments), asked=asked.hex().upper()
    )


def _other_pack(found: int, asked: bytes) -> ReplyError:
    return ReplyError("the reply is of pack {found}, INFO {asked} was asked", found=found, asked=asked.hex().upper())


def _asked(command: Command, info: bytes) -> Iterable[Field]:
    """The bytes of a request: the pack where one is named, and what no source explains."""
    at = 1 if command.asks[0] == 1 and info else 0
    if at:
        yield Field(0, info[:1], "pack", info[0])
    if info[at:]:
        yield Field(at, info[at:], "extra", info[at:])
