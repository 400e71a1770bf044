"""A status for people: links, packs, targets and the history, what is wrong last. Knows tables and words."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from topbms.cli.picture import faults
from topbms.cli.show import snapshot_table
from topbms.cli.speech import say
from topbms.model.health import HistoryHealth, LinkHealth, SinkHealth
from topbms.web.status import Status

_UNITS = (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1))
_MEGABYTE = 1_000_000
_NOTHING = "\N{EN DASH}"


def status_page(status: Status) -> RenderableType:
    """Everything, for a person."""
    return Group(*_parts(status))


def _parts(status: Status) -> Iterator[RenderableType]:
    health = status.health
    yield Text(
        say(
            "topbms {version}, site {site}, process {pid}, running for {time}",
            version=health.version,
            site=status.site,
            pid=status.process,
            time=span(health.uptime),
        ),
        style="bold",
    )
    yield _links(health.links, status)
    yield from _errors(health.links)
    yield Text()
    yield snapshot_table(status.snapshot, health.at)
    yield Text()
    if health.sinks:
        yield from _sinks(health.sinks)
        yield Text()
    yield from _history(health.history)
    for name, seconds in status.overdue.items():
        yield Text(say("{part} has hung for {time}", part=_loop(name), time=span(seconds)), style="bold red")


def _loop(name: str) -> str:
    """What does not turn any more, by its name such as "sink mqtt"."""
    kind, _, which = name.partition(" ")
    kinds = {"link": say("link"), "sink": say("target"), "history": say("history"), "watch": say("watch over all")}
    return f"{kinds.get(kind, kind)} {which}".strip()


def _links(links: Sequence[LinkHealth], status: Status) -> RenderableType:
    columns = (say("link"), say("port"), "", say("replies"), say("faults"), "ms")
    rows = [
        (
            link.id,
            status.ports.get(link.id, ""),
            say("up") if link.up else say("down"),
            str(link.replies),
            str(faults(link)),
            _NOTHING if link.answer_time is None else f"{1000 * link.answer_time:.0f}",
        )
        for link in links
    ]
    return _table(columns, rows, bad=[not link.up for link in links])


def _errors(links: Sequence[LinkHealth]) -> Iterator[RenderableType]:
    """The last error of each, in lines of their own: beside the numbers there is no room for a sentence."""
    for link in links:
        if link.last_error:
            yield Text(say("{name}: {error}", name=link.id, error=link.last_error), style="" if link.up else "red")


def _sinks(sinks: Sequence[SinkHealth]) -> Iterator[RenderableType]:
    columns = (say("target"), say("behind by"), say("written"), say("rejected"), say("errors"))
    rows = [(sink.name, span(sink.lag), str(sink.written), str(sink.rejected), str(sink.errors)) for sink in sinks]
    yield _table(columns, rows, bad=[bool(sink.last_error) for sink in sinks])
    for sink in sinks:
        if sink.last_error:
            yield Text(say("{name}: {error}", name=sink.name, error=sink.last_error), style="red")


def _history(history: HistoryHealth) -> Iterator[RenderableType]:
    values = {
        "size": _megabytes(history.size),
        "free": _megabytes(history.free),
        "waiting": history.waiting,
        "dropped": history.dropped,
    }
    yield Text(say("history: {size}, {free} free; readings waiting: {waiting}, lost: {dropped}", **values))
    if history.last_error:
        yield Text(history.last_error, style="red")


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], bad: Sequence[bool]) -> RenderableType:
    """A row each, red where something is wrong."""
    table = Table(box=None, padding=(0, 1), header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row, is_bad in zip(rows, bad, strict=True):
        table.add_row(*(Text(cell) for cell in row), style="red" if is_bad else "")
    return table


def span(seconds: float) -> str:
    """A time in its two greatest units."""
    left, parts = round(seconds), []
    for unit, size in _UNITS:
        if left >= size:
            parts.append(f"{left // size} {say(unit)}")
            left %= size
    return " ".join(parts[:2]) or "0 s"


def _megabytes(size: int | None) -> str:
    return _NOTHING if size is None else say("{count} MB", count=max(round(size / _MEGABYTE), 1))
