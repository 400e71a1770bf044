"""The one place all records pass: numbers them, keeps the newest of each pack, tells everyone. Knows no target."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from topbms.engine.clock import Clock
from topbms.engine.freshness import limit
from topbms.model.alarms import Alarm
from topbms.model.bank import BANK, bank_reading
from topbms.model.event import Event, EventKind
from topbms.model.health import Health
from topbms.model.reading import Pack, PackReading, PackState, Reported, Snapshot

Subscriber = Callable[[PackReading], None]
Listener = Callable[[Event], None]
Inspector = Callable[[Health], None]
Alert = Callable[[], None]
Counted = Callable[[str], Mapping[str, Reported]]


@dataclass(slots=True)
class _Seen:
    """What is known of one pack: its newest reading, its active alarms, and whether its silence was told.

    `expected` is since when a first reading is waited for, on the monotonic clock.
    """

    pack: Pack
    expected: float
    reading: PackReading | None = None
    active: tuple[Alarm, ...] = ()
    silent: bool = False


class Feed:
    """Takes readings in and passes them on; answers what is known now."""

    def __init__(self, clock: Clock, interval: float) -> None:
        self._clock = clock
        self._interval = interval
        self._sequence = 0
        self._health: Health | None = None
        self._packs: dict[str, _Seen] = {}
        self._rounds: dict[str, float] = {}
        self._subscribers: list[Subscriber] = []
        self._listeners: list[Listener] = []
        self._inspectors: list[Inspector] = []
        self._alerts: list[Alert] = []
        self.counted: Counted = _counts_nothing

    def count_by(self, counted: Counted) -> None:
        """Have what `counted` tells of a pack's meter, or the bank's, among its values from now on."""
        self.counted = counted

    def subscribe(self, subscriber: Subscriber) -> None:
        """Pass every reading from now on."""
        self._subscribers.append(subscriber)

    def listen(self, listener: Listener) -> None:
        """Pass every event from now on."""
        self._listeners.append(listener)

    def check(self, inspector: Inspector) -> None:
        """Pass every health of the gateway from now on."""
        self._inspectors.append(inspector)

    def alert(self, alert: Alert) -> None:
        """Call whenever something happens that no outlet should wait with: alarms, silence, a first reading."""
        self._alerts.append(alert)

    def recall(self, reading: PackReading) -> None:
        """The last reading of a pack before the start: its alarms are no news if they are there still."""
        seen = self._packs.get(reading.pack.id)
        if seen is not None:
            seen.active = reading.active

    def expect(self, packs: Iterable[Pack]) -> None:
        """The packs there are, for whoever shows a pack before its first reading."""
        for pack in packs:
            self._seen(pack).pack = pack

    def forget_others(self, packs: Iterable[Pack]) -> None:
        """Drop packs that are no longer in the config."""
        kept = {pack.id for pack in packs}
        for pack_id in set(self._packs) - kept:
            del self._packs[pack_id]

    def quiet(self) -> None:
        """Alert nobody any more; those who listen anew will say so."""
        self._alerts.clear()

    def continue_after(self, sequence: int) -> None:
        """Number the readings from now on behind `sequence`, the highest that the history may hold."""
        self._sequence = sequence

    def newest(self) -> int:
        """The highest number given out."""
        return self._sequence

    def number(self) -> int:
        """The sequence number of the next record."""
        self._sequence += 1
        return self._sequence

    def publish(self, reading: PackReading, round_time: float | None = None) -> None:
        """Take a reading in; it is the pack's newest from now on.

        `round_time` is what a round of its link takes at present, in seconds; None where nothing new is known of it.
        It holds for all packs of the link, those that are still to be read for the first time among them.
        """
        seen = self._seen(reading.pack)
        before, seen.reading = seen.reading, reading
        if round_time is not None:
            self._rounds[reading.pack.link] = round_time
        for subscriber in self._subscribers:
            subscriber(reading)
        if seen.silent:
            seen.silent = False
            self.happen(EventKind.PACK_BACK, reading.pack.id)
        elif before is None:
            self._alert()
        if seen.active != reading.active:
            self._follow(seen, reading.active)

    def happen(self, kind: EventKind, subject: str = "", text: str = "") -> None:
        """Tell everyone of an event of this moment."""
        event = Event(kind, self._clock.monotonic(), subject, text, self.number())
        for listener in self._listeners:
            listener(event)
        self._alert()

    def report(self, health: Health) -> None:
        """Take the gateway's own health in; it is the newest from now on."""
        self._health = health
        for inspector in self._inspectors:
            inspector(health)

    def watch(self) -> None:
        """Tell of packs that have gone silent since the last call, those never heard among them.

        To be called about every second.
        """
        now = self._clock.monotonic()
        for seen in self._packs.values():
            if not seen.silent and self._is_silent(seen, now):
                seen.silent = True
                self.happen(EventKind.PACK_SILENT, seen.pack.id)

    def snapshot(self) -> Snapshot:
        """Everything that is known now."""
        states = self.states()
        return Snapshot(states, bank_reading(self._clock.utc(), states, self.counted(BANK)), self._health)

    def states(self) -> tuple[PackState, ...]:
        """All packs as they stand now."""
        now = self._clock.monotonic()
        return tuple(self._state(seen, now) for seen in self._packs.values())

    def is_silent(self, pack_id: str) -> bool:
        """Whether a pack was silent for too long when `watch` looked last, or is not there at all."""
        seen = self._packs.get(pack_id)
        return seen is None or seen.silent

    def limit(self, link: str) -> float:
        """Seconds after which a reading over this link is too old to trust."""
        return limit(self._rounds.get(link, self._interval))

    def _follow(self, seen: _Seen, active: tuple[Alarm, ...]) -> None:
        """Tell which alarms began and which ended."""
        before, seen.active = seen.active, active
        for kind, alarms, others in ((EventKind.ALARM_OVER, before, active), (EventKind.ALARM, active, before)):
            for alarm in alarms:
                if alarm not in others:
                    self.happen(kind, seen.pack.id, str(alarm))

    def _alert(self) -> None:
        for alert in self._alerts:
            alert()

    def _seen(self, pack: Pack) -> _Seen:
        return self._packs.setdefault(pack.id, _Seen(pack, self._clock.monotonic()))

    def _state(self, seen: _Seen, now: float) -> PackState:
        since = None if seen.reading is None else seen.reading.at
        return PackState(seen.pack, seen.reading, self._is_silent(seen, now), since)

    def _is_silent(self, seen: _Seen, now: float) -> bool:
        last = seen.expected if seen.reading is None else seen.reading.monotonic
        return now - last > self.limit(seen.pack.link)


def _counts_nothing(owner: str) -> Mapping[str, Reported]:
    """Where nobody keeps meters."""
    del owner
    return {}
