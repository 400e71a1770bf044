import pytest

from topbms.sim.faults import Cut, Fault, HalfOpen, Mute, Slow
from topbms.sim.inforce import Faults


def strikes(faults: Faults, address: int = 1, command: int = 0x42) -> bool:
    return bool(faults.striking(Mute, address, command))


def test_nothing_strikes_where_nothing_was_ordered() -> None:
    assert not strikes(Faults())
    assert not strikes(Faults([Slow()]))


def test_a_fault_strikes_until_it_is_cleared() -> None:
    faults = Faults([Mute()])
    assert [strikes(faults) for _ in range(3)] == [True] * 3
    faults.clear(Mute())
    assert not strikes(faults)
    assert faults.strikes(Mute()) == 3


@pytest.mark.parametrize(
    ("fault", "address", "command", "struck"),
    [
        (Mute(pack=2), 2, 0x42, True),
        (Mute(pack=2), 1, 0x42, False),
        (Mute(command=0x44), 1, 0x44, True),
        (Mute(command=0x44), 1, 0x42, False),
        (Mute(pack=1, command=0x42), 1, 0x42, True),
    ],
)
def test_a_fault_strikes_whom_it_concerns(fault: Mute, address: int, command: int, struck: bool) -> None:
    assert strikes(Faults([fault]), address, command) is struck


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Mute(every=3), [False, False, True, False, False, True]),
        (Mute(times=1), [True, False, False, False, False, False]),
        (Mute(every=2, times=2), [False, True, False, True, False, False]),
    ],
)
def test_every_and_times(fault: Mute, expected: list[bool]) -> None:
    faults = Faults([fault])
    assert [strikes(faults) for _ in expected] == expected


def test_a_spent_fault_is_over_and_can_be_ordered_again() -> None:
    faults = Faults([Mute(times=1)])
    assert strikes(faults)
    assert faults.active == ()
    faults.set(Mute(times=1))
    assert faults.strikes(Mute(times=1)) == 0
    assert strikes(faults)


def test_replies_to_others_are_not_counted() -> None:
    faults = Faults([Mute(pack=1, every=2)])
    assert [strikes(faults, address) for address in (1, 2, 2, 1)] == [False, False, False, True]


def test_clear_without_a_name_ends_all() -> None:
    faults = Faults([Mute(), Cut(), HalfOpen()])
    assert list(faults.active) == [Mute(), Cut(), HalfOpen()]
    faults.clear()
    assert list(faults.active) == []


def test_faults_are_found_by_kind() -> None:
    faults = Faults([Mute(pack=1), Cut(), Mute(pack=2)])
    assert faults.of(Mute) == (Mute(pack=1), Mute(pack=2))
    assert faults.of(HalfOpen) == ()


def test_watchers_are_told_until_they_leave() -> None:
    told: list[tuple[Fault, bool]] = []
    faults = Faults()
    leave = faults.watch(lambda fault, in_force: told.append((fault, in_force)))
    faults.set(Cut())
    faults.clear(Mute())
    faults.clear(Cut())
    faults.set(Mute(times=1))
    strikes(faults)
    leave()
    faults.set(Cut())
    assert told == [(Cut(), True), (Cut(), False), (Mute(times=1), True), (Mute(times=1), False)]
