"""The dialect's three faces: what a frame says with and without its request, what a pack answers, what is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.pace.wire import TAILS, alarm_body, analog_body, reply
from tests.dialects.topbms.wire import SaidBattery
from topbms.dialects.contract import MEANINGS, Message
from topbms.dialects.pace import ALL_PACKS, DIALECT, request
from topbms.dialects.pace.commands import SERIAL, VERSION
from topbms.errors import FrameError, ReplyError, TopbmsError
from topbms.model.alarms import AlarmReport
from topbms.model.fragment import Analog, PackCount, Product
from topbms.protocol.frame import Frame
from topbms.protocol.payload import Field

ANALOG, ALARMS, COUNT, C1, C2 = 0x42, 0x44, 0x90, 0xC1, 0xC2
VERSION_INFO = b"P16S100A-1B470-1.04\0"
SERIAL_INFO = b"1B470102010238D".ljust(20) + b"Dec  7 2021,17:52:38"


def plain(info: bytes, *, address: int = 1, code: int = 0) -> Frame:
    return Frame(0x25, address, 0x46, code, info)


def fault(frame: Frame, asked: Frame | None = None) -> FrameError:
    with pytest.raises(FrameError) as caught:
        DIALECT.decode(frame, asked)
    return caught.value


def foreign(frame: Frame, asked: Frame) -> str:
    """The message of a frame that is passed over, because it answers something else."""
    with pytest.raises(ReplyError) as caught:
        DIALECT.decode(frame, asked)
    assert caught.value.code is None
    return str(caught.value)


# Requests


@pytest.mark.parametrize(
    ("frame", "characters"),
    [
        (request(ANALOG, 1, 1), b"~25014642E00201FD30\r"),
        (request(ANALOG, 1, ALL_PACKS), b"~25014642E002FFFD05\r"),
        (request(ALARMS, 4, 4), b"~25044644E00204FD28\r"),
        (request(COUNT, 0xFF, ALL_PACKS), b"~25FF4690E002FFFCD7\r"),
        (request(C1, 1), b"~250146C10000FD9A\r"),
        (request(C2, 1), b"~250146C20000FD99\r"),
        (request(C2, 3, 3), b"~250346C2E00203FD1D\r"),
    ],
)
def test_requests_are_those_that_programs_send(frame: Frame, characters: bytes) -> None:
    assert frame.encode() == characters


@pytest.mark.parametrize(
    ("code", "packs", "kind"),
    [
        (ANALOG, (1,), "analog"),
        (ALARMS, (ALL_PACKS,), "alarms"),
        (COUNT, (ALL_PACKS,), "pack_count"),
        (C1, (), "product"),
        (C2, (2,), "product"),
    ],
)
def test_a_request_says_what_it_asks(code: int, packs: tuple[int, ...], kind: str) -> None:
    asked = request(code, 2, *packs)
    message = DIALECT.decode(asked)
    assert message == Message("pace", "request", kind, 0x25, 2)
    assert b"".join(field.raw for field in DIALECT.fields(asked, message)) == asked.info


@pytest.mark.parametrize(("code", "packs", "sizes"), [(ANALOG, (), "1"), (ALARMS, (1, 2), "1"), (C1, (1, 2), "0 or 1")])
def test_a_request_of_another_length(code: int, packs: tuple[int, ...], sizes: str) -> None:
    error = fault(request(code, 1, *packs))
    assert error.kind == "payload"
    assert str(error) == f"a request {code:02X} has {sizes} of INFO in bytes, this one has {len(packs)}"


@pytest.mark.parametrize("code", [0x99, 0x9A, 0x9C, 0xA1, 0xD1, 0x47])
def test_a_command_that_is_not_known(code: int) -> None:
    error = fault(request(code, 1))
    assert error.kind == "unknown"
    assert str(error) == f"command {code:02X} is not known to dialect pace"
    assert fault(plain(b""), request(code, 1)).kind == "unknown"


@pytest.mark.parametrize("code", [0x90, 0x91, 0xA0])
def test_what_could_be_a_command_or_a_return_code(code: int) -> None:
    message = DIALECT.decode(plain(b"", code=code))
    assert message == Message("pace", "unknown", None, 0x25, 1)
    assert DIALECT.fields(plain(b"", code=code), message) == ()


@pytest.mark.parametrize(("version", "cid1"), [(0x20, 0x46), (0x25, 0x4F), (0x00, 0x46)])
def test_headers_that_are_not_ours(version: int, cid1: int) -> None:
    assert DIALECT.claims(reply(analog_body()))
    assert not DIALECT.claims(Frame(version, 1, cid1, 0))


# Replies


def test_each_command_has_its_reply() -> None:
    for asked in (True, False):
        for code, frame, kind in (
            (ANALOG, reply(analog_body()), Analog),
            (ALARMS, reply(alarm_body()), AlarmReport),
        ):
            (pack,) = DIALECT.decode(frame, request(code, 1, 1) if asked else None).packs
            assert isinstance(pack, kind)
        assert DIALECT.decode(plain(b"\5"), request(COUNT, 1) if asked else None).packs == (PackCount(1, 5),)
        (version,) = DIALECT.decode(plain(VERSION_INFO), request(C1, 1) if asked else None).packs
        assert version == Product(1, version="P16S100A-1B470-1.04")
        (serial,) = DIALECT.decode(plain(SERIAL_INFO), request(C2, 1) if asked else None).packs
        assert serial == Product(1, serial_number="1B470102010238D", production_date="Dec  7 2021,17:52:38")


@pytest.mark.parametrize(
    ("address", "asked", "number"),
    [
        (1, 1, 1),  # a pack of its own
        (1, 3, 3),  # captured: the pack at the port answers for pack 3
        (0, 1, 1),  # captured: a lone pack with its switches at 0
        (0, 3, 3),
        (2, 2, 0),  # captured: TDT, which has no number
        (2, 2, 1),  # V3.1: a pack that is no master knows itself as 1
        (5, 2, 2),
    ],
)
def test_whose_values_they_are_is_told_by_number_or_address(address: int, asked: int, number: int) -> None:
    frame = reply(analog_body(), number=number, address=address)
    assert DIALECT.decode(frame, request(ANALOG, asked, asked)).packs[0].pack == number


@pytest.mark.parametrize(
    ("frame", "asked", "message"),
    [
        (reply(analog_body()), request(ANALOG, 2, 2), "the reply is of address 1, 2 was asked"),
        (reply(analog_body(), number=2), request(ANALOG, 1, 1), "the reply is of pack 2, INFO 01 was asked"),
        (
            reply(analog_body(), number=0, address=3),
            request(ANALOG, 2, 2),
            "the reply is of pack 0, INFO 02 was asked",
        ),
        (plain(VERSION_INFO), request(C1, 2), "the reply is of address 1, 2 was asked"),
        (plain(b"\2", address=0), request(COUNT, 2), "the reply is of address 0, 2 was asked"),
        (plain(b"", address=3, code=0x04), request(ANALOG, 2, 2), "the reply is of address 3, 2 was asked"),
        (
            request(ALARMS, 1, 1),
            request(ANALOG, 1, 1),
            "the frame is a request 44: an echo, or another master",
        ),
        (
            reply(analog_body(), version=0x20),
            request(ANALOG, 1, 1),
            "the frame is no reply of this family (VER 20, CID1 46)",
        ),
        (
            Frame(0x25, 1, 0x4F, 0),
            request(ANALOG, 1, 1),
            "the frame is no reply of this family (VER 25, CID1 4F)",
        ),
    ],
)
def test_what_answers_something_else_is_passed_over(frame: Frame, asked: Frame, message: str) -> None:
    assert foreign(frame, asked) == message


def test_a_lone_pack_at_0_is_pack_1() -> None:
    assert DIALECT.decode(plain(VERSION_INFO, address=0), request(C1, 1)).packs[0].pack == 0


@pytest.mark.parametrize("code", [*MEANINGS, 0x0F])
@pytest.mark.parametrize("address", [0, 1, 2])
def test_each_return_code_is_a_refusal(code: int, address: int) -> None:
    with pytest.raises(ReplyError) as caught:
        DIALECT.decode(plain(b"", address=address, code=code), request(ANALOG, 2, 2))
    assert caught.value.code == code


@pytest.mark.parametrize("code", [0x02, 0x04, 0x09])
def test_a_return_code_that_is_no_command_needs_no_request_to_be_one(code: int) -> None:
    with pytest.raises(ReplyError) as caught:
        DIALECT.decode(plain(b"\4", code=code))
    assert caught.value.code == code


@pytest.mark.parametrize("info", [b"", b"\0\1", b"\x04\x01\x01", bytes(21), VERSION_INFO * 3])
def test_a_reply_that_fits_no_command_names_them_all(info: bytes) -> None:
    error = fault(plain(info))
    assert error.kind == "payload"
    for candidate in ("analog 42", "alarms 44", "pack_count 90", "product C1", "product C2"):
        assert f"{candidate}: " in str(error)


def test_a_reply_that_fits_several_commands_is_refused() -> None:
    """20 bytes are alarms of one cell and two sensors, values of one cell, or a version of control characters."""
    info = reply(alarm_body(b"\0", b"\0\0", behind=b"\0")).info
    assert len(info) == 20
    assert str(fault(plain(info))) == "the reply fits more than one command: analog, alarms, product"


@pytest.mark.parametrize("count", [0, 33, 0x64])
def test_a_number_of_packs_that_cannot_be(count: int) -> None:
    error = fault(plain(bytes((count,))), request(COUNT, 1))
    assert str(error) == f"packs is {count:02X} at byte 0, which no source explains"


@pytest.mark.parametrize("info", [analog_body(), VERSION_INFO, b"\1"])
def test_the_reply_to_another_command_is_refused(info: bytes) -> None:
    assert fault(plain(info), request(C2, 1)).kind == "payload"
    assert fault(plain(b"\0\1" + info), request(ALARMS, 1, 1)).kind == "payload"


INFOS = st.one_of(
    st.binary(max_size=120),
    st.lists(st.sampled_from(TAILS), min_size=1, max_size=9).flatmap(
        lambda tails: st.integers(0, 255).map(
            lambda number: reply(*[analog_body(tail=tail) for tail in tails], number=number).info
        )
    ),
    st.integers(0, 200).map(lambda end: reply(analog_body(), analog_body(), number=2).info[:end]),
    st.binary(max_size=6).map(lambda behind: reply(alarm_body(), alarm_body(behind=behind), number=2).info),
    st.sampled_from([VERSION_INFO, SERIAL_INFO]),
)
CODES = st.one_of(st.sampled_from([0, 0, 0, ANALOG, ALARMS, COUNT, C1, C2]), st.integers(0, 255))
ASKED = st.sampled_from(
    [
        None,
        request(ANALOG, 1, 1),
        request(ANALOG, 1, ALL_PACKS),
        request(ALARMS, 1, 1),
        request(ALARMS, 1, ALL_PACKS),
        request(COUNT, 1),
        request(C1, 1),
        request(C2, 1),
        request(0xD1, 1),
        request(ANALOG, 1),
    ]
)


@given(st.sampled_from([0x25, 0x25, 0x20]), st.integers(0, 255), CODES, INFOS, ASKED)
def test_any_frame_is_a_message_or_one_of_our_errors(
    version: int, address: int, code: int, info: bytes, asked: Frame | None
) -> None:
    frame = Frame(version, address, 0x46, code, info)
    try:
        message = DIALECT.decode(frame, asked)
    except (FrameError, ReplyError) as error:
        problem: TopbmsError = error
    else:
        assert message.address == address
        return
    assert "\n" not in str(problem)
    assert not isinstance(problem, FrameError) or problem.kind in {"unknown", "payload"}


# Field by field


def test_fields_of_alarms_end_with_what_no_source_explains() -> None:
    frame = reply(alarm_body(behind=b"\x31"), alarm_body(), number=2)
    fields = DIALECT.fields(frame, DIALECT.decode(frame))
    assert fields[:4] == (
        Field(0, b"\0", "data_flag", "00"),
        Field(1, b"\2", "pack", 2),
        Field(2, b"\x10", "cell_limits", 16, 0),
        Field(3, b"\0", "cell_limits", "normal", 1),
    )
    assert [field.raw for field in fields if field.name == "extra"] == [b"\x31"]
    assert b"".join(field.raw for field in fields) == frame.info


@pytest.mark.parametrize("info", [VERSION_INFO, SERIAL_INFO, b"\5", *(reply(analog_body(tail=t)).info for t in TAILS)])
def test_fields_are_the_whole_of_info(info: bytes) -> None:
    frame = plain(info)
    assert b"".join(field.raw for field in DIALECT.fields(frame, DIALECT.decode(frame))) == info


# In a pack's place


SAID = SaidBattery(
    3,
    Analog(3, (3.3,), (20.0,), 1.0, 3.3, 50.0, 100.0, cycle_count=2),
    AlarmReport(3, cell_limits=("normal",)),
    Product(3, version="SIM-1.0", serial_number="SIM1", production_date="2024-03-01"),
)


@pytest.mark.parametrize(
    ("asked", "number"), [(request(ANALOG, 3, 3), 3), (request(ANALOG, 3, 1), 1), (request(ANALOG, 3, ALL_PACKS), 1)]
)
def test_a_pack_knows_its_number_the_first_and_all(asked: Frame, number: int) -> None:
    answer = DIALECT.answer(asked, SAID)
    (pack,) = DIALECT.decode(answer, asked).packs
    assert isinstance(pack, Analog)
    assert (pack.pack, pack.voltage, pack.design_capacity) == (number, 3.3, 100.0)


@pytest.mark.parametrize("packs", [(), (3,)])
def test_a_pack_says_who_it_is(packs: tuple[int, ...]) -> None:
    asked = request(C1, 3, *packs)
    assert DIALECT.decode(DIALECT.answer(asked, SAID), asked).packs == (Product(3, version="SIM-1.0"),)
    asked = request(C2, 3, *packs)
    told = Product(3, serial_number="SIM1", production_date="2024-03-01")
    assert DIALECT.decode(DIALECT.answer(asked, SAID), asked).packs == (told,)
    asked = request(COUNT, 3, *packs)
    assert DIALECT.decode(DIALECT.answer(asked, SAID), asked).packs == (PackCount(3, 1),)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (request(0xD1, 3), 0x04),
        (request(0x99, 3, 3), 0x04),
        (request(ANALOG, 3, 2), 0x06),
        (request(ANALOG, 3), 0x06),
        (request(C1, 3, 1, 2), 0x06),
    ],
)
def test_what_a_pack_does_not_know_it_refuses(asked: Frame, code: int) -> None:
    assert DIALECT.answer(asked, SAID) == Frame(0x25, 3, 0x46, code)


@pytest.mark.parametrize("padding", [b"\0", b" ", b"  \0"])
def test_a_version_is_padded_as_it_was(padding: bytes) -> None:
    info = b"P16S100A".ljust(20, b"\0") if padding == b"\0" else (b"P16S100A".ljust(17) + padding).ljust(20)
    (product,) = VERSION.read(plain(info), None)
    assert isinstance(product, Product)
    assert product.version == "P16S100A"
    assert VERSION.answer(request(C1, 1), SaidBattery(1, said_product=product)) == info


@pytest.mark.parametrize("changes", [{"version": "x" * 21}, {"serial_number": "x" * 21}])
def test_a_text_that_is_too_long_is_refused(changes: dict[str, str]) -> None:
    product = Product(1, **changes)  # type: ignore[arg-type]
    command = VERSION if "version" in changes else SERIAL
    with pytest.raises(ValueError, match="must fill"):
        command.answer(request(command.code, 1), SaidBattery(1, said_product=product))


# What is asked


@pytest.mark.parametrize(("identify", "codes"), [(False, [ANALOG, ALARMS]), (True, [ANALOG, ALARMS, C1, C2])])
def test_values_then_alarms_then_identity(identify: bool, codes: list[int]) -> None:
    conversation = DIALECT.conversation(3, 0x25, identify=identify)
    asked = [next(conversation), *[conversation.send(ReplyError("no", code=4)) for _ in codes[1:]]]
    with pytest.raises(StopIteration):
        conversation.send(ReplyError("no", code=4))
    assert asked == [request(code, 3, *((3,) if code in {ANALOG, ALARMS} else ())) for code in codes]


def test_a_mute_pack_is_asked_no_further() -> None:
    conversation = DIALECT.conversation(3, 0x25, identify=True)
    next(conversation)
    with pytest.raises(StopIteration):
        conversation.send(None)


def test_the_longest_reply_that_a_link_must_wait_for() -> None:
    assert DIALECT.longest_reply == 1 + 12 + 4095 + 4 + 1
