import asyncio
import logging
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise

import pytest

from tests.engine.stand import ALARMS, ANALOG, PRODUCT, Stand, reply, simulated, stand_at, stand_before, stand_on
from topbms.dialects.contract import Message
from topbms.dialects.topbms import DIALECT, request
from topbms.engine.settings import PollSettings
from topbms.errors import FrameError, LinkError, ReplyError
from topbms.model.alarms import AlarmReport
from topbms.model.reading import Analog, Product
from topbms.protocol.frame import Frame
from topbms.sim.faults import (
    Cut,
    Echo,
    ErrorCode,
    Foreign,
    Garbage,
    HalfFrame,
    Late,
    Mute,
    Slow,
    WrongChecksum,
)
from topbms.sim.server import serve_tcp

CHARACTER = 10 / 9600  # s
ONE_DEADLINE = 0.5 + (20 + 160) * CHARACTER  # the request's and a reply's time on the wire come on top


def analog_of(answer: Message | None) -> Analog:
    assert answer is not None
    (fragment,) = answer.packs
    assert isinstance(fragment, Analog)
    return fragment


async def seconds_of_silence(stand: Stand, address: int = 1) -> float:
    loop = asyncio.get_running_loop()
    begin = loop.time()
    assert await stand.ask(ANALOG, address) is None
    return loop.time() - begin


@pytest.mark.parametrize(("command", "kind"), [(ANALOG, Analog), (ALARMS, AlarmReport), (PRODUCT, Product)])
async def test_an_answer_is_what_was_asked_for(command: int, kind: type) -> None:
    async with stand_on(simulated(1)) as stand:
        answer = await stand.ask(command)
    assert answer is not None
    assert [type(fragment) for fragment in answer.packs] == [kind]
    assert (stand.counters.requests, stand.counters.replies) == (1, 1)
    assert not stand.counters.faults


async def test_requests_and_replies_are_remembered() -> None:
    async with stand_on(simulated(1)) as stand:
        await stand.ask()
    assert stand.heard("request") == ["~21014642E00201FD34"]
    assert stand.heard() == [str(reply())]


async def test_the_answer_time_is_what_the_pack_takes_to_begin() -> None:
    async with stand_on(simulated(1, faults=[Slow(delay=0.2 + (20 + 150) * CHARACTER)])) as stand:
        await stand.ask()
    assert stand.counters.answer_time == pytest.approx(0.2, abs=0.05)


async def test_silence_costs_one_deadline_beside_the_wire_time() -> None:
    async with stand_on(simulated(1, faults=[Mute()])) as stand:
        assert await seconds_of_silence(stand) == pytest.approx(ONE_DEADLINE, abs=0.2)
    assert stand.counters.faults == {"silence": 1}
    assert str(stand.counters.last_error) == "no answer"
    assert stand.counters.answer_time is None


async def test_a_slow_pack_has_its_whole_deadline_even_behind_a_converter_that_holds_replies_back() -> None:
    """It begins after 0.45 s, and the reply arrives as one when the last character is through."""
    async with stand_on(simulated(1, faults=[Slow(delay=0.45 + 150 * CHARACTER)])) as stand:
        assert analog_of(await stand.ask()).soc == 51


async def test_the_echo_of_our_own_request_is_passed_over() -> None:
    async with stand_on(simulated(1, faults=[Echo()])) as stand:
        assert analog_of(await stand.ask()).soc == 51
    assert stand.counters.faults == {"echo": 1}
    assert len(stand.heard()) == 1


async def test_an_echo_alone_is_silence() -> None:
    async with stand_on(simulated(1, faults=[Echo(), Mute()])) as stand:
        assert await stand.ask() is None
    assert stand.counters.faults == {"echo": 1, "silence": 1}


async def test_a_reply_of_another_address_is_never_taken_for_this_packs() -> None:
    """Users: garbage from pack 2 on."""
    async with stand_on(simulated(1, faults=[Foreign(address=2)])) as stand:
        assert await stand.ask() is None
    assert stand.counters.faults == {"foreign": 1, "silence": 1}


async def test_a_reply_with_another_first_byte_of_info_is_never_taken_for_this_packs() -> None:
    async with stand_on(simulated(1, faults=[Foreign(info=2)])) as stand:
        assert await stand.ask() is None
    assert stand.counters.faults == {"foreign": 1, "silence": 1}


async def test_the_right_reply_behind_a_foreign_one_is_taken() -> None:
    def script(_: bytes) -> Iterator[bytes]:
        yield reply(ANALOG, 2).encode()
        yield reply(ANALOG, 1).encode()

    async with stand_before(script) as stand:
        assert analog_of(await stand.ask()).pack == 1
    assert stand.counters.faults == {"foreign": 1}


async def test_two_replies_in_one_read_give_the_first_that_matches() -> None:
    async with stand_before(lambda _: [reply().encode() + reply().encode()]) as stand:
        assert analog_of(await stand.ask()).soc == 51
        assert stand.counters.replies == 1


async def test_a_reply_that_comes_after_its_deadline_is_dropped_before_the_next_request() -> None:
    async with stand_on(simulated(1, 2, faults=[Late(pack=1, delay=1.0)])) as stand:
        assert await stand.ask(ANALOG, 1) is None
        await asyncio.sleep(1.0)
        assert analog_of(await stand.ask(ANALOG, 2)).soc == 52
    assert stand.counters.faults == {"silence": 1, "late": 1}


async def test_a_late_reply_in_front_of_the_next_packs_is_passed_over() -> None:
    async with stand_on(simulated(1, 2, faults=[Late(pack=1)])) as stand:
        assert await stand.ask(ANALOG, 1) is None
        assert analog_of(await stand.ask(ANALOG, 2)).soc == 52
    assert stand.counters.faults == {"silence": 1, "foreign": 1}


@pytest.mark.parametrize(("asked", "came"), [(ANALOG, ALARMS), (ALARMS, ANALOG), (ANALOG, PRODUCT)])
async def test_a_late_reply_to_another_command_is_passed_over(
    asked: int, came: int, caplog: pytest.LogCaptureFixture
) -> None:
    """It does not name its command: its structure gives it away."""
    async with stand_before(lambda _: [reply(came).encode(), reply(asked).encode()]) as stand:
        answer = await stand.ask(asked)
    assert answer is not None
    assert answer == DIALECT.decode(reply(asked), request(asked, 1))
    assert stand.counters.faults == {"late": 1}
    assert caplog.records == []


async def test_what_was_asked_over_an_earlier_connection_is_late(caplog: pytest.LogCaptureFixture) -> None:
    """The config is read anew in the middle of an exchange: the reply comes over the new connection."""
    async with serve_tcp(simulated(1, faults=[Late(delay=0.3, times=1)])) as port:
        async with stand_at(port.url) as before:
            with suppress(TimeoutError):
                async with asyncio.timeout(0.1):
                    await before.ask(ALARMS)
        async with stand_at(port.url, PollSettings(deadline=2)) as stand:
            port.line.faults.set(Slow(delay=1))
            assert analog_of(await stand.ask(ANALOG)).soc == 51
    assert stand.counters.faults == {"late": 1}
    assert caplog.records == []


async def test_a_wrong_checksum_is_named_when_nothing_better_comes() -> None:
    async with stand_on(simulated(1, faults=[WrongChecksum(times=1)])) as stand:
        with pytest.raises(FrameError, match="CHKSUM") as caught:
            await stand.ask()
        assert caught.value.kind == "checksum"
        assert analog_of(await stand.ask()).soc == 51
    assert stand.counters.faults == {"checksum": 1}
    assert str(stand.counters.last_error) == str(caught.value)
    assert stand.counters.last_error_at is not None


async def test_half_a_frame_is_named_and_does_not_spoil_the_next() -> None:
    async with stand_on(simulated(1, faults=[HalfFrame(times=1)])) as stand:
        with pytest.raises(FrameError):
            await stand.ask()
        assert analog_of(await stand.ask()).soc == 51
    assert sum(stand.counters.faults.values()) == 1


@pytest.mark.parametrize("where", ["before", "after"])
async def test_garbage_around_a_reply_is_counted(where: str) -> None:
    noise = b"\x00\xff\x80noise"

    def script(_: bytes) -> list[bytes]:
        return [noise, reply().encode()] if where == "before" else [reply().encode() + noise]

    async with stand_before(script) as stand:
        assert analog_of(await stand.ask()).soc == 51
    assert stand.counters.faults == {"noise": len(noise)}


async def test_mere_noise_is_said_to_be_that() -> None:
    """A wrong baud rate, or A and B swapped."""
    async with stand_before(lambda _: [b"\x00\x80\xf8" * 20]) as stand:
        with pytest.raises(FrameError, match="60 bytes came that are no frame; is the baud rate right") as caught:
            await stand.ask()
    assert caught.value.kind == "syntax"
    assert stand.counters.faults == {"noise": 60, "syntax": 1}


@pytest.mark.parametrize("seed", range(5))
async def test_any_bytes_instead_of_a_reply_cost_nothing_but_themselves(seed: int) -> None:
    line = simulated(1, faults=[Garbage(where="instead", count=150, times=1)])
    line.faults.clear()
    for _ in range(seed):
        line.faults.set(Garbage(where="instead", count=150, times=1))
    async with stand_on(line) as stand:
        answers = []
        for _ in range(seed + 1):
            try:
                answers.append(await stand.ask())
            except FrameError:
                answers.append(None)
    assert analog_of(answers[-1]).soc == 51


async def test_a_reply_whose_end_was_lost_is_taken_at_the_deadline() -> None:
    async with stand_before(lambda _: [reply().encode()[:-1]]) as stand:
        assert analog_of(await stand.ask()).soc == 51
    assert (stand.counters.replies, stand.counters.faults) == (1, {})


async def test_a_reply_in_many_pieces_is_one_reply() -> None:
    characters = reply().encode()
    async with stand_before(lambda _: [characters[i : i + 7] for i in range(0, len(characters), 7)]) as stand:
        assert analog_of(await stand.ask()).soc == 51
    assert not stand.counters.faults


@pytest.mark.parametrize("flood", [b"~", b"x", b"~52", reply(ANALOG, 2).encode()])
async def test_a_flood_is_heard_only_for_a_while(flood: bytes) -> None:
    async with stand_before(lambda _: [flood * (100_000 // len(flood))]) as stand:
        try:
            answer = await stand.ask()
        except FrameError:
            answer = None
    assert answer is None
    assert len(stand.counters.frames) <= 200
    assert stand.counters.faults.total() < 20_000


async def test_a_refusal_is_raised_with_its_code() -> None:
    async with stand_on(simulated(1, faults=[ErrorCode(code=0x04)])) as stand:
        with pytest.raises(ReplyError, match="RTN 04") as caught:
            await stand.ask()
    assert caught.value.code == 0x04
    assert stand.counters.faults == {"refused": 1}


async def test_another_packs_refusal_is_not_this_packs() -> None:
    refusal = Frame(0x52, 2, 0x46, 0x04).encode()
    async with stand_before(lambda _: [refusal, reply().encode()]) as stand:
        assert analog_of(await stand.ask()).soc == 51
    assert stand.counters.faults == {"foreign": 1}


async def test_a_cut_while_listening_is_a_link_error() -> None:
    line = simulated(1, faults=[Mute()])
    async with stand_on(line) as stand:
        asking = asyncio.create_task(stand.ask())
        await asyncio.sleep(0.1)
        line.faults.set(Cut())
        with pytest.raises(LinkError, match="socket://127"):
            await asking
        with pytest.raises(LinkError):
            await stand.ask()


def delays(stand: Stand) -> list[float]:
    """Seconds between a reply and the request after it."""
    pairs = pairwise(stand.counters.frames)
    return [after[0] - before[0] for before, after in pairs if (before[1], after[1]) == ("response", "request")]


async def test_the_pause_between_requests_is_learnt_from_the_packs_own_answer_time() -> None:
    """Users: the BMS hangs after days of hasty polling."""
    wire_time = (20 + 150) * CHARACTER  # which a line without pace does not take
    faults = [Slow(pack=1, delay=wire_time + 0.01), Slow(pack=2, delay=wire_time + 0.1)]
    async with stand_on(simulated(1, 2, faults=faults), PollSettings()) as stand:
        for address in (1, 1, 2, 2, 1, 1):
            await stand.ask(ANALOG, address)
    quick, quick_again, slow, slow_again, last = delays(stand)
    assert max(quick, quick_again, last) < 0.05
    assert min(slow, slow_again) > 0.09


async def test_the_pause_is_never_longer_than_a_fifth_of_a_second() -> None:
    async with stand_on(simulated(1, faults=[Slow(delay=0.6)]), PollSettings()) as stand:
        for _ in range(3):
            await stand.ask()
    assert max(delays(stand)) < 0.3


async def test_a_pause_from_the_config_is_kept() -> None:
    async with stand_on(simulated(1), PollSettings(spacing=2.0)) as stand:
        for _ in range(3):
            await stand.ask()
    assert delays(stand) == [pytest.approx(2.0, abs=0.2)] * 2


async def test_a_fault_is_logged_with_port_and_frame(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "topbms"):
        async with stand_on(simulated(1, faults=[HalfFrame(keep=9)])) as stand:
            with pytest.raises(FrameError):
                await stand.ask()
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert vars(record)["port"] == stand.connection.name
    assert vars(record)["frame"] == "52014600"


async def test_a_flood_of_faults_is_no_flood_of_log_lines(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "topbms"):
        async with stand_before(lambda _: [b"~" * 500]) as stand:
            for _ in range(3):
                with pytest.raises(FrameError):
                    await stand.ask()
    assert len(caplog.records) == 1
    assert stand.counters.faults["syntax"] == 1500


async def test_a_foreign_reply_is_logged_once_while_it_stays_the_same(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "topbms"):
        async with stand_on(simulated(1, faults=[Foreign(address=9)])) as stand:
            for _ in range(3):
                await stand.ask()
    assert [record.getMessage() for record in caplog.records] == ["passed over: the reply is of address 9, 1 was asked"]
