"""One PackReading out of a pack's fragments, its settings and the clocks. Knows one pack and no wire."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from types import MappingProxyType

from topbms.engine.plausibility import Judge
from topbms.engine.settings import PackSettings
from topbms.model.alarms import AlarmReport
from topbms.model.derived import derive, smooth
from topbms.model.dossier import Dossier, product_of
from topbms.model.quantities import CATALOGUE
from topbms.model.reading import Analog, Fragment, Pack, PackReading, Product, Reported

LOG = logging.getLogger(__name__)

_IDENTITY_TRIES = 3

_MEASURED = tuple(quantity.key for quantity in CATALOGUE if not quantity.derived)
_told_in: Callable[[Analog], tuple[Reported, ...]] = attrgetter(*_MEASURED)


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment on both clocks: monotonic seconds, and UTC seconds as the machine believed."""

    monotonic: float
    utc: float


class Assembler:
    """Makes the readings of one pack; remembers its newest alarms, its identity and its smoothed current.

    `news` are the values that the newest reading began to hold back, each as "soc 0"; empty most of the time.
    """

    def __init__(self, pack: Pack, settings: PackSettings) -> None:
        self.pack = pack
        self.news: tuple[str, ...] = ()
        self._product: Product | None = None
        self._design_capacity: float | None = None
        self._identity_tries = 0
        self._settings = settings
        self._judge = Judge()
        self._alarms: AlarmReport | None = None
        self._alarms_at = 0.0
        self._smoothed: float | None = None
        self._smoothed_at = 0.0
        self._held: tuple[str, ...] = ()

    @property
    def wants_identity(self) -> bool:
        """Whether to ask the pack who it is: until it told, but not for ever, since some packs never tell."""
        return self._product is None and self._identity_tries < _IDENTITY_TRIES

    def learn(self, dossier: Dossier) -> None:
        """What the pack told beside its polls: who it is, where it has not said so, and what it held when new."""
        self._product = product_of(self.pack.address, replace(dossier, product=self._product or dossier.product))
        if dossier.capacities is not None:
            self._design_capacity = dossier.capacities.design_capacity

    def assemble(
        self,
        fragments: Iterable[Fragment],
        number: Callable[[], int],
        moment: Moment,
        counted: Mapping[str, Reported] = MappingProxyType({}),
    ) -> PackReading | None:
        """The reading of this moment, numbered by `number`; None when the pack told no values.

        `counted` is what the pack's meter shows, for a pack that tells what can be metered.
        """
        analog = self._take(fragments, moment.monotonic)
        if analog is None:
            return None
        corrected = self._corrected(analog)
        believed, held = self._judge.judge(corrected, moment.monotonic)
        self._tell_held(corrected, held)
        self._smooth(believed.current, moment.monotonic)
        return PackReading(
            pack=self.pack,
            sequence=number(),
            at=moment.utc,
            monotonic=moment.monotonic,
            values=_values(believed, held, self._smoothed, counted),
            balancing=believed.balancing if believed.balancing is not None else self._balancing(moment.monotonic),
            alarms=self._alarms,
            alarms_age=None if self._alarms is None else moment.monotonic - self._alarms_at,
            product=self._product,
            held=held,
            smoothed_current=self._smoothed,
            extra=believed.extra,
        )

    def _take(self, fragments: Iterable[Fragment], now: float) -> Analog | None:
        analog = None
        self._identity_tries += self.wants_identity
        for fragment in fragments:
            if isinstance(fragment, Analog):
                analog = fragment
            elif isinstance(fragment, AlarmReport):
                self._alarms, self._alarms_at = fragment, now
            elif isinstance(fragment, Product):
                self._product = _joined(self._product, fragment)
        return analog

    def _balancing(self, now: float) -> tuple[int, ...] | None:
        """What the alarms of this moment say of it, for a dialect that tells it there."""
        return self._alarms.balancing if self._alarms is not None and self._alarms_at == now else None

    def _corrected(self, analog: Analog) -> Analog:
        if self._design_capacity is not None and analog.design_capacity is None:
            analog = replace(analog, design_capacity=self._design_capacity)
        factor = -self._settings.current_factor if self._settings.invert_current else self._settings.current_factor
        if factor == 1.0 or analog.current is None:
            return analog
        return replace(analog, current=round(analog.current * factor, 3) + 0.0)  # never -0.0

    def _smooth(self, current: float | None, now: float) -> None:
        self._smoothed = smooth(self._smoothed, current, now - self._smoothed_at)
        self._smoothed_at = now

    def _tell_held(self, analog: Analog, held: tuple[str, ...]) -> None:
        """Once for each value and each time that it begins to be doubtful, however long that lasts."""
        self.news = tuple(f"{key} {_shown(getattr(analog, key))}" for key in held if key not in self._held)
        self._held = held
        for news in self.news:
            LOG.warning(
                "%s held back: not possible, or a jump that the next reading must confirm",
                news,
                extra={"pack": self.pack.id},
            )


def _joined(known: Product | None, told: Product) -> Product:
    """Who a pack is, for those that tell it in several replies: what is told newly, and else what is known."""
    news = {field.name: getattr(told, field.name) for field in fields(told)}
    return told if known is None else replace(known, **{name: text for name, text in news.items() if text})


def _shown(value: Reported) -> str:
    return " ".join(f"{number:g}" for number in (value if isinstance(value, tuple) else (value or 0.0,)))


def _values(
    analog: Analog, held: tuple[str, ...], smoothed: float | None, counted: Mapping[str, Reported]
) -> Mapping[str, Reported]:
    """Measured and derived quantities; what the pack does not report is left out, what is held back is None."""
    told = zip(_MEASURED, _told_in(analog), strict=True)
    values = {key: value for key, value in told if (value is not None and value != ()) or key in held}
    values |= dict.fromkeys(held)
    values |= derive(analog, smoothed)
    if counted and "current" in values and "voltage" in values:
        values |= counted
    return MappingProxyType(values)
