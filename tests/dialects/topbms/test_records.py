"""Records of data and alarms: packed by hand, both ways, every alarm number in words."""

from dataclasses import replace

import pytest

from tests.dialects.topbms.knowing import RECORD, KnowingBattery
from tests.dialects.topbms.wire import SaidBattery, words
from topbms.dialects.memory import Topic
from topbms.dialects.topbms import DIALECT
from topbms.dialects.topbms.commands import COMMANDS
from topbms.dialects.topbms.inquiries import MOST_RECORDS
from topbms.dialects.topbms.records import ALARMS
from topbms.dialects.topbms.requests import asking
from topbms.errors import FrameError, ReplyError
from topbms.model.alarms import URGENCY, Alarm, Level
from topbms.model.fragment import Record
from topbms.model.words import logbook
from topbms.model.words import words as spoken
from topbms.protocol.frame import Frame

W, P, F = Level.WARNING, Level.PROTECTION, Level.FAULT
DATA, LOGGED = 0x4B, 0x4C
FIRST, NEXT, AGAIN, STOP = range(4)


def record_info(number: int = 0, *, kind: int = 0, pack: int = 1, mode: int = 2, month: int = 11) -> bytes:
    """A record of 23 November 2026, 8:15:30: -12.5 A, 52.8 V, 61 %, 91.5 Ah, 21 22 -3 19 24 °C, 45 %, two cells."""
    head = bytes((kind, pack, 1, 26, month, 23, 8, 15, 30, mode))
    values = words((-1250, 5280)) + bytes((61,)) + words((9150,)) + bytes((number,))
    return head + values + bytes((5, 61, 62, 37, 59, 64, 45, 2)) + words((3300, 3301))


def reply(info: bytes, *, version: int = 0x52, address: int = 1) -> Frame:
    return Frame(version, address, 0x46, 0, info)


def asked(code: int, step: int = FIRST, version: int = 0x21) -> Frame:
    return asking(COMMANDS[code], 1, version, step)


def said(number: int) -> Record:
    (pack,) = DIALECT.decode(reply(record_info(number)), asked(LOGGED)).packs
    assert isinstance(pack, Record)
    return pack


def test_the_requests() -> None:
    assert asked(DATA, FIRST) == Frame(0x21, 1, 0x46, 0x4B, b"\x00\x01")
    assert asked(LOGGED, AGAIN) == Frame(0x21, 1, 0x46, 0x4C, b"\x02\x01")
    message = DIALECT.decode(asked(LOGGED, NEXT, 0x52))
    assert (message.kind, message.direction) == ("alarm_record", "request")
    fields = DIALECT.fields(asked(LOGGED, NEXT, 0x52), message)
    assert [(field.name, field.value) for field in fields] == [("record_step", "next"), ("pack", 1)]


@pytest.mark.parametrize("version", [0x52, 0x21])
def test_a_record_of_data(version: int) -> None:
    frame = reply(record_info(), version=version)
    message = DIALECT.decode(frame, asked(DATA))
    assert (message.kind, message.packs) == ("data_record", (RECORD,))
    assert DIALECT.decode(frame) == message
    assert b"".join(field.raw for field in DIALECT.fields(frame, message)) == frame.info


def test_the_moment_of_a_record() -> None:
    moment = RECORD.moment
    assert moment is not None
    assert moment.isoformat() == RECORD.time


def test_a_record_of_an_alarm() -> None:
    frame = reply(record_info(2))
    message = DIALECT.decode(frame, asked(LOGGED))
    assert message.kind == "alarm_record"
    assert (said(2).alarm, said(2).over, said(2).number) == (Alarm("cell_overvoltage", P), True, 2)
    assert DIALECT.decode(frame) == message
    values = {field.name: field.value for field in DIALECT.fields(frame, message)}
    assert values["alarm_number"] == "cell_overvoltage protection over"


BEGIN_AND_END = """
1 2 P cell_overvoltage
3 4 P cell_undervoltage
5 6 P pack_overvoltage
7 8 P pack_undervoltage
9 10 P charge_high_temperature
11 12 P charge_low_temperature
13 14 P discharge_high_temperature
15 16 P discharge_low_temperature
17 18 P environment_high_temperature
19 20 P environment_low_temperature
21 22 P mosfet_high_temperature
23 24 P mosfet_low_temperature
25 65 P charge_overcurrent
26 66 P discharge_overcurrent
27 67 P discharge_overcurrent_2
28 68 P short_circuit
31 69 W charger_reversed
32 90 W soc_low
33 49 W cell_overvoltage
34 50 W cell_undervoltage
35 51 W pack_overvoltage
36 52 W pack_undervoltage
37 53 W charge_overcurrent
38 54 W discharge_overcurrent
41 57 W environment_high_temperature
42 58 W environment_low_temperature
43 59 W mosfet_high_temperature
44 60 W mosfet_low_temperature
45 61 W charge_high_temperature
46 62 W charge_low_temperature
47 63 W discharge_high_temperature
48 64 W discharge_low_temperature
70 71 P high_voltage
80 81 P cell_difference
82 83 W cell_difference
84 85 P insulation
86 87 W insulation
88 89 P soc_low
"""
LEVELS = {"W": W, "P": P}
PAIRS = [line.split() for line in BEGIN_AND_END.strip().splitlines()]


@pytest.mark.parametrize(("begin", "end", "level", "code"), PAIRS)
def test_each_alarm_has_its_number_and_that_of_its_end(begin: str, end: str, level: str, code: str) -> None:
    alarm = Alarm(code, LEVELS[level])
    assert (said(int(begin)).alarm, said(int(begin)).over) == (alarm, False)
    assert (said(int(end)).alarm, said(int(end)).over) == (alarm, True)


def test_the_rest_of_the_list() -> None:
    assert said(29).alarm == Alarm("charge_mosfet_damaged", F)
    assert said(30).alarm == Alarm("discharge_mosfet_damaged", F)
    assert said(56).alarm == Alarm("temperature_sensor_fault", F)
    assert (said(55).alarm, said(55).state) == (None, "fully_charged")
    assert set(range(1, 91)) - set(ALARMS) == {39, 40, *range(72, 80)}


@pytest.mark.parametrize("number", ALARMS)
def test_every_alarm_number_is_in_the_vocabulary_and_comes_back(number: int) -> None:
    record = said(number)
    if record.alarm is not None:
        assert record.alarm.level in URGENCY[record.alarm.code]
    battery = KnowingBattery(1)
    battery.memory.said_records = [record]
    assert DIALECT.answer(asked(LOGGED), battery).info == record_info(number)


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        (1, "Cell voltage too high (protection)", "Tension de cellule trop élevée (protection)"),
        (90, "over: State of charge low (warning)", "fin\u202f: État de charge bas (avertissement)"),
        (55, "Fully charged", "Charge complète"),
        (39, "alarm number 39, which no source explains", "alarme numéro 39, qu'aucune source n'explique"),
        (0, "", ""),
    ],
)
def test_a_record_in_words(number: int, english: str, french: str) -> None:
    assert logbook.told(said(number), spoken("en")) == english
    assert logbook.told(said(number), spoken("fr")) == french


def test_a_number_that_no_source_explains_stays() -> None:
    record = said(200)
    assert (record.number, record.alarm, record.state) == (200, None, None)
    frame = reply(record_info(200))
    assert DIALECT.decode(frame).kind == "alarm_record"
    values = {field.name: field.value for field in DIALECT.fields(frame, DIALECT.decode(frame))}
    assert values["alarm_number"] == "200"


def test_a_mode_that_no_source_explains_stays_where_it_was_asked_for() -> None:
    info = record_info(mode=7)
    (record,) = DIALECT.decode(reply(info), asked(DATA)).packs
    assert isinstance(record, Record)
    assert record.mode == "7"
    battery = KnowingBattery(1)
    battery.memory.said_records = [record]
    assert DIALECT.answer(asked(DATA), battery).info == info
    with pytest.raises(FrameError):
        DIALECT.decode(reply(info))


@pytest.mark.parametrize("info", [record_info(month=13), record_info(pack=2), record_info() + b"\0"])
def test_without_a_request_it_must_be_a_record_in_every_respect(info: bytes) -> None:
    with pytest.raises(FrameError):
        DIALECT.decode(reply(info))


def test_too_few_temperatures_have_no_environment() -> None:
    info = record_info()[:18] + b"\x01\x3d" + record_info()[24:]
    (record,) = DIALECT.decode(reply(info), asked(DATA)).packs
    assert isinstance(record, Record)
    assert (record.temperatures, record.environment_temperature, record.mosfet_temperature) == ((21,), None, None)


@pytest.mark.parametrize("info", [b"\x01", b"\xff\x01", record_info(kind=1), record_info(kind=1, pack=9)])
def test_the_end_is_no_record_whatever_stands_behind_it(info: bytes) -> None:
    message = DIALECT.decode(reply(info), asked(LOGGED, NEXT))
    assert (message.kind, message.packs) == ("alarm_record", ())
    fields = DIALECT.fields(reply(info), message)
    assert fields[0].name == "record_type"
    assert b"".join(field.raw for field in fields) == info
    with pytest.raises(FrameError):
        DIALECT.decode(reply(info))


def test_the_end_of_version_21_is_one_byte_or_somebody_elses() -> None:
    assert DIALECT.decode(reply(b"\x01", version=0x21), asked(DATA)).packs == ()
    with pytest.raises(FrameError):
        DIALECT.decode(reply(b"\x01\x01", version=0x21), asked(DATA))


def test_the_record_of_another_pack_is_passed_over() -> None:
    with pytest.raises(ReplyError, match="the reply is of pack 2, INFO 0001 was asked"):
        DIALECT.decode(reply(record_info(pack=2)), asked(DATA))


# In a pack's place


def test_a_pack_answers_each_step_and_ends_in_the_shape_of_a_record() -> None:
    battery = KnowingBattery(1)
    battery.memory.said_records = [RECORD]
    assert DIALECT.answer(asked(DATA, FIRST), battery).info == record_info()
    assert DIALECT.answer(asked(DATA, NEXT), battery).info == record_info(kind=1)
    DIALECT.answer(asked(LOGGED, AGAIN), battery)
    DIALECT.answer(asked(LOGGED, STOP), battery)
    assert battery.memory.asked == [("data", "first"), ("data", "next"), ("alarms", "again"), ("alarms", "stop")]


@pytest.mark.parametrize(
    ("info", "code"), [(b"\x04\x01", 0x06), (b"\x00\x02", 0x06), (b"\x00", 0x06), (b"\x00\x01\x00", 0x06)]
)
def test_what_it_does_not_know_it_refuses(info: bytes, code: int) -> None:
    assert DIALECT.answer(Frame(0x21, 1, 0x46, DATA, info), KnowingBattery(1)) == Frame(0x52, 1, 0x46, code)


def test_a_pack_without_logs_refuses() -> None:
    assert DIALECT.answer(asked(DATA), SaidBattery(1)) == Frame(0x52, 1, 0x46, 0x04)


def test_alarms_that_have_no_number_here_are_left_out() -> None:
    battery = KnowingBattery(1)
    unnumbered = replace(RECORD, alarm=Alarm("cell_low_temperature", W))
    battery.memory.said_records = [unnumbered, unnumbered, replace(RECORD, alarm=Alarm("soc_low", W))]
    assert DIALECT.answer(asked(LOGGED), battery).info == record_info(32)
    assert [step for _, step in battery.memory.asked] == ["first", "next", "next"]


# What is asked


def told(topic: Topic, *replies: object) -> list[bytes]:
    """INFO of the requests of a conversation that is given these replies."""
    conversation = DIALECT.inquiry(topic, 1, 0x21)
    infos = [next(conversation).info]
    for given in replies:
        try:
            infos.append(conversation.send(given).info)  # type: ignore[arg-type]  # a test's own replies
        except StopIteration:
            break
    return infos


A_RECORD = DIALECT.decode(reply(record_info()), asked(DATA))
THE_END = DIALECT.decode(reply(b"\x01"), asked(DATA))


def test_records_are_asked_one_after_the_other_until_the_end() -> None:
    assert told(Topic.DATA, A_RECORD, A_RECORD, THE_END, None) == [b"\x00\x01", b"\x01\x01", b"\x01\x01"]


def test_a_record_that_was_lost_is_asked_for_again() -> None:
    assert told(Topic.ALARMS, None, A_RECORD, None, A_RECORD, THE_END) == [
        b"\x00\x01",
        b"\x00\x01",
        b"\x01\x01",
        b"\x02\x01",
        b"\x01\x01",
    ]


def test_a_mute_pack_is_asked_four_times() -> None:
    assert told(Topic.DATA, None, None, None, None, None) == [b"\x00\x01"] * 4


def test_a_pack_that_refuses_is_asked_no_further() -> None:
    assert told(Topic.DATA, ReplyError("no", code=4), None) == [b"\x00\x01"]


def test_a_pack_that_knows_no_end_is_left() -> None:
    assert len(told(Topic.DATA, *[A_RECORD] * (MOST_RECORDS + 5))) == MOST_RECORDS
