"""The Topband dialect: Topband, EET, Power Queen, ARB. VER 21 both ways.

The requests are TopBMS' own, so they name no dialect; a reply is told from one of TopBMS by what stands behind the
cycles, to the last byte: here P is 3 or 4, there 5 or 6. Addresses begin at 0.

Read are measured values (42H) and, as documented and never captured, alarms and states (44H), limits (47H) and what the
board calls itself (51H). Not read is 4BH, whose records no source explains whole.
"""

from collections.abc import Mapping
from typing import ClassVar

from topbms.dialects.contract import Battery
from topbms.dialects.family import NOTHING, Command, Family
from topbms.dialects.memory import Remembering
from topbms.dialects.topband import alarms, analog, card, parameters
from topbms.protocol.frame import Frame, PlainFrame

NAME = "topband"

_CARD = 0x51


def _limits(battery: Battery) -> bytes:
    """What a battery goes by; raises LookupError for one that does not know its limits."""
    return parameters.encode_parameters(battery.memory.settings() if isinstance(battery, Remembering) else {})


class Topband(Family):
    """The dialect's three faces; see `topbms.dialects.contract.Dialect`."""

    name = NAME
    request_versions = reply_versions = (0x21,)
    longest_reply = 320
    reads = frozenset({0x42, 0x44, 0x47, 0x51})
    cid1 = 0x46
    pack_at = 0
    commands = (
        Command(
            0x42,
            "analog",
            analog.TABLE,
            lambda frame: (analog.decode_analog(frame.info),),
            lambda battery: analog.encode_analog(battery.analog()),
        ),
        Command(
            0x44,
            "alarms",
            alarms.TABLE,
            lambda frame: (alarms.decode_alarms(frame.info),),
            lambda battery: alarms.encode_alarms(battery.alarms()),
        ),
        Command(
            0x47,
            "parameters",
            parameters.TABLE,
            lambda frame: (parameters.decode_parameters(frame.info, frame.address),),
            _limits,
            NOTHING,
            parameters.UNITS,
        ),
        Command(_CARD, "identity", card.TABLE, lambda frame: (card.decode_card(frame),), card.encode_card, NOTHING),
    )
    polled = (0x42, 0x44)
    identifying = (_CARD,)
    private_fields = frozenset({"serial_number"})
    private_commands = frozenset({_CARD})  # where it is damaged, too: its text is masked nowhere else
    unproven: ClassVar[Mapping[str, str]] = {
        "alarms": "alarms and states",
        "parameters": "limits",
        "identity": "identity",
    }

    def reply(self, request: Frame, address: int, info: bytes) -> Frame:
        """The frame of a reply with values."""
        frame = super().reply(request, address, info)
        return PlainFrame(frame.version, address, frame.cid1, frame.cid2, info) if request.cid2 == _CARD else frame


DIALECT = Topband()
