import time

from tests.engine.handclock import HandClock
from topbms.engine.clock import JITTER, LONGEST_WAIT, STEP, Stamps, SystemClock, kernel_vouches


def test_no_stamp_while_the_clock_is_not_known_to_be_right() -> None:
    clock = HandClock(known=False)
    assert Stamps(clock).stamp(clock.now) is None


def test_a_stamp_is_the_moment_in_utc() -> None:
    clock = HandClock(now=1000.0)
    assert Stamps(clock).stamp(990.0) == 1_700_000_990.0


def test_a_clock_that_was_right_once_stays_known() -> None:
    clock = HandClock()
    stamps = Stamps(clock)
    stamps.stamp(clock.now)
    clock.known = False
    assert stamps.stamp(clock.now) is not None


def test_moments_from_before_the_clock_was_set_get_the_right_time() -> None:
    """A Raspberry Pi boots in 1970 and reads packs before its time server answers."""
    clock = HandClock(now=30.0, known=False)
    clock.offset = 0.0
    stamps = Stamps(clock)
    assert stamps.stamp(clock.now) is None
    clock.offset, clock.known = 1_700_000_000.0, True
    clock.now = 45.0
    assert stamps.stamp(30.0) == 1_700_000_030.0


def test_the_step_that_sets_the_clock_right_is_no_event() -> None:
    clock = HandClock(known=False)
    clock.offset = 0.0
    stamps = Stamps(clock)
    assert stamps.step() is None
    clock.offset, clock.known = 1_700_000_000.0, True
    stamps.stamp(clock.now)
    assert stamps.step() is None
    assert stamps.step() is None


def test_a_step_forward_is_told_once() -> None:
    clock = HandClock()
    stamps = Stamps(clock)
    assert stamps.step() is None
    clock.offset += 3600.0
    assert stamps.step() == 3600.0
    assert stamps.step() is None


def test_a_step_back_is_told_and_corrects_the_stamps_of_before() -> None:
    clock = HandClock(now=1000.0)
    stamps = Stamps(clock)
    stamps.step()
    assert stamps.stamp(1000.0) == 1_700_001_000.0
    clock.offset -= 90.0
    assert stamps.step() == -90.0
    assert stamps.stamp(1000.0) == 1_700_000_910.0


def test_drift_is_no_step() -> None:
    clock = HandClock()
    stamps = Stamps(clock)
    stamps.step()
    for _ in range(5):
        clock.offset += STEP
        assert stamps.step() is None


def test_a_moment_keeps_its_stamp_though_the_clocks_are_never_read_at_once() -> None:
    clock = HandClock()
    stamps = Stamps(clock)
    found = set()
    for jitter in (0.0, 0.0007, -0.003, JITTER / 2):
        clock.offset = 1_700_000_000.0 + jitter
        found.add(stamps.stamp(990.0))
    assert found == {1_700_000_990.0}
    clock.offset += 0.5
    assert stamps.stamp(990.0) == clock.offset + 990.0


def test_the_system_clock_is_the_machines() -> None:
    clock = SystemClock()
    before = time.monotonic(), time.time()
    assert before[0] <= clock.monotonic() <= time.monotonic()
    assert before[1] <= clock.utc() <= time.time()
    assert clock.is_known() or time.monotonic() <= LONGEST_WAIT


def test_the_kernel_can_be_asked() -> None:
    assert isinstance(kernel_vouches(), bool)


def test_a_system_that_cannot_tell_does_not_vouch() -> None:
    assert kernel_vouches("no-such-library.so") is False
