"""Decoding: stream bytes of a reply to model values with all checks on, beside the least that Python can do.

A row a dialect, each with a captured reply; what it is compared with does nothing but the checksum and the numbers as
they stand. And how long it takes to find out whose a frame is when nobody says: the longest of all captured replies.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from struct import Struct, unpack_from
from typing import NamedTuple

from benchmarks.row import Row
from benchmarks.timing import fastest
from topbms.dialects import dialect
from topbms.dialects.contract import Message
from topbms.dialects.explain import explain
from topbms.errors import TopbmsError
from topbms.protocol.capture import read_capture
from topbms.protocol.frame import Frame, parse
from topbms.protocol.stream import StreamDecoder

TIMES = 4
"""How many times the bare decoder's time a full decode may take."""

EXPLAINED = 100e-6
"""s in which the dialect of a frame must be found out."""

_CAPTURES = Path(__file__).parent.parent / "tests" / "captures"


class Known(NamedTuple):
    """A captured reply with values: the first of a file whose INFO fits.

    `head` bytes, the count of cells, their words, the count of temperatures, their words, and `rest`, a format of
    `struct`. Where a family orders its values otherwise, `cells` is False and `rest` is the format of all of INFO.
    """

    dialect: str
    device: str
    head: int
    rest: str
    cells: bool = True

    def reply(self) -> bytes:
        """The characters, `~` and CR included."""
        replies = (found.frame for found in read_capture(_CAPTURES / self.dialect / f"{self.device}.jsonl"))
        return next(text.encode() + b"\r" for text in replies if self._fits(parse(text[1:].encode())))

    def _fits(self, frame: Frame) -> bool:
        at, info = self.head, frame.info
        for _ in range(2 if self.cells else 0):
            at += 1 + 2 * info[at] if at < len(info) else 0
        return at + Struct(self.rest).size == len(info)


KNOWN = (
    Known("topbms", "topbms-150ah", 1, ">hHHBHHBBHHH"),
    Known("pace", "jakiper", 2, ">hHHBHHHB"),
    Known("eg4", "lifepower4", 2, ">HHhHHHHBHHHHHHHIIIIIIHH"),
    Known("daren", "tr1363", 0, ">BHHB16HhhhB4hhHHBHHH15HBH", cells=False),
    Known("topband", "eet-15s", 1, ">hHHBHHBBH"),
    Known("tdt", "tdt-6022", 2, ">hHHBHHHHHBH"),
    Known("seplos", "seplos-304ah", 2, ">hHHBHHHHHHhhHH"),
    Known("pylontech", "pylontech", 2, ">hHHBHH6s"),
)
"""A row a dialect."""


def measure() -> Iterable[Row]:
    for known in KNOWN:
        bare, full = fastest([_bare(known), _Full(known).decode], number=200, rounds=200)
        yield Row(
            f"decode {known.dialect}: bytes of a reply to model values",
            f"{full / bare:.1f} x bare ({full * 1e6:.1f} us, {bare * 1e6:.1f} us)",
            f"at most {TIMES} x bare",
            full <= TIMES * bare,
        )
    frames = _of_one_pack()
    slowest = max(fastest([_explaining(frame) for frame in frames], number=20, rounds=30))
    yield Row(
        "decode: whose a reply is when nobody says, at worst",
        f"{slowest * 1e6:.0f} us ({len(frames)} captured replies)",
        f"at most {EXPLAINED * 1e6:.0f} us",
        slowest <= EXPLAINED,
    )


class _Full:
    """The way of every reply on a link."""

    def __init__(self, known: Known) -> None:
        self._stream = StreamDecoder()
        self._dialect = dialect(known.dialect)
        self._reply = known.reply()
        address = parse(self._reply[1:-1]).address
        number = 1 + address - self._asked(1).address  # of the pack, which need not be what stands on the wire
        self._request = self._asked(number)

    def _asked(self, number: int) -> Frame:
        """What a link asks first of the pack of a number."""
        return next(self._dialect.conversation(number, self._dialect.request_versions[0], identify=False))

    def decode(self) -> Message:
        (frame,) = self._stream.feed(self._reply)
        assert isinstance(frame, Frame)
        return self._dialect.decode(frame, self._request)


def _bare(known: Known) -> Callable[[], object]:
    """The bare minimum: the checksum, and the numbers as they stand; nothing else is checked, scaled or built."""
    reply, head, rest = known.reply(), known.head, known.rest

    def with_cells() -> object:
        octets = _octets(reply)
        cells = octets[head]
        temperatures = octets[head + 1 + 2 * cells]
        return (
            unpack_from(f">{cells}H", octets, head + 1),
            unpack_from(f">{temperatures}H", octets, head + 2 + 2 * cells),
            unpack_from(rest, octets, head + 2 + 2 * (cells + temperatures)),
        )

    def at_once() -> object:
        return unpack_from(rest, _octets(reply), head)

    return with_cells if known.cells else at_once


def _octets(reply: bytes) -> bytes:
    text = reply[1:-5]
    if (sum(text) + int(reply[-5:-1], 16)) & 0xFFFF:
        raise ValueError
    return bytes.fromhex(text[12:].decode())


def _of_one_pack() -> list[Frame]:
    """Every captured reply, of any command, that one dialect reads and that is of one pack."""
    texts = {found.frame for file in sorted(_CAPTURES.rglob("*.jsonl")) for found in read_capture(file)}
    frames = [found for text in sorted(texts) for found in StreamDecoder().feed(text.encode("latin-1") + b"\r")]
    return [frame for frame in frames if isinstance(frame, Frame) and _is_of_one_pack(frame)]


def _is_of_one_pack(frame: Frame) -> bool:
    try:
        return len({fragment.pack for fragment in explain(frame).packs}) == 1
    except TopbmsError:
        return False


def _explaining(frame: Frame) -> Callable[[], object]:
    return lambda: explain(frame)
