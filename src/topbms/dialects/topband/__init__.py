"""The Topband dialect: Topband, EET, Power Queen, ARB. VER 21 both ways.

The requests are TopBMS' own, so they name no dialect; a reply is told from one of TopBMS by what stands behind the
cycles, to the last byte: here P is 3 or 4, there 5 or 6. Addresses begin at 0.

Read are measured values (42H) and, as documented and never captured, alarms and states (44H). Not read are 4BH, whose
records no source explains whole, and 51H, whose answer is no hex and therefore no frame.
"""

from topbms.dialects.family import Command, Family
from topbms.dialects.topband import alarms, analog

NAME = "topband"


class Topband(Family):
    """The dialect's three faces; see `topbms.dialects.contract.Dialect`."""

    name = NAME
    request_versions = reply_versions = (0x21,)
    longest_reply = 320
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
    )
    polled = (0x42, 0x44)


DIALECT = Topband()
