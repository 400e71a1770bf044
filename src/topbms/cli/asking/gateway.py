"""What the running gateway says of itself, and of the packs of one of its ports. Knows where its socket lies."""

from collections.abc import Collection

from topbms.cli.lock import Holder
from topbms.config import Loaded
from topbms.errors import LinkError, TopbmsError
from topbms.model.bank import bank_reading
from topbms.model.health import LinkHealth
from topbms.model.reading import PackReading, PackState, Snapshot
from topbms.transport.connection import same_port, shown
from topbms.web.status import Status, status_of
from topbms.web.statussocket import ask_status, ask_support, place


def status(loaded: Loaded) -> Status:
    """The status of the gateway that runs with this config; TopbmsError when none does, or it does not say."""
    return status_of(ask_status(place(loaded.settings.history.path)))


def support(loaded: Loaded) -> bytes:
    """The support file of the gateway that runs with this config; TopbmsError when none does, or it does not say."""
    found = ask_support(place(loaded.settings.history.path))
    if b'"about"' not in found.partition(b"\n")[0]:  # an older one knows no such question, and tells its status
        raise TopbmsError("what answered is no gateway of this version of topbms; restart the gateway")
    return found


def status_at(url: str, holder: Holder) -> Status:
    """The same of the gateway that is known to poll this port; LinkError when it does not say."""
    try:
        return status(holder.loaded)
    except TopbmsError as error:
        raise LinkError(
            "{port} is polled by the running gateway (process {pid}), which cannot be asked: {problem}",
            port=shown(url),
            pid=holder.pid,
            problem=error,
        ) from error


def newest(found: Status, url: str, address: int) -> PackReading:
    """The newest reading of the pack at this address of a port; LinkError where it has none that is fresh."""
    states = {state.pack.address: state for state in _states(found, url)}
    state = states.get(address)
    if state is None:
        raise LinkError(
            "the running gateway knows no pack {pack} on {port}; it knows {packs}",
            pack=address,
            port=shown(url),
            packs=", ".join(map(str, sorted(states))) or "-",
        )
    if state.reading is None:
        raise LinkError("pack {pack} on {port} has not answered the running gateway yet", pack=address, port=shown(url))
    if state.stale:
        raise LinkError(
            "pack {pack} on {port} has not answered the running gateway for {seconds:.0f} s",
            pack=address,
            port=shown(url),
            seconds=found.health.monotonic - state.reading.monotonic,
        )
    return state.reading


def snapshot_at(found: Status, url: str, addresses: Collection[int]) -> Snapshot:
    """The packs of a port, those of these addresses only if there are any, as a bank of their own."""
    states = [state for state in _states(found, url) if not addresses or state.pack.address in addresses]
    return Snapshot(tuple(states), bank_reading(found.health.at, states))


def links_at(found: Status, url: str) -> list[tuple[str, LinkHealth]]:
    """The link of a port, with its URL as it may be shown."""
    return [(found.ports[link.id], link) for link in found.health.links if _is_at(found, link.id, url)]


def _states(found: Status, url: str) -> list[PackState]:
    return [state for state in found.snapshot.packs if _is_at(found, state.pack.link, url)]


def _is_at(found: Status, link: str, url: str) -> bool:
    return same_port(found.ports.get(link, "")) == same_port(shown(url))
