"""Reply to 42H, analog values.

    INFOFLAG(00 or 01)  pp, or the number of packs for FF   then each pack:
    M  M x mV(2)  N  N x 0.1 K(2)  current(2, 10 mA)  voltage(2, mV; 10 mV from 18 cells on)  remaining(2, 10 mAh)
    P  full(2, 10 mAh)  cycles(2)  design(2, 10 mAh)   then nothing, or one of
    SOC(1)
    SOC(1)  charge(4)  discharge(4)  SOH(1)  terminal voltage(2)  terminal current(2)
    SOC(1)  charge(4)  discharge(4)  SOH(1)  terminal voltage(2)  terminal current(2)  summary(8)
    8 bytes that no source explains

Sources: RS232 2018-07-05 and RS485 2018-06-15 up to the design capacity; RS232 V3.1 (HS001-PC-232-BP-UN-DATA) for what
follows with P = 9; 18 captured replies of Jakiper, Gobel, EASUN, TheSunPays, TDT and others.

- P, "user-defined number", does not tell what follows: captured are 0, 3 and 4 with no byte behind the design capacity;
  2, 4 and 9 with 1; 3 with 8; 3 and 9 with 14. So the length decides. P is kept, and not judged by.
- The tail with the summary (V3.1) is documented only.
- Voltage: the papers say mV. A captured pack of 20 cells counts 10 mV, as 66.79 V does not fit 16 bits of mV; at 3.65 V
  a cell that is so from 18 cells on, and there this follows the capture.
- Temperature: the papers and the vendor's program take 273.0 K, others 273.15 or 273.1: this follows the papers.
  8000H is a sensor that is not there (V3.1): it is left out. The last two of six or more are MOSFET and environment
  (papers' examples, two programs); which is which among fewer no source tells.
- Charge and discharge (V3.1: Ah in all) repeat the design capacity in each captured reply, so they are not believed
  and stay with the bytes that no source explains in `extra`.
- INFOFLAG, P and what has no place in a reading (V3.1 "independent" voltage and current, of the terminals as it seems;
  summary capacities) are `further`.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from topbms.dialects.pace import split
from topbms.model.fragment import Analog
from topbms.protocol.columns import Plain
from topbms.protocol.layout import Layout
from topbms.protocol.payload import Counted, Number, Octets, Table

HEAD = Table(Number("data_flag", words={0: "00", 1: "01"}), Number("pack"))
"""What stands in front of the packs, both ways."""

_MOST = 32
_TEN_MILLIVOLTS_FROM = 18
_MOST_VOLTS = 65.535  # that fit into 16 bits of mV
_ABSENT = 0x8000
_KELVIN = 2730

_CAPACITIES = (
    Number("full_capacity", 2, divisor=100),
    Number("cycle_count", 2),
    Number("design_capacity", 2, divisor=100),
)
_SOC = (*_CAPACITIES, Number("soc"))
_HEALTH = (
    *_SOC,
    Octets("extra", 8),
    Number("soh"),
    Number("terminal_voltage", 2, divisor=1000),
    Number("terminal_current", 2, signed=True, divisor=100),
)
_SUMMARY = (
    *_HEALTH,
    Number("summary_remaining_capacity", 4, divisor=100),
    Number("summary_full_capacity", 4, divisor=100),
)
_UNEXPLAINED = (*_CAPACITIES, Octets("extra", 8))


class _Tail(NamedTuple):
    """What stands behind P: its columns, and the P to write where none was read (the one most often captured)."""

    columns: tuple[Plain, ...]
    usual: int

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(column.size for column in self.columns)


_PLAIN = _Tail(_CAPACITIES, 3)
_TAILS = (_PLAIN, _Tail(_SOC, 2), _Tail(_UNEXPLAINED, 3), _Tail(_HEALTH, 9), _Tail(_SUMMARY, 9))
_SIZES = tuple(tail.size for tail in _TAILS)


def _table(tail: _Tail, millivolts: int) -> Table:
    return Table(
        Counted(Number("cell_voltages", 2, divisor=1000), least=1, most=_MOST),
        Counted(Number("temperatures", 2, divisor=10, offset=_KELVIN), most=_MOST),
        Number("current", 2, signed=True, divisor=100),
        Number("voltage", 2, divisor=1000 // millivolts),
        Number("remaining_capacity", 2, divisor=100),
        Number("user_defined"),
        *tail.columns,
    )


_TABLES = {tail.size: (_table(tail, 1), _table(tail, 10)) for tail in _TAILS}
_NAMES = {tail.size: tuple(column.name for column in tail.columns[len(_CAPACITIES) :]) for tail in _TAILS}
_FURTHER = ("terminal_voltage", "terminal_current", "summary_remaining_capacity", "summary_full_capacity")
_LAYOUTS: dict[tuple[int, int, int], Layout] = {}
_PLAIN_TABLE = _TABLES[_PLAIN.size][0]
_ABSENT_CELSIUS = (_ABSENT - _KELVIN) / 10
_AT = split.HEAD
_NAMED_FROM = 6  # temperatures


def ends(info: bytes, at: int) -> tuple[int, ...]:
    """Where a pack that begins at `at` may end; raises FrameError "payload" where none can begin."""
    tail = _tail_at(info, at)
    if tail is None or tail + _PLAIN.size > len(info):
        _PLAIN_TABLE.decode(info, at)  # raises, and says why
    return tuple([tail + size for size in _SIZES]) if tail else ()


def decode_only(info: bytes) -> tuple[Analog, ...]:
    """The values of the one pack of a reply; raises FrameError "payload" when it is not the whole INFO."""
    try:
        known = _LAYOUTS[len(info), info[_AT], info[_AT + 1 + 2 * info[_AT]]]
    except (IndexError, KeyError):
        known = _learned(info)
    return (_decoded(known.decode(info, _AT), info[0], info[1]),)


def decode_analog(info: bytes, starts: Sequence[int]) -> tuple[Analog, ...]:
    """The values of the packs that begin at `starts`, which `topbms.dialects.pace.split` found."""
    if len(starts) == 1:
        return decode_only(info)
    pairs = zip(starts, [*starts[1:], len(info)], strict=True)
    values = [table(info, at, end).decode(info, at)[0] for at, end in pairs]
    return tuple([_decoded(one, info[0], pack) for pack, one in enumerate(values, 1)])


def encode_analog(analog: Analog) -> bytes:
    """A pack's part of INFO; raises ValueError for a value that does not fit."""
    told = _told(analog)
    tail = _tail_of(told)
    values: list[Any] = [
        analog.cell_voltages,
        _sensors(analog),
        analog.current,
        analog.voltage,
        analog.remaining_capacity,
        analog.further.get("user_defined", tail.usual),
        analog.full_capacity,
        analog.cycle_count,
        analog.full_capacity if analog.design_capacity is None else analog.design_capacity,
        *(told[name] for name in _NAMES[tail.size]),
    ]
    return _TABLES[tail.size][len(analog.cell_voltages) >= _TEN_MILLIVOLTS_FROM].encode(values)


def table(info: bytes, at: int, end: int) -> Table:
    """The table of the pack that stands between these bytes."""
    size = end - (_tail_at(info, at) or end)
    return _TABLES[size][info[at] >= _TEN_MILLIVOLTS_FROM]


def _tail_at(info: bytes, at: int) -> int | None:
    """Where the bytes behind P begin for a pack at `at`; None when its counts cannot be."""
    sensors_at = at + 1 + 2 * info[at] if at < len(info) else len(info)
    if sensors_at >= len(info) or not 0 < info[at] <= _MOST or info[sensors_at] > _MOST:
        return None
    return sensors_at + 2 * info[sensors_at] + 8  # its count, current, voltage, remaining capacity and P


def _learned(info: bytes) -> Layout:
    """The layout of a reply with one pack, kept for those of the same length and counts; raises as `decode_only`."""
    (at,) = split.only_pack(info, ends)
    known = _LAYOUTS[len(info), info[at], info[at + 1 + 2 * info[at]]] = table(info, at, len(info)).layout(info, at)
    return known


def _decoded(values: list[Any], flag: int, pack: int) -> Analog:
    cells, sensors, current, voltage, remaining, p, full, cycles, design, *rest = values
    further = {"data_flag": flag, "user_defined": p}
    soc, soh, extra = _behind_design(rest, further) if rest else (None, None, b"")
    mosfet, environment = sensors[-2:] if len(sensors) >= _NAMED_FROM else (None, None)
    if _ABSENT_CELSIUS in sensors:
        sensors, mosfet, environment = _present(sensors), _or_none(mosfet), _or_none(environment)
    return Analog(
        pack,
        cells,
        sensors,
        current,
        voltage,
        remaining,
        full,
        design,
        cycles,
        soc,
        soh,
        None,
        environment,
        mosfet,
        None,
        extra,
        further,
    )


def _behind_design(rest: list[Any], further: dict[str, float]) -> tuple[int | None, int | None, bytes]:
    """SOC, SOH and `extra` out of what stands behind the design capacity; what else is there goes to `further`."""
    if len(rest) == 1:
        only = rest[0]
        return (None, None, only) if isinstance(only, bytes) else (only, None, b"")
    soc, extra, soh, *others = rest
    further.update(zip(_FURTHER, others, strict=False))
    return soc, soh, extra


def _present(sensors: tuple[float, ...]) -> tuple[float, ...]:
    return tuple([celsius for celsius in sensors if celsius != _ABSENT_CELSIUS])


def _or_none(celsius: float | None) -> float | None:
    return None if celsius == _ABSENT_CELSIUS else celsius


def _told(analog: Analog) -> dict[str, Any]:
    """What a pack has to say behind its capacities, by the names of the columns."""
    told: dict[str, Any] = {"soc": analog.soc, "soh": analog.soh, "extra": analog.extra, **analog.further}
    known = {name: value for name, value in told.items() if value not in {None, b""}}
    if analog.soh is not None:  # a battery that does not know what this dialect has besides
        volts = min(analog.voltage or 0.0, _MOST_VOLTS)
        known = {"terminal_voltage": volts, "terminal_current": analog.current, "extra": bytes(8)} | known
    return known


def _tail_of(told: Collection[str]) -> _Tail:
    """The longest tail for which there are values."""
    return next(tail for tail in reversed(_TAILS) if set(_NAMES[tail.size]) <= set(told))


def _sensors(analog: Analog) -> tuple[float, ...]:
    """The temperatures in this dialect's order, whatever order the battery has them in."""
    mosfet, environment = analog.mosfet_temperature, analog.environment_temperature
    if mosfet is None or environment is None:
        return analog.temperatures
    return (*analog.temperatures[:-2], mosfet, environment)
