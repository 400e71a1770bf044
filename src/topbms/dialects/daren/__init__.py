"""The Daren dialect (DR-1363): Basen, SacredSun, Chisage, DR48100, KS48100. VER 22 and CID1 4A, both ways.

One reply (42H) holds measured values, alarms and states; nothing else is asked. INFO of a request is the pack's
address, which the reply repeats in ADR only. CBT Power batteries answer with VER 22, too, but CID1 46.
"""

from topbms.dialects.daren import reply, status
from topbms.dialects.family import Command, Family

NAME = "daren"


class Daren(Family):
    """The dialect's three faces; see `topbms.dialects.contract.Dialect`."""

    name = NAME
    request_versions = reply_versions = (0x22,)
    longest_reply = 360
    reads = frozenset({0x42})
    cid1 = 0x4A
    commands = (
        Command(
            0x42,
            "analog",
            reply.TABLE,
            lambda frame: reply.decode(frame.info, frame.address),
            lambda battery: reply.encode(battery.analog(), status.encode_status(battery.alarms())),
        ),
    )


DIALECT = Daren()
