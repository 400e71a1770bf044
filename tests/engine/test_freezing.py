"""Which event has which link keep its frames, and which fault does."""

from dataclasses import dataclass, field

import pytest

from topbms.engine.counters import LinkCounters
from topbms.engine.freezing import freezing
from topbms.errors import FrameError, LinkError, ReplyError, TopbmsError
from topbms.model.event import Event, EventKind
from topbms.model.reading import Pack


@dataclass
class Recorder:
    """A link with one pack; a frame has passed."""

    id: str
    packs: tuple[Pack, ...]
    counters: LinkCounters = field(default_factory=LinkCounters)

    def __post_init__(self) -> None:
        self.counters.frames.append((1.0, "request", b"~"))

    @property
    def kept(self) -> list[str]:
        return [reason.kind for frozen in self.counters.frames.frozen for reason in frozen.reasons]


def link(number: int) -> Recorder:
    return Recorder(f"usr{number}", (Pack(f"battery{number}", f"Battery {number}", f"usr{number}", 1),))


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (EventKind.ALARM, "battery2"),
        (EventKind.VALUE_HELD, "battery2"),
        (EventKind.PACK_SILENT, "battery2"),
        (EventKind.LINK_DOWN, "usr2"),
    ],
)
def test_the_link_that_it_concerns_keeps_its_frames(kind: EventKind, subject: str) -> None:
    first, second = link(1), link(2)
    freezing(lambda: [first, second])(Event(kind, 7.0, subject, "more"))
    assert (first.kept, second.kept) == ([], [kind])
    (reason,) = second.counters.frames.frozen[0].reasons
    assert (reason.at, reason.subject, reason.text) == (7.0, subject, "more")


@pytest.mark.parametrize("kind", sorted(set(EventKind) - {"alarm", "value_held", "pack_silent", "link_down"}))
def test_other_events_are_no_reason(kind: EventKind) -> None:
    only = link(1)
    for subject in ("battery1", "usr1", ""):
        freezing(lambda: [only])(Event(kind, 7.0, subject))
    assert only.kept == []


@pytest.mark.parametrize(
    ("kind", "error", "is_kept"),
    [
        ("checksum", FrameError("checksum", "wrong"), True),
        ("payload", FrameError("payload", "wrong"), True),
        ("refused", ReplyError("no", code=4), True),
        ("silence", LinkError("no answer"), False),
        ("foreign", ReplyError("another's"), False),
        ("link", LinkError("cut"), False),
    ],
)
def test_faults_of_the_bytes_are_a_reason(kind: str, error: TopbmsError, is_kept: bool) -> None:
    counters = LinkCounters(link="usr1")
    counters.frames.append((1.0, "response", b"~52"))
    counters.failed(kind, error, 2.0)
    kept = [(reason.kind, reason.subject) for frozen in counters.frames.frozen for reason in frozen.reasons]
    assert kept == ([(kind, "usr1")] if is_kept else [])
