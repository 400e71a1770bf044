"""The EG4 dialect: EG4 LifePower4 and what speaks its ASCII protocol. VER 20 and CID1 4A, both ways.

Measured values (42H), alarms and states (44H) are read. Requests have no INFO: ADR alone tells the pack. Pylontech and
Seplos have VER 20, too, but CID1 46. Not read are the clock (4DH) and 51H, whose odd bytes no source explains.
"""

from topbms.dialects.eg4 import alarms, analog
from topbms.dialects.family import NOTHING, Command, Family
from topbms.protocol.frame import Frame

NAME = "eg4"


class Eg4(Family):
    """The dialect's three faces; see `topbms.dialects.contract.Dialect`."""

    name = NAME
    request_versions = reply_versions = (0x20,)
    longest_reply = 400
    reads = frozenset({0x42, 0x44})
    cid1 = 0x4A
    asks = NOTHING
    commands = (
        Command(
            0x42,
            "analog",
            analog.TABLE,
            lambda frame: (analog.decode_analog(frame.info),),
            lambda battery: analog.encode_analog(battery.analog()),
            units=analog.UNITS,
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


def request(address: int) -> Frame:
    """The request for the measured values of one pack."""
    return DIALECT.request(0x42, address)


DIALECT = Eg4()
