"""What the packs told of themselves beside their readings: kept, compared, told of. Knows no wire and no file."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice

from topbms.dialects.memory import Topic
from topbms.engine.agenda import Agenda
from topbms.engine.clock import Clock as Clocks
from topbms.engine.feed import Feed
from topbms.engine.inquiry import Told
from topbms.model.dossier import Dossier
from topbms.model.event import EventKind
from topbms.model.fragment import Clock, Fragment, Parameters, Setting
from topbms.model.settingchange import Difference, differences

LOG = logging.getLogger(__name__)

MOST_EVENTS = 20
"""Changed parameters that are an event each; of more, as after the BMS was exchanged, one tells how many there are."""

_NOTABLE = 60.0  # s that a pack's clock is off and are worth a word

Keep = Callable[[str, Mapping[str, Setting]], None]
"""Is told a pack's id and its parameters when they are new or changed."""


def _keep_nothing(pack: str, settings: Mapping[str, Setting]) -> None:
    """Where nothing outlives the process."""
    del pack, settings


class Dossiers:
    """The dossiers of all packs by id; `keep` gets parameters that are to outlive the process."""

    def __init__(self, feed: Feed, clock: Clocks, keep: Keep = _keep_nothing) -> None:
        self._feed = feed
        self._clock = clock
        self._keep = keep
        self._dossiers: dict[str, Dossier] = {}
        self._agendas: dict[str, Agenda] = {}
        self._settings: dict[str, Mapping[str, Setting]] = {}

    def recall(self, pack: str, settings: Mapping[str, Setting]) -> None:
        """The parameters that a pack had before the start."""
        self._settings[pack] = settings

    def of(self, pack: str) -> Dossier:
        """What is known of a pack; an empty one where it told nothing yet."""
        return self._dossiers.get(pack, Dossier())

    def due(self, pack: str) -> Topic | None:
        """The topic that a pack is to be asked about now; None when none is due."""
        return self._agendas.setdefault(pack, Agenda()).next(self._clock.monotonic())

    def take(self, pack: str, topic: Topic, told: Told) -> None:
        """What a pack told about a topic."""
        self._agendas.setdefault(pack, Agenda()).answered(topic, told, self._clock.monotonic())
        if not told.fragments:
            return
        dossier = replace(self.of(pack).joined(told.fragments), asked_at=self._clock.utc())
        self._dossiers[pack] = self._timed(pack, dossier, told.fragments)
        for fragment in told.fragments:
            if isinstance(fragment, Parameters):
                self._dossiers[pack] = replace(self.of(pack), parameters_at=self._clock.utc())
                self._compare(pack, fragment)

    def _timed(self, pack: str, dossier: Dossier, fragments: Iterable[Fragment]) -> Dossier:
        """How far a clock that was just told is off."""
        for fragment in fragments:
            if isinstance(fragment, Clock):
                ahead = self._ahead(fragment)
                if ahead is None or abs(ahead) > _NOTABLE:
                    LOG.info(
                        "its clock shows %s; set it with: topbms clock set URL", fragment.time, extra={"pack": pack}
                    )
                return replace(dossier, clock_ahead=ahead)
        return dossier

    def _ahead(self, clock: Clock) -> float | None:
        local = datetime.fromtimestamp(self._clock.utc())  # noqa: DTZ006 - a pack's clock knows no zone
        return None if clock.moment is None else round((clock.moment - local).total_seconds())

    def _compare(self, pack: str, parameters: Parameters) -> None:
        before = self._settings.get(pack)
        changed = [] if before is None else list(differences(before, parameters))
        if before is None or changed:
            self._settings[pack] = parameters.settings
            self._keep(pack, parameters.settings)
        self._tell(pack, changed)

    def _tell(self, pack: str, changed: list[Difference]) -> None:
        for difference in islice(changed, MOST_EVENTS):
            self._feed.happen(EventKind.PARAMETER_CHANGED, pack, str(difference))
        if len(changed) > MOST_EVENTS:
            self._feed.happen(EventKind.PARAMETER_CHANGED, pack, f"{len(changed) - MOST_EVENTS} more")
