"""The Topband dialect: Topband, EET, Power Queen, ARB. VER 21 both ways.

The requests are TopBMS' own, so they name no dialect; a reply is told from one of TopBMS by what stands behind the
cycles, to the last byte: here P is 3 or 4, there 5 or 6. Addresses begin at 0.

Read are measured values (42H) and, as documented and never captured, alarms and states (44H) and limits (47H). Not read
are 4BH, whose records no source explains whole, and 51H, whose answer is no hex and therefore no frame.
"""

from topbms.dialects.contract import Battery
from topbms.dialects.family import NOTHING, Command, Family
from topbms.dialects.memory import Remembering
from topbms.dialects.topband import alarms, analog, parameters

NAME = "topband"


def _limits(battery: Battery) -> bytes:
    """What a battery goes by; raises LookupError for one that does not know its limits."""
    return parameters.encode_parameters(battery.memory.settings() if isinstance(battery, Remembering) else {})


class Topband(Family):
    """The dialect's three faces; see `topbms.dialects.contract.Dialect`."""

    name = NAME
    request_versions = reply_versions = (0x21,)
    longest_reply = 320
    reads = frozenset({0x42, 0x44, 0x47})
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
    )
    polled = (0x42, 0x44)
    unproven = ("alarms and states", "limits")


DIALECT = Topband()
