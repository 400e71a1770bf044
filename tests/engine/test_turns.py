"""Turns on one line, given to those who wait: one exchange at a time."""

import asyncio
from contextlib import AbstractAsyncContextManager

import pytest

from tests.engine.jumping import LoopClock
from topbms.engine.turns import Turns
from topbms.engine.turntaking import SHARED, Guest

EXCHANGE = 0.2


class Bench:
    """Those who use a line, and the order in which they did."""

    def __init__(self) -> None:
        self.turns = Turns(LoopClock())
        self.order: list[str] = []
        self.at: list[float] = []
        self.busy = 0
        self._tasks: list[asyncio.Task[None]] = []

    def ours(self, cost: float = EXCHANGE) -> "asyncio.Task[None]":
        return self._begin("ours", self.turns.own(cost))

    def guest(self, name: str, guest: Guest) -> "asyncio.Task[None]":
        return self._begin(name, self.turns.of(guest, 0x42))

    def _begin(self, name: str, turn: AbstractAsyncContextManager[None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(self._exchange(name, turn))
        self._tasks.append(task)
        return task

    async def _exchange(self, name: str, turn: AbstractAsyncContextManager[None]) -> None:
        async with turn:
            self.busy += 1
            assert self.busy == 1, "two at a time"
            self.order.append(name)
            self.at.append(asyncio.get_running_loop().time())
            try:
                await asyncio.sleep(EXCHANGE)
            finally:
                self.busy -= 1

    async def end(self) -> list[str]:
        await asyncio.gather(*self._tasks, return_exceptions=True)
        return self.order


async def test_ours_go_at_once_while_nobody_else_asks() -> None:
    bench = Bench()
    for _ in range(3):
        await bench.ours()
    assert await bench.end() == ["ours"] * 3
    assert not bench.turns.is_shared


async def test_the_first_request_of_a_guest_waits_for_the_exchange_that_is_going_on() -> None:
    bench = Bench()
    bench.ours()
    await asyncio.sleep(0.1)
    bench.guest("his", bench.turns.newcomer())
    assert await bench.end() == ["ours", "his"]
    assert bench.turns.is_shared


async def test_ours_wait_for_an_answer_to_a_guest_and_go_directly_after_it() -> None:
    bench = Bench()
    guest = bench.turns.newcomer()
    await bench.guest("his", guest)
    await asyncio.sleep(1.0)
    waiting = bench.ours()
    await asyncio.sleep(1.0)
    assert bench.order == ["his"]
    bench.guest("his", guest)
    await waiting
    assert bench.order == ["his", "his", "ours"]


async def test_one_of_ours_goes_in_a_pause_and_the_next_one_after_the_guest_s_next() -> None:
    bench = Bench()
    guest = bench.turns.newcomer()
    his = bench.guest("his", guest)
    first = bench.ours()
    await his
    await first
    bench.ours()
    await asyncio.sleep(0.3)
    assert bench.order == ["his", "ours"]
    bench.guest("his", guest)
    assert await bench.end() == ["his", "ours", "his", "ours"]


async def test_ours_go_when_no_guest_has_asked_for_a_while() -> None:
    bench = Bench()
    await bench.guest("his", bench.turns.newcomer())
    await asyncio.sleep(1.0)
    await bench.ours()
    assert bench.order == ["his", "ours"]
    assert bench.at[1] - bench.at[0] == pytest.approx(SHARED, abs=0.2)


async def test_guests_take_turns_however_much_one_of_them_asks() -> None:
    bench = Bench()
    flood, other = bench.turns.newcomer(), bench.turns.newcomer()
    for _ in range(4):
        bench.guest("flood", flood)
    await asyncio.sleep(0)
    bench.guest("other", other)
    assert (await bench.end())[:3] == ["flood", "other", "flood"]


async def test_a_flood_makes_ours_later_by_one_exchange() -> None:
    bench = Bench()
    flood = bench.turns.newcomer()
    for _ in range(6):
        bench.guest("flood", flood)
    for _ in range(3):
        await bench.ours()
    assert await bench.end() == ["flood", "ours"] * 3 + ["flood"] * 3


@pytest.mark.parametrize("yields", range(4))
async def test_who_gives_up_while_he_waits_keeps_nobody_from_the_line(yields: int) -> None:
    bench = Bench()
    bench.ours()
    guest = bench.guest("gone", bench.turns.newcomer())
    own = bench.ours()
    await asyncio.sleep(EXCHANGE / 2)
    guest.cancel()
    for _ in range(yields):
        await asyncio.sleep(0)
    own.cancel()
    bench.guest("stays", bench.turns.newcomer())
    assert await bench.end() == ["ours", "stays"]
    await bench.ours()
    assert bench.order == ["ours", "stays", "ours"]


@pytest.mark.parametrize("who", ["ours", "his"])
async def test_a_turn_that_comes_in_the_moment_of_giving_up_is_given_back(who: str) -> None:
    bench = Bench()
    waiting = bench.ours() if who == "ours" else bench.guest("his", bench.turns.newcomer())
    await asyncio.sleep(0)
    waiting.cancel()
    await bench.guest("next", bench.turns.newcomer())
    assert bench.order[-1] == "next"
