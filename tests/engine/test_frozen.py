"""What a ring keeps around what went wrong: how much, how often, and what gives way."""

import pytest

from topbms.engine.frozen import AFTER, AGAIN, BEFORE, MOST, RING, Reason, Ring


def ring(count: int = 100) -> Ring:
    """Frames of the moments 0, 1, 2 and so on."""
    made = Ring()
    pass_by(made, 0, count)
    return made


def pass_by(made: Ring, begin: int, end: int) -> None:
    for moment in range(begin, end):
        made.append((float(moment), "response", b"~%d" % moment))


def moments(made: Ring, place: int = -1) -> list[int]:
    return [int(at) for at, _, _ in made.frozen[place].frames]


def alarm(at: float, code: str = "cell_low", pack: str = "battery1") -> Reason:
    return Reason(at, "alarm", pack, f"{code} warning")


def fault(at: float, kind: str = "checksum") -> Reason:
    return Reason(at, kind, "usr1", f"CHKSUM is {at}")


def test_the_last_frames_are_kept() -> None:
    assert [int(at) for at, _, _ in ring(250)] == list(range(50, 250))
    assert RING == 200


def test_frames_before_and_after_are_kept_however_long_the_line_goes_on() -> None:
    made = ring()
    made.freeze(alarm(99.5))
    pass_by(made, 100, 1000)
    assert moments(made) == list(range(100 - BEFORE, 100 + AFTER))
    assert made.frozen[0].reasons == [alarm(99.5)]
    assert made.frozen[0].number == 1


def test_few_frames_are_better_than_none() -> None:
    made = ring(2)
    made.freeze(alarm(1.5))
    assert moments(made) == [0, 1]


def test_nothing_is_kept_of_a_line_on_which_nothing_passed() -> None:
    made = ring(0)
    made.freeze(Reason(1.0, "link_down", "usr1"))
    assert made.frozen == []


def test_what_goes_wrong_together_is_kept_together() -> None:
    made = ring()
    for code in ("cell_low", "pack_undervoltage"):
        made.freeze(alarm(99.5, code))
    pass_by(made, 100, 102)
    made.freeze(fault(101.5))
    assert [[reason.kind for reason in frozen.reasons] for frozen in made.frozen] == [["alarm", "alarm", "checksum"]]
    pass_by(made, 102, 120)
    assert moments(made) == list(range(100 - BEFORE, 100 + AFTER))


def test_reasons_are_bounded_too() -> None:
    made = ring()
    for n in range(30):
        made.freeze(alarm(99.5, f"code{n}"))
    assert len(made.frozen) == 1
    assert len(made.frozen[0].reasons) == 8


def test_the_same_again_within_a_minute_is_not_news() -> None:
    made = ring()
    made.freeze(fault(100.0))
    pass_by(made, 100, 150)
    made.freeze(fault(100.0 + AGAIN - 1))
    assert len(made.frozen) == 1
    made.freeze(fault(100.0 + AGAIN))
    assert [frozen.number for frozen in made.frozen] == [1, 2]


@pytest.mark.parametrize("other", [fault(130.0, "payload"), alarm(130.0), Reason(130.0, "checksum", "usr2")])
def test_something_else_is_news(other: Reason) -> None:
    made = ring()
    made.freeze(fault(100.0))
    pass_by(made, 100, 130)
    made.freeze(other)
    assert len(made.frozen) == 2


def test_another_alarm_of_the_same_pack_is_news_and_the_same_one_is_not() -> None:
    made = ring()
    made.freeze(alarm(100.0))
    pass_by(made, 100, 130)
    made.freeze(alarm(130.0))
    assert len(made.frozen) == 1
    made.freeze(alarm(130.0, "cell_high"))
    assert len(made.frozen) == 2


def test_a_dead_line_is_not_kept_again_and_again() -> None:
    """The frames are still the same, so they are kept once, whatever else is said of it."""
    made = ring()
    for n in range(20):
        made.freeze(Reason(100.0 + n * AGAIN, "link_down", "usr1"))
    made.freeze(Reason(5000.0, "pack_silent", "battery1"))
    assert [[reason.kind for reason in frozen.reasons] for frozen in made.frozen] == [["link_down", "pack_silent"]]


def test_the_newest_are_kept() -> None:
    made = ring()
    for n in range(20):
        made.freeze(alarm(100.0 + n, f"code{n}"))
        pass_by(made, 100 + 20 * n, 120 + 20 * n)
    assert [frozen.number for frozen in made.frozen] == list(range(20 - MOST + 1, 21))


def test_a_noisy_line_does_not_push_out_an_alarm() -> None:
    made = ring()
    made.freeze(alarm(99.5))
    for n in range(50):
        pass_by(made, 100 + 100 * n, 200 + 100 * n)
        made.freeze(fault(200.0 + 100 * n))
    assert len(made.frozen) == MOST
    assert [frozen.reasons[0].kind for frozen in made.frozen] == ["alarm"] + ["checksum"] * (MOST - 1)
    assert [frozen.number for frozen in made.frozen[1:]] == list(range(45, 52))


def test_it_is_small() -> None:
    """However long something goes wrong: frames are shared or few."""
    made = ring()
    for n in range(1000):
        pass_by(made, 100 + 100 * n, 200 + 100 * n)
        made.freeze(fault(200.0 + 100 * n, f"kind{n % 30}"))
    assert sum(len(frozen.frames) for frozen in made.frozen) <= MOST * (BEFORE + AFTER)
    assert len(made._last) <= 1
