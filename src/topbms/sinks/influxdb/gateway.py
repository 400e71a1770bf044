"""Events and the gateway's own health as lines. Knows their fields and no HTTP.

Numbers of the history, of each port and of each target stand in lines of their own, so that a pack, a port and a target
are each a tag.
"""

from collections.abc import Iterator, Mapping

from topbms.model.event import PastEvent
from topbms.model.health import Health, LinkHealth, SinkHealth
from topbms.sinks.influxdb.protocol import head, line, number, stamp, tag, text


def event_line(prefix: str, site: str, event: PastEvent) -> str | None:
    """An event: `value` is always 1, so that also a target without texts can count them."""
    tags = {"site": site, "kind": event.kind, "subject": event.subject}
    fields = {"value": "1", "text": text(event.text)}
    return line(head(f"{prefix}_event", tags), fields, stamp(event.at, event.sequence))


def health_lines(prefix: str, site: str, gateway: str, health: Health) -> Iterator[str | None]:
    """A line for the gateway, then one for each port and each target."""
    moment = stamp(health.at, health.sequence)
    yield line(head(f"{prefix}_gateway", {"site": site, "gateway": gateway}), _of_gateway(health), moment)
    for link in health.links:
        yield line(head(f"{prefix}_link", {"site": site, "link": link.id}), _of_link(link), moment)
    for sink in health.sinks:
        yield line(head(f"{prefix}_sink", {"site": site, "sink": sink.name}), _of_sink(sink), moment)


def _of_gateway(health: Health) -> Mapping[str, str]:
    history = health.history
    numbers = {
        "uptime": health.uptime,
        "fresh": health.fresh,
        "silent": health.silent,
        "clock_offset": health.clock_offset,
        "history_waiting": history.waiting,
        "history_dropped": history.dropped,
        "history_size": history.size,
        "disk_free": history.free,
    }
    texts = {"version": health.version, "config": health.config, "last_error": health.last_error}
    return _written(numbers, texts)


def _of_link(link: LinkHealth) -> Mapping[str, str]:
    numbers = {
        "up": link.up,
        "requests": link.requests,
        "replies": link.replies,
        "connects": link.connects,
        "answer_time": link.answer_time,
        **{f"fault_{tag(kind)}": count for kind, count in (link.faults or {}).items()},
    }
    return _written(numbers, {"last_error": link.last_error})


def _of_sink(sink: SinkHealth) -> Mapping[str, str]:
    numbers = {"lag": sink.lag, "written": sink.written, "rejected": sink.rejected, "errors": sink.errors}
    return _written(numbers, {"last_error": sink.last_error})


def _written(numbers: Mapping[str, float | None], texts: Mapping[str, str]) -> dict[str, str]:
    """Texts are written when they are empty, too: the newest then says that an error is over."""
    written = {key: number(value) for key, value in numbers.items()}
    return written | {key: text(value) for key, value in texts.items()}
