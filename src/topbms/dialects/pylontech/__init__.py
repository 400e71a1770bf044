"""The Pylontech dialect: low-voltage packs (US2000, US3000, US5000, UP2500 and relatives) on RS485. VER 20, both ways.

Follows the papers V2.8 and V3.3, and the captured frames where these say otherwise. Seplos packs have the same VER and
CID1: what tells them apart is the layout of each reply.

ADR of the first pack, the master, is 02, and those behind it follow: the pack that people call number 1 has ADR 02,
number 16 has ADR 11. Three DIP switches of a master choose one of eight groups (manual of the US2000), which are 16 ADR
apart: the master of group 1 has ADR 12 and number 17, that of group 7 ADR 72 and number 113. A request names the pack
by its ADR once more, or all packs of a master's group by FF. Packs of the paper V2.8 have ADR 01; their frames are
explained, but no number leads to them.
"""

from topbms.dialects import numbers, vendorcard
from topbms.dialects.contract import Battery
from topbms.dialects.memory import Remembering
from topbms.dialects.numbered import Command, Numbered, only_version
from topbms.dialects.pylontech import alarms, analog, identity, limits, packs
from topbms.dialects.vendorcard import Filling
from topbms.model.fragment import Setting
from topbms.protocol.frame import Frame

NAME = "pylontech"

_FILLING = Filling(b"\0", b"-")
_PACK = (1, 2)
"""The pack, or (as one program asks, and is answered) two bytes."""
_NOTHING = (0, 1, 2)


def _settings(battery: Battery) -> dict[str, Setting]:
    return dict(battery.memory.settings()) if isinstance(battery, Remembering) else {}


def _is_own(frame: Frame) -> bool:
    """Whether the reply repeats ADR where it names the pack."""
    return frame.info[0] == frame.address


def _is_serial(frame: Frame) -> bool:
    return _is_own(frame) and frame.info.isascii() and frame.info[1:].decode("ascii").isprintable()


class Pylontech(Numbered):
    """The dialect's three faces; see `topbms.dialects.contract.Dialect`."""

    name = NAME
    request_versions = (0x20,)
    longest_reply = 2 * 2047 + 18  # a group's reply may be as long as a frame can be
    reads = frozenset({0x42, 0x44, 0x47, 0x4F, 0x51, 0x92, 0x93, 0x96})
    first_address = 0x02
    has_groups = True
    highest_number = numbers.HIGHEST
    private_fields = frozenset({"serial_number"})
    private_commands = frozenset[int]()
    identifying = (0x51, 0x93)
    commands = (
        Command(
            0x42,
            "analog",
            _PACK,
            analog.decode_analog,
            analog.fields,
            lambda battery, pack: analog.encode_analog(battery.analog(), pack),
        ),
        Command(
            0x44,
            "alarms",
            _PACK,
            alarms.decode_alarms,
            lambda info: packs.fields(alarms.TABLE, info, alarms.SPARE),
            lambda battery, pack: alarms.encode_alarms(battery.alarms(), pack),
        ),
        Command(
            0x47,
            "parameters",
            _NOTHING,
            lambda frame: (limits.decode_parameters(frame.info, frame.address),),
            lambda info: limits.fields(limits.PARAMETERS, info),
            lambda battery, _: limits.encode_parameters(_settings(battery)),
        ),
        Command(0x4F, "protocol_version", _NOTHING, only_version, lambda _: (), lambda _, __: b""),
        Command(
            0x51,
            "product",
            _NOTHING,
            lambda frame: (vendorcard.decode_card(frame.info, _FILLING, frame.address),),
            vendorcard.TABLE.fields,
            lambda battery, _: vendorcard.encode_card(battery.product(), _FILLING),
            is_plain=lambda frame: vendorcard.is_filled(frame.info, _FILLING),
        ),
        Command(
            0x92,
            "charge_limits",
            _PACK,
            lambda frame: (limits.decode_allowed(frame.info),),
            lambda info: limits.fields(limits.ALLOWED, info),
            lambda battery, pack: limits.encode_allowed(_settings(battery), pack),
            echo_at=0,
            is_plain=_is_own,
        ),
        Command(
            0x93,
            "serial_number",
            _PACK,
            lambda frame: (identity.decode_serial(frame.info),),
            identity.SERIAL.fields,
            lambda battery, pack: identity.encode_serial(battery.product(), pack),
            echo_at=0,
            is_plain=_is_serial,
        ),
        Command(
            0x96,
            "firmware",
            _PACK,
            lambda frame: (identity.decode_firmware(frame.info),),
            identity.FIRMWARE.fields,
            lambda battery, pack: identity.encode_firmware(battery.product(), pack),
            echo_at=0,
            is_plain=_is_own,
        ),
    )


DIALECT = Pylontech()
