"""What a link asks a TopBMS: in each poll, and now and then about one topic. Knows requests, no link and no clock."""

from collections.abc import Mapping

from topbms.dialects.contract import Conversation, Message
from topbms.dialects.memory import Topic
from topbms.dialects.topbms import calibration, commands, records
from topbms.dialects.topbms.commands import Command
from topbms.dialects.topbms.requests import asking, request

MOST_RECORDS = 10_000
"""Records of one log after which a pack is taken for one that knows no end."""

_AGAIN = 3  # times that a record is asked for again when its reply was damaged or lost
_MOST_SENSORS = 32
_TOPICS: Mapping[Topic, tuple[Command, ...]] = {
    Topic.IDENTITY: (commands.PRODUCT, commands.BARCODE, commands.IDENTITY, commands.PACK_COUNT),
    Topic.CAPACITIES: (commands.CAPACITIES, commands.ACCUMULATION),
    Topic.PARAMETERS: (commands.PARAMETERS,),
    Topic.CLOCK: (commands.CLOCK,),
}
_LOGS = {Topic.DATA: commands.DATA_RECORD, Topic.ALARMS: commands.ALARM_RECORD}
_STEPS: Mapping[str, int] = {word: number for number, word in records.STEPS.items()}


def values(address: int, version: int, *, identify: bool) -> Conversation:
    """Values, then alarms, then what the pack says it is; a pack that is mute is asked no further."""
    polled = (commands.ANALOG, commands.ALARMS, commands.PRODUCT)
    for command in polled if identify else polled[:2]:
        if (yield request(command.code, address, version)) is None:
            return


def about(topic: Topic, address: int, version: int) -> Conversation:
    """All that a pack tells of one topic."""
    if topic in _LOGS:
        yield from _log(_LOGS[topic], address, version)
    elif topic is Topic.CALIBRATION:
        yield from _calibration(address, version)
    else:
        yield from _each(_TOPICS[topic], address, version)


def _each(asked: tuple[Command, ...], address: int, version: int) -> Conversation:
    for command in asked:
        yield asking(command, address, version)


def _calibration(address: int, version: int) -> Conversation:
    """What is calibrated once, then the sensors in turn, until there is none of that number."""
    for kind in calibration.KINDS:
        yield asking(commands.CALIBRATION, address, version, after=kind)
    for sensor in range(1, _MOST_SENSORS + 1):
        kind = calibration.code_of("temperature", sensor)
        if not isinstance((yield asking(commands.CALIBRATION, address, version, after=kind)), Message):
            return


def _log(command: Command, address: int, version: int) -> Conversation:
    """One record after the other; one whose reply was damaged or lost is asked for again, not passed over."""
    step, repeat = "first", "first"
    for _ in range(MOST_RECORDS):
        reply = yield asking(command, address, version, _STEPS[step])
        tries = 0
        while reply is None and tries < _AGAIN:
            tries += 1
            reply = yield asking(command, address, version, _STEPS[repeat])
        if not isinstance(reply, Message) or not reply.packs:
            return
        step, repeat = "next", "again"
