"""The dialect's three faces: what a frame says with and without its request, what a pack answers, what is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.topbms.wire import BITS, SaidBattery, alarm_info, analog_info
from tests.protocol import real
from topbms.dialects.contract import MEANINGS, Message
from topbms.dialects.topbms import ALL_PACKS, DIALECT, request
from topbms.dialects.topbms.commands import COMMANDS
from topbms.dialects.topbms.requests import asking
from topbms.errors import FrameError, ReplyError, TopbmsError
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.model.fragment import Analog, Product
from topbms.protocol.frame import Frame, parse
from topbms.protocol.payload import Field

ANALOG, ALARMS, PRODUCT = 0x42, 0x44, 0xF1
REPLY = parse(real.ANALOG_REPLY)
PRODUCT_INFO = b"\x01" + b"TopBMS".ljust(30) * 7


def reply(info: bytes, *, version: int = 0x52, address: int = 1, cid1: int = 0x46, code: int = 0) -> Frame:
    return Frame(version, address, cid1, code, info)


def foreign(frame: Frame, asked: Frame) -> str:
    """The message of a frame that is passed over, because it answers something else."""
    with pytest.raises(ReplyError) as caught:
        DIALECT.decode(frame, asked)
    assert caught.value.code is None
    return str(caught.value)


def fault(frame: Frame, asked: Frame | None = None) -> FrameError:
    with pytest.raises(FrameError) as caught:
        DIALECT.decode(frame, asked)
    return caught.value


def only_pack(message: Message) -> object:
    (pack,) = message.packs
    return pack


# Requests


@pytest.mark.parametrize(
    ("frame", "characters"),
    [
        (request(ANALOG, 1), b"~21014642E00201FD34\r"),
        (request(ANALOG, 2), b"~21024642E00202FD32\r"),
        (request(ANALOG, 1, 0x52), b"~52014642E00201FD30\r"),
        (request(ALARMS, 1), b"~21014644E00201FD32\r"),
        (request(ALARMS, 1, 0x52), b"~52014644E00201FD2E\r"),
        (request(PRODUCT, 16), Frame(0x21, 16, 0x46, 0xF1, b"\x10").encode()),
        (request(ANALOG, ALL_PACKS), Frame(0x21, 0xFF, 0x46, 0x42, b"\xff").encode()),
    ],
)
def test_requests_are_those_that_packs_answer(frame: Frame, characters: bytes) -> None:
    assert frame.encode() == characters


@pytest.mark.parametrize(("code", "kind"), [(ANALOG, "analog"), (ALARMS, "alarms"), (PRODUCT, "product")])
@pytest.mark.parametrize(("version", "name"), [(0x21, None), (0x52, "topbms")])
@pytest.mark.parametrize("pack", [1, 16, ALL_PACKS])
def test_a_request_of_version_21_names_no_dialect(
    code: int, kind: str, version: int, name: str | None, pack: int
) -> None:
    asked = request(code, pack, version)
    assert DIALECT.decode(asked) == Message(name, "request", kind, version, pack)


@pytest.mark.parametrize("info", [b"", b"\x01\x02"])
def test_a_request_has_one_byte(info: bytes) -> None:
    error = fault(Frame(0x52, 1, 0x46, ANALOG, info))
    assert error.kind == "payload"
    assert str(error) == f"a request 42 has 1 byte of INFO (the pack), this one has {len(info)}"


@pytest.mark.parametrize("code", [0x49, 0xF3, 0xE1, 0xEE, 0x10])
def test_a_command_that_is_not_known(code: int) -> None:
    error = fault(Frame(0x52, 1, 0x46, code, b"\x01"))
    assert error.kind == "unknown"
    assert str(error) == f"command {code:02X} is not known to dialect topbms"


@pytest.mark.parametrize("code", [0x90, 0x91, 0xA0])
@pytest.mark.parametrize(("version", "name"), [(0x21, None), (0x52, "topbms")])
def test_what_could_be_a_command_or_a_return_code(code: int, version: int, name: str | None) -> None:
    assert DIALECT.decode(Frame(version, 3, 0x46, code)) == Message(name, "unknown", None, version, 3)
    assert fault(Frame(version, 3, 0x46, code, b"\x03")).kind == ("payload" if code == 0x90 else "unknown")


# Replies to a request


@pytest.mark.parametrize("asked", [request(ANALOG, 1), request(ANALOG, 1, 0x52)])
def test_the_real_reply(asked: Frame) -> None:
    message = DIALECT.decode(REPLY, asked)
    assert message == DIALECT.decode(REPLY)
    assert (message.dialect, message.direction, message.kind) == ("topbms", "response", "analog")
    assert (message.version, message.address) == (0x52, 1)
    pack = only_pack(message)
    assert isinstance(pack, Analog)
    assert (pack.voltage, pack.current, pack.soc, pack.cycle_count) == (53.58, 3.84, 88, 2)


def test_each_command_has_its_reply() -> None:
    assert isinstance(only_pack(DIALECT.decode(reply(analog_info()), request(ANALOG, 1))), Analog)
    assert isinstance(only_pack(DIALECT.decode(reply(alarm_info()), request(ALARMS, 1))), AlarmReport)
    assert isinstance(only_pack(DIALECT.decode(reply(PRODUCT_INFO), request(PRODUCT, 1))), Product)


@pytest.mark.parametrize("info", [analog_info(), PRODUCT_INFO, alarm_info(b"\x05")])
def test_the_reply_to_another_command_is_refused(info: bytes) -> None:
    assert fault(reply(info), request(ALARMS, 1)).kind == "payload"


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (reply(analog_info(), address=2), "the reply is of address 2, 1 was asked"),
        (reply(analog_info(pack=2)), "the reply is of pack 2, INFO 01 was asked"),
        (reply(analog_info(), cid1=0x4A), "the frame is no reply of this family (CID1 4A)"),
        (request(ANALOG, 1), "the frame is a request 42: an echo, or another master"),
        (request(0x4D, 1), "the frame is a request 4D: an echo, or another master"),
        (reply(b"", address=2, code=0x04), "the reply is of address 2, 1 was asked"),
    ],
)
def test_what_answers_something_else_is_passed_over(frame: Frame, message: str) -> None:
    assert foreign(frame, request(ANALOG, 1)) == message


def test_a_request_without_a_pack_has_no_reply() -> None:
    assert foreign(reply(analog_info()), Frame(0x21, 1, 0x46, ANALOG)) == "the reply is of pack 1, INFO  was asked"


@pytest.mark.parametrize("code", [*MEANINGS, 0x0F])
def test_each_return_code_is_a_refusal(code: int) -> None:
    with pytest.raises(ReplyError) as caught:
        DIALECT.decode(reply(b"", code=code), request(ANALOG, 1))
    assert caught.value.code == code
    assert str(caught.value).startswith(f"the BMS answered RTN {code:02X}: ")


@pytest.mark.parametrize("code", [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x09, 0x07])
def test_a_return_code_that_is_no_command_needs_no_request_to_be_one(code: int) -> None:
    with pytest.raises(ReplyError) as caught:
        DIALECT.decode(reply(b"", code=code))
    assert caught.value.code == code


def test_a_request_that_is_not_known_has_no_reply() -> None:
    error = fault(reply(b""), Frame(0x21, 1, 0x46, 0xF3))
    assert error.kind == "unknown"
    assert str(error) == "command F3 is not known to dialect topbms"


# The version of replies


@pytest.mark.parametrize(
    ("code", "info"),
    [
        (ANALOG, analog_info()),
        (ALARMS, alarm_info()),
        (ALARMS, alarm_info(reserved=b"\0")),
        (ALARMS, alarm_info(reserved=b"\0\0")),
        (PRODUCT, PRODUCT_INFO),
    ],
)
def test_version_21_with_exactly_this_structure(code: int, info: bytes) -> None:
    frame = reply(info, version=0x21)
    assert DIALECT.decode(frame, request(code, 1)) == DIALECT.decode(frame)
    assert DIALECT.decode(frame).dialect == "topbms"


# What a Topband board sends: 16 cells, 7 temperatures in 0.1 K, and nothing behind SOH.
TOPBAND = analog_info(temperatures=(2980,) * 7, tail=b"\x06\x3a\x98\x00\x02\x58\x64")


@pytest.mark.parametrize(
    ("code", "info", "version"),
    [
        (ANALOG, TOPBAND, 0x21),
        (ANALOG, analog_info() + b"\0", 0x21),
        (ALARMS, alarm_info(reserved=bytes(3)), 0x21),
        (PRODUCT, PRODUCT_INFO + b"\0", 0x21),
        (ANALOG, analog_info(), 0x25),
    ],
)
def test_another_version_or_a_byte_more_is_another_dialect(code: int, info: bytes, version: int) -> None:
    frame = reply(info, version=version)
    for asked in (request(code, 1), None):
        error = fault(frame, asked)
        assert error.kind == "unknown"
        assert str(error).startswith(f"a reply with VER {version:02X} that is not of TopBMS to the last byte")


def test_headers_that_may_be_ours() -> None:
    assert DIALECT.claims(REPLY)
    assert DIALECT.claims(request(ANALOG, 1))
    assert not DIALECT.claims(reply(b"", version=0x25))
    assert not DIALECT.claims(reply(b"", cid1=0x4A))


# Replies without their request


def test_a_reply_tells_its_command_by_its_structure() -> None:
    assert DIALECT.decode(reply(analog_info())).kind == "analog"
    assert DIALECT.decode(reply(alarm_info(reserved=b"\0"))).kind == "alarms"
    assert DIALECT.decode(reply(PRODUCT_INFO)).kind == "product"


def test_bytes_left_over_do_not_matter_where_one_command_fits() -> None:
    pack = only_pack(DIALECT.decode(reply(analog_info() + b"\x01\x02\x03")))
    assert isinstance(pack, Analog)
    assert pack.extra == b"\x01\x02\x03"


def test_a_command_that_fits_to_the_last_byte_comes_first() -> None:
    """Seven empty texts could be alarms of 32 cells as well, but for the bytes that would be left over."""
    info = b"\x01\x20" + bytes(209)
    assert len(info) == 211
    assert DIALECT.decode(reply(info)).kind == "product"


def test_a_reply_that_fits_two_commands_is_refused() -> None:
    """A pack of one cell at 0 V and without temperatures could be alarms of one cell, with bytes left over in both."""
    info = analog_info((0,), (), tail=b"").replace(b"\x14\xee\x33\xb3", b"\0\0\0\0") + b"\x05" + bytes(20)
    error = fault(reply(info))
    assert error.kind == "payload"
    assert str(error) == "the reply fits more than one command: analog, alarms"


def test_a_reply_that_fits_no_command_is_refused_with_every_offset() -> None:
    error = fault(reply(analog_info((3300, 3301), ())[:12]))
    assert error.kind == "payload"
    assert str(error) == (
        "the reply fits no command ("
        "analog: remaining_capacity should stand at byte 11, INFO ends after 12 bytes; "
        "alarms: temperature_limits 8 should stand at byte 12, INFO ends after 12 bytes; "
        "product: company should stand at byte 1, INFO ends after 12 bytes)"
    )


def test_an_empty_reply_is_refused() -> None:
    assert fault(reply(b"")).kind == "payload"


ASKED = [asking(command, 1, 0x21, *(0,) * (command.asked == 2)) for command in COMMANDS.values()]
ASKED += [request(0xF3, 1), Frame(0x21, 1, 0x46, 0xED, b"\1\3\1")]


@given(
    st.sampled_from([0x52, 0x52, 0x21, 0x25]),
    st.integers(0, 255),
    st.sampled_from([0x46, 0x46, 0x4A]),
    st.one_of(st.sampled_from([0x00, 0x00, 0x42, 0x44, 0xF1, 0x90]), st.integers(0, 255)),
    st.one_of(
        st.binary(max_size=100),
        st.sampled_from([7, 9, 11, 31, 32, 166]).flatmap(lambda size: st.binary(min_size=size, max_size=size)),
        st.binary(min_size=20, max_size=100).map(lambda info: b"\0\1\1\x1a\x0b\x17\x08\x0f\x1e\x02" + info),
        st.integers(0, 66).map(lambda end: REPLY.info[:end]),
        st.binary(max_size=4).map(lambda extra: alarm_info() + extra),
    ),
    st.one_of(st.none(), st.sampled_from(ASKED)),
)
def test_any_frame_is_a_message_or_one_of_our_errors(
    version: int, address: int, cid1: int, cid2: int, info: bytes, asked: Frame | None
) -> None:
    try:
        message = DIALECT.decode(Frame(version, address, cid1, cid2, info), asked)
    except (FrameError, ReplyError) as error:
        problem: TopbmsError = error
    else:
        assert message.address == address
        return
    assert "\n" not in str(problem)
    assert not isinstance(problem, FrameError) or problem.kind in {"unknown", "payload"}


# Field by field


def test_fields_of_a_reply_end_with_what_no_source_explains() -> None:
    frame = reply(analog_info((3300,), (61,)) + b"\xab\xcd")
    fields = DIALECT.fields(frame, DIALECT.decode(frame))
    assert fields[0] == Field(0, b"\x01", "pack", 1)
    assert fields[2] == Field(2, b"\x0c\xe4", "cell_voltages", 3.3, 1)
    assert fields[-1] == Field(len(frame.info) - 2, b"\xab\xcd", "extra", b"\xab\xcd")
    assert b"".join(field.raw for field in fields) == frame.info


def test_fields_of_a_request_are_its_pack() -> None:
    asked = request(ANALOG, 7)
    assert DIALECT.fields(asked, DIALECT.decode(asked)) == (Field(0, b"\x07", "pack", 7),)


def test_a_frame_without_info_has_no_fields() -> None:
    frame = reply(b"", code=0x90)
    assert DIALECT.fields(frame, DIALECT.decode(frame)) == ()


# In a pack's place


def test_a_battery_answers_with_what_it_says() -> None:
    alarm = Alarm("soc_low", Level.WARNING)
    battery = SaidBattery(1, Analog(1), AlarmReport(1, (alarm,), {}, ("normal",)), Product(1, "TopBMS"))
    answer = DIALECT.answer(request(ALARMS, 1), battery)
    assert answer == reply(alarm_info(b"\0", b"", status=BITS.status(5, 1)))
    assert DIALECT.decode(DIALECT.answer(request(PRODUCT, 1), battery)).packs == (Product(1, "TopBMS"),)


@pytest.mark.parametrize("version", [0x21, 0x52])
def test_the_real_exchange_from_the_packs_side(version: int) -> None:
    said = only_pack(DIALECT.decode(REPLY))
    assert isinstance(said, Analog)
    answer = DIALECT.answer(request(ANALOG, 1, version), SaidBattery(1, said))
    assert answer.encode()[1:-1] == real.ANALOG_REPLY


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (request(0xF3, 3), 0x04),
        (request(0x91, 3), 0x04),
        (request(0x4D, 3), 0x06),
        (request(ANALOG, 2), 0x06),
        (request(ANALOG, ALL_PACKS), 0x06),
        (Frame(0x21, 3, 0x46, ANALOG), 0x06),
    ],
)
def test_what_a_pack_does_not_know_it_refuses(asked: Frame, code: int) -> None:
    assert DIALECT.answer(asked, SaidBattery(3)) == Frame(0x52, 3, 0x46, code)


def test_the_longest_reply_that_a_link_must_wait_for() -> None:
    longest = [
        reply(analog_info((3300,) * 32, (61,) * 32)),
        reply(alarm_info(bytes(32), bytes(32), reserved=b"\0\0")),
        reply(PRODUCT_INFO),
    ]
    assert max(len(frame.encode()) for frame in longest) <= DIALECT.longest_reply


# What is asked


def answered(code: int) -> Message:
    info = {ANALOG: analog_info(), ALARMS: alarm_info(), PRODUCT: PRODUCT_INFO}[code]
    return DIALECT.decode(reply(info), request(code, 1))


@pytest.mark.parametrize(("identify", "codes"), [(False, [ANALOG, ALARMS]), (True, [ANALOG, ALARMS, PRODUCT])])
def test_values_then_alarms_then_identity(identify: bool, codes: list[int]) -> None:
    conversation = DIALECT.conversation(1, 0x52, identify=identify)
    asked = [next(conversation)]
    for code in codes[1:]:
        asked.append(conversation.send(answered(asked[-1].cid2)))
        assert asked[-1].cid2 == code
    with pytest.raises(StopIteration):
        conversation.send(answered(asked[-1].cid2))
    assert asked == [request(code, 1, 0x52) for code in codes]


@pytest.mark.parametrize("before", [0, 1])
def test_a_mute_pack_is_asked_no_further(before: int) -> None:
    conversation = DIALECT.conversation(2, 0x21, identify=True)
    next(conversation)
    for code in [ANALOG, ALARMS][:before]:
        conversation.send(answered(code))
    with pytest.raises(StopIteration):
        conversation.send(None)


def test_a_refusal_does_not_end_the_conversation() -> None:
    conversation = DIALECT.conversation(1, 0x21, identify=True)
    next(conversation)
    assert conversation.send(ReplyError("no", code=4)) == request(ALARMS, 1)
    assert conversation.send(ReplyError("no", code=4)) == request(PRODUCT, 1)
