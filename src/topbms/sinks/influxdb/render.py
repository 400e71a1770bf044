"""Records as lines, and lines as the body of a request. Pure, but for what it remembers of the pack before."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from topbms.model.event import PastEvent
from topbms.model.reading import PackReading
from topbms.model.record import Record
from topbms.sinks.influxdb.gateway import event_line, health_lines
from topbms.sinks.influxdb.readings import BatteryLines

_AT_ONCE = 500
"""Lines that are put together at once: all of a long batch would be several MB of text."""

_LEVEL = 1
"""Lines of one pack differ in few digits: a twentieth is left at this level, and a higher one takes ten times the CPU
for a third less."""

_GZIP = 16 + zlib.MAX_WBITS


class Renderer:
    """Writes the records of one gateway. `gateway` gives its id, `prefix` begins the names of all measurements."""

    def __init__(self, prefix: str, site: str, gateway: Callable[[], str], *, cells: bool) -> None:
        self._prefix = prefix
        self._site = site
        self._gateway = gateway
        self._battery = BatteryLines(f"{prefix}_battery", site, cells)

    def lines(self, records: Iterable[Record]) -> Iterator[str]:
        """The lines of these records, in their order."""
        for record in records:
            if isinstance(record, PackReading):
                line = self._battery.line(record)
                if line is not None:
                    yield line
            elif isinstance(record, PastEvent):
                yield from filter(None, [event_line(self._prefix, self._site, record)])
            else:
                yield from filter(None, health_lines(self._prefix, self._site, self._gateway(), record))


def body(lines: Iterable[str], *, gzip: bool) -> bytes:
    """The lines as they are sent; empty when there are none."""
    pieces = _pieces(iter(lines))
    if not gzip:
        return b"".join(pieces)
    squeezer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    squeezed = [squeezer.compress(piece) for piece in pieces]
    return b"".join((*squeezed, squeezer.flush())) if squeezed else b""


def _pieces(lines: Iterator[str]) -> Iterator[bytes]:
    while piece := list(islice(lines, _AT_ONCE)):
        yield ("\n".join(piece) + "\n").encode()
