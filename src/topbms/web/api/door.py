"""What the API shows, handed in: one dataclass of callables, which the application fills. Knows nobody behind them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from topbms.errors import TopbmsError
from topbms.model.dossier import Dossier
from topbms.model.fragment import Record
from topbms.model.health import Health, LinkHealth
from topbms.model.reading import Snapshot
from topbms.model.words import Words
from topbms.store.store import Store
from topbms.web.api import toolshapes
from topbms.web.api.hub import Hub

Step: TypeAlias = toolshapes.Progress | toolshapes.ScanResult


class LastFrame(NamedTuple):
    """A frame as it went over a line: seconds since then, "request" or "response", its characters from ~ on."""

    age: float
    direction: str
    frame: str


class Cause(NamedTuple):
    """What went wrong: seconds since then, the kind of the event or fault, whose it was, and what is said besides."""

    age: float
    kind: str
    subject: str
    text: str


class KeptFrames(NamedTuple):
    """The frames around what went wrong, the newest first; `number` counts those of a link since the start."""

    number: int
    causes: Sequence[Cause]
    frames: Sequence[LastFrame]


@dataclass(frozen=True, slots=True)
class LinkState:
    """A link at this moment; `url` without passwords, `last_error_age` in seconds, `packs` by id.

    `since` is when it came up or went down, UTC seconds; None before the first try.
    """

    health: LinkHealth
    url: str
    since: float | None
    last_error_age: float | None
    packs: tuple[str, ...]


class ReadLog(NamedTuple):
    """What a pack's own log held, the oldest first; `trouble` is why that is not all of it, None where it is."""

    records: tuple[Record, ...]
    trouble: TopbmsError | None


@dataclass(frozen=True, slots=True)
class Scan:
    """A wish: look for packs on the port `url`; `force` asks even where another master was heard.

    A `baud` of None is the usual one, and all others that packs are known to have where it can be set here.
    """

    url: str
    baud: int | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """A gateway as the API sees it.

    `site`, `gateway` (its id), `snapshot`, `health`, `language` and `links` are of this moment; what is wrong with
    links and targets is told in the language of the words given. `patience` is after how many seconds without a reading
    the packs of a link are stale, `newest` the highest number given to a record. `now` is the monotonic clock, `utc`
    the other one. `frames` are the last ones of a link, the newest first, and `kept` those around what went wrong.
    `dossier` is what a pack told of itself, `hindrance` why it is not asked for that as long as the config stays. `log`
    has a pack's log read, "alarms" or "data"; it raises ConfigError where the pack cannot be asked, ReplyError where it
    refuses and LinkError where it does not answer now.
    `support` makes a support file. `scan` raises ConfigError for a port that there cannot be and LinkError for one that
    is in use, both before anything is opened; its last step is the result.
    """

    store: Store
    hub: Hub
    version: str
    site: Callable[[], str]
    gateway: Callable[[], str]
    snapshot: Callable[[], Snapshot]
    health: Callable[[Words], Health]
    language: Callable[[], str]
    now: Callable[[], float]
    utc: Callable[[], float]
    newest: Callable[[], int]
    patience: Callable[[str], float]
    links: Callable[[Words], Sequence[LinkState]]
    frames: Callable[[str], Sequence[LastFrame]]
    kept: Callable[[str], Sequence[KeptFrames]]
    dossier: Callable[[str], Dossier]
    hindrance: Callable[[str], TopbmsError | None]
    log: Callable[[str, str], Awaitable[ReadLog]]
    decode: Callable[[str, Words], list[toolshapes.Explained]]
    settings: Callable[[Words], toolshapes.Settings]
    ports: Callable[[Words], list[toolshapes.Port]]
    support: Callable[[], Awaitable[bytes]]
    scan: Callable[[Scan, Words], Awaitable[AsyncIterator[Step]]]
