"""The Seplos dialect: BMS of Seplos (EMU10xx, EMU11xx, "V2"), and Boqiang boards. VER 20, Boqiang 26, both ways.

Follows "Communication Protocol V2.0 (2019-10-15)"; where captured frames or other readers know more, it is said at the
payload. Pylontech packs have the same VER and CID1: what tells them apart is the layout of each reply.

The pack that people call number 1 has ADR 00 (all DIP switches off), number 16 has ADR 0F. A request names the pack by
its ADR once more, the "group": a pack on RS485 checks that, and repeats it (document, and every captured pair).
Behind RS232 the group numbers packs from 01 on, and many captured replies of ADR 00 are of group 01. Boqiang boards
were seen to answer group 01 only.
"""

from topbms.dialects import vendorcard
from topbms.dialects.contract import Battery
from topbms.dialects.memory import Remembering
from topbms.dialects.numbered import Command, Numbered, only_version
from topbms.dialects.seplos import alarms, analog, parameters
from topbms.dialects.vendorcard import Filling

NAME = "seplos"

_VERSION = 0x20
_FIRST_GROUP = 0x01
_BLANKS = Filling(b" ", b" ")


def _parameters(battery: Battery, group: int) -> bytes:
    del group
    return parameters.encode_parameters(battery.memory.settings() if isinstance(battery, Remembering) else {})


class Seplos(Numbered):
    """The dialect's three faces; see `topbms.dialects.contract.Dialect`."""

    name = NAME
    request_versions = (_VERSION, analog.BOQIANG)
    longest_reply = 400
    reads = frozenset({0x42, 0x44, 0x47, 0x4F, 0x51})
    first_address = 0x00
    identifying = (0x51,)
    commands = (
        Command(
            0x42,
            "analog",
            (1, 0),
            lambda frame: (analog.decode_analog(frame.info, frame.version),),
            analog.fields,
            lambda battery, group: analog.encode_analog(battery.analog(), group),
            echo_at=1,
        ),
        Command(
            0x44,
            "alarms",
            (1, 0),
            lambda frame: (alarms.decode_alarms(frame.info),),
            alarms.TABLE.fields,
            lambda battery, group: alarms.encode_alarms(battery.alarms(), group),
            echo_at=1,
        ),
        Command(
            0x47,
            "parameters",
            (1, 0),
            lambda frame: (parameters.decode_parameters(frame.info, frame.address),),
            parameters.fields,
            _parameters,
        ),
        Command(0x4F, "protocol_version", (0, 1), only_version, lambda _: (), lambda _, __: b""),
        Command(
            0x51,
            "product",
            (0, 1),
            lambda frame: (vendorcard.decode_card(frame.info, _BLANKS, frame.address),),
            vendorcard.TABLE.fields,
            lambda battery, _: vendorcard.encode_card(battery.product(), _BLANKS),
            is_plain=lambda frame: vendorcard.is_filled(frame.info, _BLANKS),
        ),
    )

    def names(self, address: int, version: int) -> tuple[int, ...]:
        """The group of a pack: its ADR, or 01; of Boqiang boards always 01."""
        return (_FIRST_GROUP,) if version == analog.BOQIANG else (address, _FIRST_GROUP)


DIALECT = Seplos()
