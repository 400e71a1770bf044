"""The TDT dialect: TDT-6022, TDT-6032 and what else answers with CID1 4F and the command where others have RTN.

Firmware 2.4 takes the request of Pace (VER 25, `~`), which names no dialect therefore; later ones want VER 01 and a
first byte BCH instead of `~`. Replies begin with `~` and have VER 25 or 01. Over RS485 a TDT-6032 speaks Pylontech,
and some TDT boards answer as Pace (`dialect = "pace"`).

Sources: captured exchanges of a TDT-6022 with firmware 2.4 and 3.4 (syssi/esphome-seplos-bms, issue 71) and a reply of
a TDT-6032 (issue 123). What a TDT board answers when it refuses was never captured.
"""

from collections.abc import Iterable

from topbms.dialects.family import Command, Family
from topbms.dialects.tdt import analog
from topbms.protocol.frame import OTHER_START, Frame

NAME = "tdt"

_ANALOG = 0x42
_NEWER, _OLDER = 0x01, 0x25
_REPLY = 0x4F


class Tdt(Family):
    """The dialect's three faces; see `topbms.dialects.contract.Dialect`."""

    name = NAME
    request_versions = reply_versions = (_NEWER, _OLDER)
    longest_reply = 320
    reads = frozenset({0x42})
    cid1 = 0x46
    pack_at = 1
    commands = (
        Command(
            _ANALOG,
            "analog",
            analog.TABLE,
            lambda frame: (analog.decode_analog(frame.info),),
            lambda battery: analog.encode_analog(battery.analog()),
        ),
    )

    def claims(self, frame: Frame) -> bool:
        """By VER and CID1; of what begins like Pace only the one request that it shares."""
        if frame.version not in self.request_versions:
            return False
        return frame.cid1 == _REPLY or (frame.cid1 == self.cid1 and frame.cid2 == _ANALOG)

    def request(self, code: int, address: int, version: int | None = None) -> Frame:
        """The request of a command to one pack, with the first byte that goes with its version."""
        plain = super().request(code, address, version)
        if plain.version != _NEWER:
            return plain
        return Frame(plain.version, address, plain.cid1, code, plain.info, OTHER_START)

    def reply_heads(self) -> Iterable[tuple[int, int, int]]:
        """The command stands in the place of RTN."""
        return [(version, _REPLY, _ANALOG) for version in self.reply_versions]

    def reply(self, request: Frame, address: int, info: bytes) -> Frame:
        """The frame of a reply with values."""
        return Frame(request.version, address, _REPLY, request.cid2, info)

    def refuse(self, request: Frame, code: int) -> Frame:
        """The reply that refuses, in the VER that was asked in if it is one of ours."""
        version = request.version if request.version in self.reply_versions else _NEWER
        return Frame(version, request.address, _REPLY, code)


DIALECT = Tdt()
