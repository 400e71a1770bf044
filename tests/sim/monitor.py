"""The vendor's Windows monitor, as it was seen to behave: asks, waits a fixed time, takes what is there by then."""

from collections.abc import Callable, Mapping
from typing import Protocol

from topbms.protocol.checksum import checksum
from topbms.protocol.frame import Frame

WAITS: Mapping[int, float] = {
    0x4B: 0.3,
    0x4C: 0.3,
    0x4D: 0.4,
    0xE9: 0.4,
    0x51: 0.4,
    0x42: 0.5,
    0x44: 0.5,
    0xE5: 0.7,
    0xEB: 0.7,
}
"""s that it waits for each command; 1.2 for the rest."""
_LONGEST = 1.2
_UNNAMED = {0x4D, 0x51, 0x47, 0x4E}  # replies without the pack's number
_SECOND = {0x4B, 0x4C}  # replies with it in the second byte


class Port(Protocol):
    """What it asks over."""

    def wire_time(self, characters: int) -> float:
        """Seconds that so many characters take."""
        ...

    def connect(self, take: Callable[[bytes], None]) -> object:
        """Have what comes passed on."""
        ...

    def feed(self, data: bytes) -> None:
        """Send."""
        ...


class Clock(Protocol):
    """The time that it waits in."""

    def monotonic(self) -> float:
        """Seconds that never step."""
        ...

    async def turn(self, seconds: float) -> None:
        """Let time pass."""
        ...


class Monitor:
    """Asks over a line; raises AssertionError for what the program would not accept."""

    version = 0x21

    def __init__(self, line: Port, clock: Clock) -> None:
        self.begun: float | None = None
        """Seconds from a request's last character to the first piece of its answer; None when none came."""
        self._line = line
        self._clock = clock
        self._heard = b""
        self._sent = 0.0
        line.connect(self._take)

    async def ask(self, address: int, code: int, info: bytes = b"") -> bytes | None:
        """INFO of the answer, None for silence or a refusal (its RTN is in `refused`)."""
        request = Frame(self.version, address, 0x46, code, info).encode()
        self._heard, self.begun, self.refused = b"", None, 0
        self._sent = self._clock.monotonic() + self._line.wire_time(len(request))
        self._line.feed(request)
        await self._clock.turn(WAITS.get(code, _LONGEST))
        return self._accepted(address, code) if self._heard else None

    def _take(self, data: bytes) -> None:
        if self.begun is None:  # a piece is passed on when its last character is through
            self.begun = self._clock.monotonic() - self._sent - self._line.wire_time(len(data))
        self._heard += data

    def _accepted(self, address: int, code: int) -> bytes | None:
        text = self._heard.decode("ascii")
        assert (text[0], text[-1]) == ("~", "\r"), "not there in time"
        body = text[1:-1]
        assert body == body.upper(), "lower-case hex"
        assert int(body[-4:], 16) == checksum(body[:-4].encode()), "checksum"
        assert int(body[9:12], 16) == len(body) - 16, "length"
        assert int(body[2:4], 16) == address, "another pack's address"
        self.refused = int(body[6:8], 16)
        if self.refused:
            return None
        info = bytes.fromhex(body[12:-4])
        if code not in _UNNAMED:
            assert info[1 if code in _SECOND else 0] == address, "another pack's number, or an INFOFLAG byte"
        return info
