"""Two clocks: the monotonic one counts ages and deadlines, UTC makes stamps. Knows when UTC can be believed.

A Raspberry Pi has no clock of its own and boots with a wrong time; the kernel knows when a time server has set it.
"""

import ctypes
import time
from struct import Struct
from typing import Protocol

LONGEST_WAIT = 600.0
"""s since boot after which a clock that nobody vouches for is believed all the same."""

STEP = 2.0
"""s. A change of the offset between the clocks larger than this is a step, not drift."""

JITTER = 0.01
"""s. A change of the offset smaller than this is that the two clocks cannot be read at once: Linux slews them alike."""

# adjtimex(2): struct timex begins with int modes and long offset, freq, maxerror, esterror, then int status.
_TIME_ERROR = 5  # the clock is not synchronised
_LONG, _STATUS = Struct("@l"), Struct("@i")
_AT_STATUS = 5 * _LONG.size
_IN_NANOSECONDS = 0x2000


class Clock(Protocol):
    """The two clocks, and whether UTC is known to be right."""

    def monotonic(self) -> float:
        """Seconds that never step."""
        ...

    def utc(self) -> float:
        """Seconds since 1970, as the machine believes."""
        ...

    def is_known(self) -> bool:
        """Whether `utc` is known to be right."""
        ...


class SystemClock:
    """The machine's clocks."""

    def monotonic(self) -> float:
        """Seconds since boot."""
        return time.monotonic()

    def utc(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def is_known(self) -> bool:
        """By the kernel's flag, or because the machine has waited long enough for one."""
        return time.monotonic() > LONGEST_WAIT or kernel_vouches()


class Stamps:
    """Turns monotonic moments into UTC, and notices when UTC steps."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._is_known = False
        self._last_offset: float | None = None
        self._held: float | None = None

    def stamp(self, monotonic: float) -> float | None:
        """UTC seconds of a monotonic moment; None while UTC is not known to be right.

        The offset of now is taken, so a moment from before a step gets the time that is right after it. Without a step
        the same moment always gets the same stamp, by which a target knows a record that it is sent again.
        """
        self._is_known = self._is_known or self._clock.is_known()
        return monotonic + self._offset() if self._is_known else None

    def step(self) -> float | None:
        """Seconds by which UTC has stepped since last asked; None when it has not, or was not known to be right then.

        The step that sets a clock right for the first time is none.
        """
        before, self._last_offset = self._last_offset, None
        self._is_known = self._is_known or self._clock.is_known()
        if not self._is_known:
            return None
        self._last_offset = self._offset()
        change = 0.0 if before is None else self._last_offset - before
        return change if abs(change) > STEP else None

    def _offset(self) -> float:
        offset = self._clock.utc() - self._clock.monotonic()
        if self._held is None or abs(offset - self._held) > JITTER:
            self._held = offset
        return self._held


def kernel_offset() -> float | None:
    """Seconds by which the kernel is slewing its clock towards the time server's; None where none keeps it."""
    request = _kernel_clock(None)
    if request is None:
        return None
    nanoseconds = _STATUS.unpack_from(request, _AT_STATUS)[0] & _IN_NANOSECONDS
    return float(_LONG.unpack_from(request, _LONG.size)[0]) / (1e9 if nanoseconds else 1e6)


def kernel_vouches(library: str | None = None) -> bool:
    """Whether the kernel says that a time server keeps its clock, by adjtimex(2) without changing anything.

    `library` is the C library to ask, None for the one that is loaded; False where it cannot tell.
    """
    return _kernel_clock(library) is not None


def _kernel_clock(library: str | None) -> bytes | None:
    """The kernel's struct timex; None when no time server keeps the clock, or it cannot be asked."""
    try:
        libc = ctypes.CDLL(library)
        request = ctypes.create_string_buffer(512)  # struct timex, `modes` 0: read only
        state = int(libc.adjtimex(request))
    except (OSError, AttributeError):
        return None
    return request.raw if 0 <= state < _TIME_ERROR else None
