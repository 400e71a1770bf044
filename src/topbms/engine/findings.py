"""What became known of one port: who was heard, who answered, what did not fit, and every frame. Pure; asks nobody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from topbms.dialects import dialects
from topbms.dialects.contract import Dialect
from topbms.dialects.explain import explain
from topbms.engine.frozen import Ring
from topbms.engine.overhearing import Overhearing, direction
from topbms.engine.recognition import ANYBODY, Spoken
from topbms.errors import FrameError, ReplyError
from topbms.model.reading import PackReading
from topbms.protocol.frame import Frame

_MOST_FRAMES = 10_000
_DAMAGED = frozenset({"syntax", "length", "checksum"})
UNFITTING = (*sorted(_DAMAGED), "payload", "unknown", "refused", "foreign")
"""What a link counts of answers that do not fit; see `topbms.engine.counters`."""

Misfit = FrameError | ReplyError
"""What somebody answered that is no reply of a known dialect."""


@dataclass(frozen=True)  # no slots: what is reckoned from it is kept
class Heard:
    """What a line carried while nobody of ours spoke: good frames, how many damaged ones, and bytes outside of any."""

    frames: tuple[Frame, ...] = ()
    damaged: int = 0
    noise: int = 0

    @property
    def has_master(self) -> bool:
        """Whether somebody else talks in frames on this line."""
        return bool(self.frames)

    def joined(self, other: "Heard") -> "Heard":
        """Both, the other after this one."""
        return Heard(self.frames + other.frames, self.damaged + other.damaged, self.noise + other.noise)

    @property
    def is_one_sided(self) -> bool:
        """Whether only replies were heard, as on a wire that carries no requests."""
        return bool(self.frames) and all(direction(frame) == "response" for frame in self.frames)

    @cached_property
    def dialects(self) -> list[str]:
        """Of each frame that fits one dialect without its request, which that is."""
        return sorted({name for name in map(_only_dialect, self.frames) if name})

    @cached_property
    def packs(self) -> Mapping[int, str]:
        """The dialect of each pack whose replies were understood, by its number."""
        overhearing = Overhearing()
        told = [one for frame in self.frames for one in overhearing.hear(frame)]
        return {one.number: one.spoken.dialect.name for one in sorted(told, key=lambda one: one.number)}


@dataclass(slots=True)
class Findings:
    """One port, and what is known of it so far.

    `bauds` were or will be tried, `baud` is the one of this moment. `spoken` is None while nothing is answered that
    fits one dialect; `is_named` tells that the user named it. `fitting` counts replies that fit it to the last byte,
    `unfitting` the other answers of packs that were asked in it; `troubles` has the last of these by pack. `misfits`
    are the answers from before it was known. `is_busy` tells that nothing was asked, for the sake of another master.
    """

    port: str
    bauds: tuple[int, ...]
    baud: int
    spoken: Spoken | None = None
    is_named: bool = False
    is_busy: bool = False
    heard: Heard = field(default_factory=Heard)
    readings: list[PackReading] = field(default_factory=list)
    fitting: int = 0
    unfitting: int = 0
    echoes: int = 0
    troubles: dict[int, Misfit] = field(default_factory=dict)
    misfits: list[Misfit] = field(default_factory=list)
    frames: Ring = field(default_factory=lambda: Ring(_MOST_FRAMES))

    def take(self, address: int, reading: PackReading | None, trouble: Misfit | None) -> None:
        """Take note of what came of asking one pack; both None for silence."""
        if reading is not None:
            self.readings.append(reading)
        if trouble is not None:
            self.troubles[address] = trouble

    def doubt(self, misfit: Misfit) -> None:
        """Take note of an answer that cannot be read; the same once only."""
        if str(misfit) not in map(str, self.misfits):
            self.misfits.append(misfit)

    def doubt_strangers(self) -> None:
        """The same for good frames that were passed over as nobody's answer."""
        for request, reply in self._exchanges():
            try:
                ANYBODY.decode(reply, request)
            except (FrameError, ReplyError) as error:
                self.doubt(error)

    @property
    def rivals(self) -> list[str]:
        """The other dialects that every reply fits, too, which the one that is spoken fits."""
        if self.spoken is None:
            return []
        fitting, own = self._fitting(), self.spoken.dialect.name
        others = [other for name, other in dialects().items() if name != own] if fitting else []
        return [other.name for other in others if all(_fits(other, *each) for each in fitting)]

    @property
    def is_settled(self) -> bool:
        """Whether another speed would tell no more: somebody is heard, or answers in good frames."""
        return self.is_busy or self.spoken is not None or any(not is_damage(misfit) for misfit in self.misfits)

    @property
    def is_asked(self) -> bool:
        """Whether anything was sent."""
        return any(way == "request" for _, way, _ in self.frames)

    @property
    def is_answered(self) -> bool:
        """Whether anything came over the line that was not sent by us."""
        return any(way != "request" for _, way, _ in self.frames)

    @property
    def versions(self) -> list[int]:
        """The VER of the replies that fit the dialect that is spoken, each once."""
        return sorted({reply.version for _, reply in self._fitting()})

    def _fitting(self) -> list[tuple[Frame, Frame]]:
        """The exchanges whose reply fits the dialect that is spoken."""
        spoken = self.spoken
        return [each for each in self._exchanges() if spoken is not None and _fits(spoken.dialect, *each)]

    def _exchanges(self) -> Iterator[tuple[Frame, Frame]]:
        """Each good frame that came after a request of ours, with that request."""
        request = None
        for _, way, frame in self.frames:
            if way == "request":
                request = frame
            elif isinstance(request, Frame) and isinstance(frame, Frame):
                yield request, frame


def is_damage(misfit: Misfit) -> bool:
    """Whether what came is no good frame: the wire's fault, or the speed's."""
    return isinstance(misfit, FrameError) and misfit.kind in _DAMAGED


def _only_dialect(frame: Frame) -> str | None:
    try:
        return explain(frame).dialect
    except (FrameError, ReplyError):
        return None


def _fits(dialect: Dialect, request: Frame, reply: Frame) -> bool:
    try:
        dialect.decode(reply, request)
    except (FrameError, ReplyError):
        return False
    return True
