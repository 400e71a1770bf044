"""The live picture of `watch`: packs, and how their links do. Knows tables and words; asks nobody."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.text import Text

from topbms.cli.show import reading_table, snapshot_table
from topbms.cli.speech import say
from topbms.model.health import LinkHealth
from topbms.model.reading import Snapshot


def picture(snapshot: Snapshot, now: float, links: Iterable[tuple[str, LinkHealth]]) -> RenderableType:
    """Everything at `now` (UTC seconds): all packs, one that is alone as a whole, and each link with its port."""
    rows: list[RenderableType] = [snapshot_table(snapshot, now)]
    if len(snapshot.packs) == 1 and snapshot.packs[0].reading is not None:
        rows.append(reading_table(snapshot.packs[0].reading))
    return Group(*rows, *(_link_line(port, link) for port, link in links))


def _link_line(port: str, link: LinkHealth) -> Text:
    """How the link does, or why it has nothing to show."""
    if not link.up:
        return Text(_not_connected(port, link), style="red")
    if not link.replies:
        return Text(_not_answered(port, link), style="red")
    text = say(
        "{port}: {replies} replies, {faults} faults, answers in {milliseconds:.0f} ms",
        port=port,
        replies=link.replies,
        faults=faults(link),
        milliseconds=1000 * (link.answer_time or 0.0),
    )
    return Text(text, style="dim")


def faults(link: LinkHealth) -> int:
    """How many; silence is none here: most of the addresses that packs are looked for at have nothing else."""
    return sum(count for kind, count in (link.faults or {}).items() if kind != "silence")


def _not_connected(port: str, link: LinkHealth) -> str:
    if not link.faults:
        return say("{port}: connecting", port=port)
    return say("not connected: {error}", error=link.last_error)


def _not_answered(port: str, link: LinkHealth) -> str:
    if (link.faults or {}).keys() <= {"silence", "echo", "late"}:
        return say("{port}: connected, but no pack has answered yet", port=port)
    return say("{port}: connected, but no pack has answered yet. {error}", port=port, error=link.last_error)
