"""What everything here is made of: callables that say how things stand now. Knows the model, and nobody behind them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from topbms.model.health import Health
from topbms.model.reading import PackState, Snapshot
from topbms.model.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """A gateway as others see it; each callable answers at once.

    `gateway` is its id; `snapshot` and `health` are of this moment, `ports` the URLs of the links by id, without
    passwords, and `overdue` tells for each loop that does not turn any more by how many seconds it is late. `words` are
    those of the config's language.
    """

    site: str
    gateway: Callable[[], str]
    snapshot: Callable[[], Snapshot]
    health: Callable[[], Health]
    ports: Callable[[], Mapping[str, str]]
    overdue: Callable[[], Mapping[str, float]]
    words: Callable[[], Words]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not well: `part` is link, pack, sink or history, `name` its id, `error` what is wrong."""

    part: str
    name: str
    error: str


def problems(snapshot: Snapshot, health: Health, words: Words) -> Sequence[Problem]:
    """Everything that is not well at this moment; empty when every link, pack and target is, and the history.

    What the health says is told as it stands there.
    """
    found = [
        Problem("link", link.id, link.last_error or words.say("not connected yet"))
        for link in health.links
        if not link.up
    ]
    found += [Problem("pack", state.pack.id, _silence(state, words)) for state in snapshot.packs if not is_fresh(state)]
    if not snapshot.packs:
        found.append(Problem("pack", "", words.say("no pack is known")))
    found += [Problem("sink", sink.name, sink.last_error) for sink in health.sinks if sink.last_error]
    if health.history.last_error:
        found.append(Problem("history", "", health.history.last_error))
    return found


def is_fresh(state: PackState) -> bool:
    """Whether a pack's values can be trusted now."""
    return state.reading is not None and not state.stale


def age(state: PackState, health: Health) -> float | None:
    """Seconds since a pack's newest reading, at the moment of the health; None before the first."""
    return None if state.reading is None else max(health.monotonic - state.reading.monotonic, 0.0)


def _silence(state: PackState, words: Words) -> str:
    if state.reading is not None:
        return words.say("does not answer any more")
    return words.say("does not answer") if state.stale else words.say("not read yet")
