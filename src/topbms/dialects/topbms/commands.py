"""The commands of TopBMS that read, and the one that sets the clock: what is asked, how a reply is read and made.

No other command that writes is known to this package, on purpose.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from topbms.dialects.contract import Battery
from topbms.dialects.memory import Log, Memory, Remembering
from topbms.dialects.topbms import (
    alarms,
    analog,
    calibration,
    capacities,
    clock,
    identity,
    parameters,
    product,
    records,
)
from topbms.model.fragment import Clock, Fragment, Identity, PackCount, Record
from topbms.protocol.payload import Number, Table

Answer: TypeAlias = Callable[[Battery, bytes], bytes | None]
"""INFO of the reply to a request with this INFO; None when the request's data are not valid.

Raises LookupError for a battery that knows nothing of the kind.
"""

_PACK = Table(Number("pack"))
_NOTHING = Table()
_FIRST, _SECOND, _NOWHERE = slice(0, 1), slice(1, 2), slice(0, 0)


def _is_of(fragment: Any, address: int) -> bool:  # noqa: ANN401 - any fragment
    return bool(fragment.pack == address)


class Command(NamedTuple):
    """One command.

    `echo` is the part of INFO, the pack's number first, that a reply repeats of its request. `is_nameless` tells that
    the reply does not name its pack. `reserved` bytes may end it. `is_open` tells that without its request, too, it may
    be followed by bytes that no source explains: its counts tell it from all others. `fits` judges, of a reply to
    nobody knows what, whether a pack of that address can mean its values.
    """

    code: int
    kind: str
    table: Table
    decode: Callable[[bytes], Fragment | None]
    answer: Answer
    request: Table = _PACK
    echo: slice = _FIRST
    is_nameless: bool = False
    reserved: int = 0
    is_open: bool = False
    fits: Callable[[Any, int], bool] = _is_of

    @property
    def asked(self) -> int:
        """Bytes of INFO that its request has."""
        return sum(column.size for column in self.request.columns if isinstance(column, Number))


def _said(say: Callable[[Battery], bytes]) -> Answer:
    """An answer that does not depend on the request's INFO."""

    def answer(battery: Battery, info: bytes) -> bytes:
        del info
        return say(battery)

    return answer


def _told(say: Callable[[Memory], bytes]) -> Answer:
    return _said(lambda battery: say(_memory(battery)))


def _memory(battery: Battery) -> Memory:
    if isinstance(battery, Remembering):
        return battery.memory
    raise LookupError


def _calibration(battery: Battery, info: bytes) -> bytes | None:
    code, index = info[1:]
    kind = calibration.kind_of(code, index)
    if kind is None:
        return None
    said = _memory(battery).calibration(kind.what, index if kind.is_numbered else None)
    return None if said is None else calibration.encode_calibration(said)


def _record(log: Log) -> Answer:
    def answer(battery: Battery, info: bytes) -> bytes | None:
        step = records.STEPS.get(info[0])
        if step is None:
            return None
        memory = _memory(battery)
        record = memory.record(log, step)
        while log == "alarms" and record is not None and not records.number_of(record):
            record = memory.record(log, "next")  # of an alarm that this family has no number for
        if record is None:
            return records.encode_record(memory.blank_record(), is_last=True)
        return records.encode_record(record)

    return answer


def _set_clock(battery: Battery, info: bytes) -> bytes | None:
    try:
        _memory(battery).set_clock(clock.decode_clock(info))
    except ValueError:
        return None
    return b""


def _no_reply(info: bytes) -> None:
    del info


def _always(fragment: object, address: int) -> bool:
    del fragment, address
    return True


def _clock_fits(said: Clock, address: int) -> bool:
    del address
    return clock.is_believable(said.time)


def _identity_fits(said: Identity, address: int) -> bool:
    del address
    return (said.name + said.vendor).isprintable() and (said.name + said.vendor).isascii()


def _pack_count_fits(said: PackCount, address: int) -> bool:
    return said.pack == address and said.packs > 0


def _data_fits(said: Record, address: int) -> bool:
    return said.pack == address and said.number == 0 and records.is_believable(said)


def _alarm_fits(said: Record, address: int) -> bool:
    return said.pack == address and said.number != 0 and records.is_believable(said)


ANALOG = Command(
    0x42,
    "analog",
    analog.TABLE,
    analog.decode_analog,
    _said(lambda pack: analog.encode_analog(pack.analog())),
    is_open=True,
    fits=_always,
)
ALARMS = Command(
    0x44,
    "alarms",
    alarms.TABLE,
    alarms.decode_alarms,
    _said(lambda pack: alarms.encode_alarms(pack.alarms())),
    reserved=alarms.RESERVED,
    is_open=True,
    fits=_always,
)
PRODUCT = Command(
    0xF1,
    "product",
    product.TABLE,
    product.decode_product,
    _said(lambda pack: product.encode_product(pack.product())),
    is_open=True,
    fits=_always,
)
CLOCK = Command(
    0x4D,
    "clock",
    clock.TABLE,
    clock.decode_clock,
    _told(lambda memory: clock.encode_clock(memory.clock())),
    request=_NOTHING,
    echo=_NOWHERE,
    is_nameless=True,
    fits=_clock_fits,
)
SET_CLOCK = Command(
    0x4E, "set_clock", _NOTHING, _no_reply, _set_clock, request=clock.TABLE, echo=_NOWHERE, is_nameless=True
)
IDENTITY = Command(
    0x51,
    "identity",
    identity.IDENTITY,
    identity.decode_identity,
    _told(lambda memory: identity.encode_identity(memory.identity())),
    request=_NOTHING,
    echo=_NOWHERE,
    is_nameless=True,
    fits=_identity_fits,
)
PACK_COUNT = Command(
    0x90,
    "pack_count",
    identity.PACK_COUNT,
    identity.decode_pack_count,
    _told(lambda memory: identity.encode_pack_count(memory.pack_count())),
    request=_NOTHING,
    echo=_NOWHERE,
    fits=_pack_count_fits,
)
BARCODE = Command(
    0xE9,
    "barcode",
    identity.BARCODE,
    identity.decode_barcode,
    _told(lambda memory: identity.encode_barcode(memory.barcode())),
)
CAPACITIES = Command(
    0xE5,
    "capacities",
    capacities.CAPACITIES,
    capacities.decode_capacities,
    _told(lambda memory: capacities.encode_capacities(memory.capacities())),
)
ACCUMULATION = Command(
    0xEB,
    "accumulation",
    capacities.ACCUMULATION,
    capacities.decode_accumulation,
    _told(lambda memory: capacities.encode_accumulation(memory.accumulation())),
)
CALIBRATION = Command(
    0xED,
    "calibration",
    calibration.TABLE,
    calibration.decode_calibration,
    _calibration,
    request=calibration.REQUEST,
    echo=slice(0, 3),
)
PARAMETERS = Command(
    0x47,
    "parameters",
    parameters.TABLE,
    parameters.decode_parameters,
    _told(lambda memory: parameters.encode_parameters(memory.settings())),
    echo=_NOWHERE,
    is_nameless=True,
    fits=_always,
)
DATA_RECORD = Command(
    0x4B,
    "data_record",
    records.TABLE,
    records.decode_record,
    _record("data"),
    request=records.REQUEST,
    echo=_SECOND,
    fits=_data_fits,
)
ALARM_RECORD = Command(
    0x4C,
    "alarm_record",
    records.TABLE,
    records.decode_record,
    _record("alarms"),
    request=records.REQUEST,
    echo=_SECOND,
    fits=_alarm_fits,
)

COMMANDS: Mapping[int, Command] = {
    command.code: command
    for command in (
        ANALOG,
        ALARMS,
        PRODUCT,
        CLOCK,
        SET_CLOCK,
        IDENTITY,
        PACK_COUNT,
        BARCODE,
        CAPACITIES,
        ACCUMULATION,
        CALIBRATION,
        PARAMETERS,
        DATA_RECORD,
        ALARM_RECORD,
    )
}
"""By code."""

KINDS: Mapping[str, Command] = {command.kind: command for command in COMMANDS.values()}
"""By kind."""
