"""The commands of Pace: what each asks, both ways of its reply, and what tells that a reply is the asked pack's.

Values come for one pack or for several (`topbms.dialects.pace.split`); identities and counts are one pack's. Knows
payloads and requests, not who drives them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from topbms.dialects.contract import Battery, Message
from topbms.dialects.pace import alarms, analog, identity, split
from topbms.model.fragment import Fragment, PackCount
from topbms.protocol.frame import Frame
from topbms.protocol.payload import Field, Number, Table

ALL_PACKS = 0xFF
"""INFO of a request for the values of all packs."""

_ALL = bytes((ALL_PACKS,))
_HEAD = split.HEAD
AT_PORT = (0, 1)
"""ADR of a pack that answers for the others."""
_NO_NUMBER = (0, 1)
"""What boards say in the place of the pack's number that know no other packs (captured: TDT 00, others 01)."""


class Command(Protocol):
    """One command; `kind` is what its messages are called, `sizes` the bytes that INFO of its request may have."""

    @property
    def code(self) -> int:
        """CID2 of the request."""
        ...

    @property
    def kind(self) -> str:
        """What its messages are called."""
        ...

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many bytes INFO of its request may have, the usual number first."""
        ...

    def read(self, frame: Frame, request: Frame | None) -> tuple[Fragment, ...]:
        """What a reply says; raises FrameError "payload" unless exactly one reading fits to the last byte."""
        ...

    def is_of(self, frame: Frame, request: Frame) -> bool:
        """Whether a reply that was read is of the pack that was asked."""
        ...

    def owners(self, message: Message, request: Frame) -> tuple[int | None, ...]:
        """Whose its fragments are: packs by their numbers, None where that is not determined."""
        ...

    def answer(self, request: Frame, battery: Battery) -> bytes | None:
        """INFO of a pack's reply; None where it is not the one asked. Raises ValueError for what does not fit."""
        ...

    def fields(self, info: bytes) -> Iterator[Field]:
        """INFO of a reply, value by value."""
        ...


class Values(NamedTuple):
    """A command whose reply holds the values of one pack or of several."""

    code: int
    kind: str
    ends: split.Ends
    decode_only: Callable[[bytes], tuple[Fragment, ...]]
    decode: Callable[[bytes, Sequence[int]], tuple[Fragment, ...]]
    encode: Callable[[Any], bytes]
    table: Callable[[bytes, int, int], Table]
    said: Callable[[Battery], Fragment]
    sizes: tuple[int, ...] = (1,)

    def read(self, frame: Frame, request: Frame | None) -> tuple[Fragment, ...]:
        """See `Command`."""
        info = frame.info
        if len(info) < _HEAD or info[0] > 1:
            analog.HEAD.decode(info)  # raises, and says why
        if request is not None and request.info != _ALL:
            return self.decode_only(info)
        starts = split.any_packs(info, self.ends) if request is None else split.all_packs(info, self.ends)
        return self.decode(info, starts)

    def is_of(self, frame: Frame, request: Frame) -> bool:
        """By the pack's number, and by ADR for a board that has none."""
        if request.info in {frame.info[1:2], _ALL}:
            return True
        return frame.info[1] in _NO_NUMBER and frame.address == request.address

    def owners(self, message: Message, request: Frame) -> tuple[int | None, ...]:
        """A port tells by number, also of others. At any other ADR there is one pack, if a request names no other."""
        numbers = tuple(fragment.pack for fragment in message.packs)
        if message.address in AT_PORT and request.info in {_ALL, bytes(numbers)}:
            return numbers
        is_own = message.address == request.address and request.info in {_ALL, bytes((message.address,))}
        return (message.address,) if is_own and len(numbers) == 1 else (None,) * len(numbers)

    def answer(self, request: Frame, battery: Battery) -> bytes | None:
        """A pack that is asked for number 1 or for all tells its own, as one does that is no master (V3.1)."""
        number = 1 if request.info[0] == ALL_PACKS else request.info[0]
        return self.write((self.said(battery),), number) if number in {1, battery.address} else None

    def write(self, packs: Sequence[Fragment], number: int) -> bytes:
        """INFO of a reply with these packs; `number` is the one asked for, or how many there are."""
        further: Mapping[str, float] = getattr(packs[0], "further", {})
        flag = int(further.get("data_flag", 0))
        return bytes((flag, number)) + b"".join([self.encode(pack) for pack in packs])

    def fields(self, info: bytes) -> Iterator[Field]:
        """See `Command`; bytes behind what the table of a pack knows are `extra`."""
        yield from analog.HEAD.fields(info)
        starts = split.any_packs(info, self.ends)
        for at, end in zip(starts, [*starts[1:], len(info)], strict=True):
            known = tuple(self.table(info, at, end).fields(info, at))
            yield from known
            behind = known[-1].at + len(known[-1].raw)
            if behind < end:
                yield Field(behind, info[behind:end], "extra", info[behind:end])


class Plain(NamedTuple):
    """A command about the pack at the port alone; some programs name the pack all the same, and are answered."""

    code: int
    kind: str
    table: Table
    decode: Callable[[Frame], Fragment]
    encode: Callable[[Battery], bytes]
    sizes: tuple[int, ...] = (0, 1)

    def read(self, frame: Frame, request: Frame | None) -> tuple[Fragment, ...]:
        """See `Command`."""
        del request
        return (self.decode(frame),)

    def is_of(self, frame: Frame, request: Frame) -> bool:
        """By ADR; a lone pack whose switches are at 0 is pack 1."""
        return frame.address == request.address or (frame.address, request.address) == (0, 1)

    def owners(self, message: Message, request: Frame) -> tuple[int | None, ...]:
        """By the ADR that was asked."""
        return (request.address,) * len(message.packs)

    def answer(self, request: Frame, battery: Battery) -> bytes | None:
        """See `Command`."""
        del request
        return self.encode(battery)

    def fields(self, info: bytes) -> Iterator[Field]:
        """See `Command`."""
        return self.table.fields(info)


ANALOG = Values(
    0x42,
    "analog",
    analog.ends,
    analog.decode_only,
    analog.decode_analog,
    analog.encode_analog,
    analog.table,
    lambda pack: pack.analog(),
)
ALARMS = Values(
    0x44,
    "alarms",
    alarms.ends,
    alarms.decode_only,
    alarms.decode_alarms,
    alarms.encode_alarms,
    alarms.table,
    lambda pack: pack.alarms(),
)
COUNT = Plain(
    0x90, "pack_count", identity.COUNT, identity.decode_count, lambda _: identity.encode_count(PackCount(0, 1))
)
VERSION = Plain(
    0xC1,
    "product",
    identity.VERSION,
    identity.decode_version,
    lambda pack: identity.encode_version(pack.product()),
)
SERIAL = Plain(
    0xC2,
    "product",
    identity.SERIAL,
    identity.decode_serial,
    lambda pack: identity.encode_serial(pack.product()),
)
COMMANDS: tuple[Command, ...] = (ANALOG, ALARMS, COUNT, VERSION, SERIAL)

REQUEST = Table(Number("pack"))
"""INFO of a request that has some."""
