"""The gateway, its links, targets and history in the API's shape. Pure."""

from collections.abc import Iterable

from topbms.model.health import Health, HistoryHealth, SinkHealth
from topbms.web.api import shapes
from topbms.web.api.door import LastFrame, LinkState


def link_shape(link: LinkState) -> shapes.Link:
    """A link without its frames."""
    health = link.health
    return shapes.Link(
        id=health.id,
        url=link.url,
        up=health.up,
        since=link.since,
        requests=health.requests,
        replies=health.replies,
        connects=health.connects,
        faults=dict(health.faults or {}),
        answer_time=health.answer_time,
        last_error=health.last_error,
        last_error_age=link.last_error_age,
        packs=list(link.packs),
    )


def framed_link(link: LinkState, frames: Iterable[LastFrame], frozen: Iterable[shapes.Frozen]) -> shapes.LinkWithFrames:
    """A link with its last frames, and what it keeps frames of."""
    return shapes.LinkWithFrames(**link_shape(link), frames=frames_shape(frames), frozen=list(frozen))


def frames_shape(frames: Iterable[LastFrame]) -> list[shapes.FrameOnLine]:
    """Frames as they went over a line."""
    return [shapes.FrameOnLine(age=one.age, direction=one.direction, frame=one.frame) for one in frames]


def health_shape(health: Health, links: Iterable[LinkState]) -> shapes.Health:
    """The gateway itself; `links` know more of themselves than its health does."""
    return shapes.Health(
        version=health.version,
        config=health.config,
        uptime=health.uptime,
        fresh=health.fresh,
        silent=health.silent,
        clock_offset=health.clock_offset,
        history=_history(health.history),
        links=[link_shape(link) for link in links],
        sinks=[_sink(sink) for sink in health.sinks],
    )


def _history(history: HistoryHealth) -> shapes.History:
    return shapes.History(
        waiting=history.waiting,
        dropped=history.dropped,
        size=history.size,
        free=history.free,
        last_error=history.last_error,
    )


def _sink(sink: SinkHealth) -> shapes.Sink:
    return shapes.Sink(
        name=sink.name,
        lag=sink.lag,
        written=sink.written,
        rejected=sink.rejected,
        errors=sink.errors,
        last_error=sink.last_error,
    )
