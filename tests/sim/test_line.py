from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sim.captured import ALARM_REPLY, ALARM_REQUEST, ANALOG_REPLY, ANALOG_REQUEST, CapturedPack
from tests.sim.handclock import HandClock, settle
from topbms.dialects import dialect
from topbms.errors import ConfigError
from topbms.protocol.frame import Frame
from topbms.sim.faults import Garbage, Late, Mute, Slow
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack

CHARACTER = 10 / 9600
BEGIN = 1000.0


class Ear:
    """Whoever listens on a line, with the moments at which pieces came."""

    def __init__(self, line: SimulatedLine, clock: HandClock) -> None:
        self.heard = b""
        self.moments: list[tuple[float, int]] = []
        self._clock = clock
        self.leave: Callable[[], None] = line.connect(self._take)

    def _take(self, data: bytes) -> None:
        self.heard += data
        self.moments.append((self._clock.monotonic() - BEGIN, len(data)))


def made(clock: HandClock, **options: Any) -> tuple[SimulatedLine, Ear]:
    line = SimulatedLine([CapturedPack(), SimulatedPack(2, seed=1)], speed=0, clock=clock, **options)
    return line, Ear(line, clock)


async def test_the_answer_starts_and_ends_at_the_moments_of_a_9600_baud_line() -> None:
    clock = HandClock()
    line, ear = made(clock)
    line.feed(ANALOG_REQUEST)
    await clock.turn(1)
    # 20 characters of request, 5 ms, 150 characters of reply in pieces of 16
    first = 20 * CHARACTER + 0.005
    ends = [first + min(150, 16 * piece) * CHARACTER for piece in range(1, 11)]
    assert [moment for moment, _ in ear.moments] == pytest.approx(ends)
    assert [length for _, length in ear.moments] == [16] * 9 + [6]
    assert ear.heard == ANALOG_REPLY


async def test_nothing_comes_before_its_time() -> None:
    clock = HandClock()
    line, ear = made(clock)
    line.feed(ANALOG_REQUEST)
    await clock.turn(20 * CHARACTER + 0.005 + 15.9 * CHARACTER)
    assert ear.heard == b""
    await clock.turn(0.2 * CHARACTER)
    assert ear.heard == ANALOG_REPLY[:16]


async def test_a_busy_machine_is_late_once_and_not_once_a_piece() -> None:
    clock = HandClock(lateness=0.003)
    line, ear = made(clock)
    line.feed(ANALOG_REQUEST)
    await clock.turn(1)
    assert ear.moments[-1][0] == pytest.approx(20 * CHARACTER + 0.005 + 150 * CHARACTER + 0.003)


@pytest.mark.parametrize("options", [{"baud": 0}, {"pace": False}])
async def test_without_pace_the_answer_is_there_at_once(options: dict[str, Any]) -> None:
    line, ear = made(HandClock(), **options)
    line.feed(ANALOG_REQUEST)
    assert ear.heard == ANALOG_REPLY
    assert line.wire_time(150) == 0


async def test_other_rates_have_their_own_pace() -> None:
    clock = HandClock()
    line, ear = made(clock, baud=19_200, turnaround=0.02)
    line.feed(ANALOG_REQUEST)
    await clock.turn(1)
    assert ear.moments[-1][0] == pytest.approx(170 * CHARACTER / 2 + 0.02)
    assert line.wire_time(170) == pytest.approx(170 * CHARACTER / 2)


async def test_two_requests_in_one_read_are_answered_one_after_the_other() -> None:
    clock = HandClock()
    line, ear = made(clock)
    line.feed(ANALOG_REQUEST + ALARM_REQUEST)
    await clock.turn(1)
    assert ear.heard == ANALOG_REPLY + ALARM_REPLY
    assert ear.moments[-1][0] == pytest.approx(20 * CHARACTER + 0.005 + (150 + len(ALARM_REPLY)) * CHARACTER)


async def test_a_request_may_come_character_by_character() -> None:
    clock = HandClock()
    line, ear = made(clock)
    for i in range(len(ANALOG_REQUEST)):
        line.feed(ANALOG_REQUEST[i : i + 1])
        await clock.turn(CHARACTER)
    await clock.turn(1)
    assert ear.heard == ANALOG_REPLY
    assert ear.moments[-1][0] == pytest.approx(20 * CHARACTER + 0.005 + 150 * CHARACTER)


async def test_everyone_connected_hears_every_reply_until_he_leaves() -> None:
    clock = HandClock()
    line, ear = made(clock, baud=0)
    other = Ear(line, clock)
    line.feed(ANALOG_REQUEST)
    other.leave()
    line.feed(ALARM_REQUEST)
    assert ear.heard == ANALOG_REPLY + ALARM_REPLY
    assert other.heard == ANALOG_REPLY


async def test_a_slow_pack_does_not_hold_up_the_others() -> None:
    clock = HandClock()
    line, ear = made(clock, baud=0, faults=[Slow(pack=1, delay=0.5)])
    line.feed(ANALOG_REQUEST)
    await clock.turn(0.49)
    line.feed(other_request())
    await clock.turn(0)
    assert ear.heard == other_reply(line)
    await clock.turn(0.01)
    assert ear.heard == other_reply(line) + ANALOG_REPLY


async def test_a_late_reply_comes_after_its_seconds() -> None:
    clock = HandClock()
    line, ear = made(clock, baud=0, faults=[Late(delay=2.0, times=1)])
    line.feed(ANALOG_REQUEST)
    await clock.turn(1.99)
    assert ear.heard == b""
    await clock.turn(0.01)
    assert ear.heard == ANALOG_REPLY


async def test_a_late_reply_comes_in_front_of_the_next_one() -> None:
    clock = HandClock()
    line, ear = made(clock, baud=0, faults=[Late(times=1)])
    line.feed(ALARM_REQUEST)
    await clock.turn(100)
    assert ear.heard == b""
    line.feed(ANALOG_REQUEST)
    assert ear.heard == ALARM_REPLY + ANALOG_REPLY


async def test_a_late_reply_comes_even_when_the_next_pack_is_mute() -> None:
    clock = HandClock()
    line, ear = made(clock, faults=[Late(times=1), Mute(pack=2)])
    line.feed(ALARM_REQUEST)
    line.feed(other_request())
    await clock.turn(1)
    assert ear.heard == ALARM_REPLY


async def test_a_line_without_pace_keeps_its_order_too() -> None:
    clock = HandClock()
    line, ear = made(clock, baud=0, faults=[Slow(pack=1, delay=1, times=1)])
    line.feed(ANALOG_REQUEST)
    line.feed(ALARM_REQUEST)
    await clock.turn(1)
    assert ear.heard == ALARM_REPLY + ANALOG_REPLY


async def test_closing_drops_what_is_on_its_way() -> None:
    clock = HandClock()
    line, ear = made(clock)
    line.feed(ANALOG_REQUEST)
    await clock.turn(20 * CHARACTER + 0.005 + 40 * CHARACTER)
    await line.close()
    await clock.turn(1)
    assert ear.heard == ANALOG_REPLY[:32]


async def test_requests_are_remembered_with_their_moment_of_arrival() -> None:
    clock = HandClock()
    line, _ = made(clock)
    line.feed(ANALOG_REQUEST)
    [(at, request)] = line.heard
    assert at == pytest.approx(BEGIN + 20 * CHARACTER)
    assert (request.address, request.cid2) == (1, 0x42)


@pytest.mark.parametrize(
    "broken",
    [
        ANALOG_REQUEST.replace(b"FD34", b"FD35"),
        ANALOG_REQUEST[:-3] + b"\r",
        ANALOG_REQUEST.lower(),
        ANALOG_REQUEST.replace(b"E002", b"F002"),
    ],
)
async def test_a_broken_request_is_counted_and_not_answered(broken: bytes) -> None:
    line, ear = made(HandClock(), baud=0)
    line.feed(broken)
    assert ear.heard == b""
    assert line.damaged == 1
    line.feed(ANALOG_REQUEST)
    assert ear.heard == ANALOG_REPLY


async def test_an_address_that_does_not_exist_stays_silent_and_an_unknown_command_does_not() -> None:
    line, ear = made(HandClock(), baud=0)
    line.feed(Frame(0x21, 7, 0x46, 0x42, b"\x07").encode())
    assert ear.heard == b""
    line.feed(Frame(0x21, 1, 0x46, 0x99).encode())
    assert ear.heard == Frame(0x52, 1, 0x46, 0x04).encode()


@settings(deadline=None)
@given(st.lists(st.binary(max_size=60) | st.sampled_from([ALARM_REQUEST[:9], b"~", b"\r", b"~\r~"]), max_size=12))
async def test_any_noise_is_survived_and_the_next_request_answered(noise: list[bytes]) -> None:
    line, ear = made(HandClock(), baud=0)
    for piece in noise:
        line.feed(piece)
    ear.heard = b""
    line.feed(ANALOG_REQUEST)
    assert ear.heard == ANALOG_REPLY


async def test_a_flood_delays_an_answer_by_one_frame_at_most() -> None:
    clock = HandClock()
    line, ear = made(clock)
    line.feed(b"\xff" * 1_000_000)
    line.feed(ANALOG_REQUEST)
    await clock.turn(4200 * CHARACTER + 1)
    assert ear.heard == ANALOG_REPLY


# --- the packs' own time ---


@pytest.mark.parametrize(("speed", "lived"), [(1.0, 30.0), (600.0, 18_000.0), (0.0, 0.0)])
async def test_packs_live_when_they_are_asked(speed: float, lived: float) -> None:
    clock, pack = HandClock(), CapturedPack()
    line = SimulatedLine([pack], speed=speed, baud=0, clock=clock)
    await clock.turn(30)
    assert pack.lived == 0
    line.feed(ANALOG_REQUEST)
    assert pack.lived == lived
    line.feed(ANALOG_REQUEST)
    assert pack.lived == lived


async def test_of_many_days_only_the_last_is_lived_and_the_time_of_day_is_right() -> None:
    clock, pack = HandClock(), CapturedPack()
    line = SimulatedLine([pack], baud=0, clock=clock)
    await clock.turn(100 * 86_400 + 5)
    line.feed(ANALOG_REQUEST)
    assert pack.lived == 86_400 + 5


# --- making one ---


def test_an_unknown_dialect_is_the_user_s_error() -> None:
    with pytest.raises(ConfigError, match="dialect 'klingon' is not known"):
        SimulatedLine([CapturedPack()], dialect="klingon")


async def test_noise_differs_by_seed_and_is_repeatable() -> None:
    heard = []
    for seed in (1, 1, 2):
        line, ear = made(HandClock(), baud=0, seed=seed, faults=[Garbage()])
        line.feed(ANALOG_REQUEST)
        heard.append(ear.heard)
    assert heard[0] == heard[1] != heard[2]


async def test_by_default_it_runs_on_the_machine_s_clock() -> None:
    line = SimulatedLine([CapturedPack()], baud=0, faults=[Slow(delay=0.001)])
    heard: list[bytes] = []
    line.connect(heard.append)
    line.feed(ANALOG_REQUEST)
    while not heard:
        await settle()
    assert heard == [ANALOG_REPLY]


def other_request() -> bytes:
    return Frame(0x21, 2, 0x46, 0x42, b"\x02").encode()


def other_reply(line: SimulatedLine) -> bytes:
    """What the second pack says, which stands still on these lines."""
    return dialect("topbms").answer(Frame(0x21, 2, 0x46, 0x42, b"\x02"), line.packs[1]).encode()
