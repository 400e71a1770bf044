"""The stream: everything new in its order, what was missed, and listeners who are too slow or too many."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from tests.web.api.house import HIGH, Told, living, told
from topbms.model.event import EventKind
from topbms.model.words import words
from topbms.web.api import hub, stream


async def first(events: AsyncIterator[Told], *kinds: str) -> Told:
    """The next event of these kinds."""
    async with asyncio.timeout(20):
        async for event in events:
            if event.event in kinds:
                return event
    raise AssertionError(kinds)


async def test_a_new_reading_is_told_before_the_next_one_is_made(tmp_path: Path) -> None:
    async with living(tmp_path) as house, house.stream() as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        assert "Content-Encoding" not in response.headers
        events = told(response)
        await first(events, "reading")
        for _ in range(5):
            event = await first(events, "reading")
            assert event.data["sequence"] == event.id
            state = house.gateway.feed.snapshot().packs[int(event.data["id"][-1]) - 1]
            assert state.reading is not None
            assert state.reading.sequence == event.id


async def test_an_alarm_and_its_end_are_told(tmp_path: Path) -> None:
    async with living(tmp_path) as house, house.stream() as response:
        events = told(response)
        house.packs[0].force(HIGH)
        event = await first(events, "event")
        assert (event.data["kind"], event.data["subject"], event.data["end"]) == ("alarm", "battery1", None)
        assert event.data["alarm"]["code"] == "cell_overvoltage"
        house.packs[0].clear()
        assert (await first(events, "event")).data["kind"] == "alarm_over"


async def test_the_bank_is_told_behind_the_readings_and_has_no_number(tmp_path: Path) -> None:
    async with living(tmp_path) as house, house.stream() as response:
        event = await first(told(response), "bank")
        assert event.id is None
        assert event.data["present"] == ["battery1", "battery2"]


async def test_the_gateway_s_health_is_told(tmp_path: Path) -> None:
    async with living(tmp_path) as house, house.stream() as response:
        events = told(response)
        await first(events, "reading")
        house.gateway.feed.report(house.gateway._examine(house.gateway.feed.number(), words("fr")))
        assert (await first(events, "health")).data["fresh"] == 2


async def test_who_reconnects_is_told_what_he_missed_and_nothing_twice(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        async with house.stream() as response:
            last = (await first(told(response), "reading")).id
        assert last is not None
        house.gateway.feed.happen(EventKind.VALUE_HELD, "battery1", "soc 0")
        await house.until(lambda: house.newest() > last + 10)
        missed_until = house.newest()
        async with house.stream(str(last)) as response:
            numbers = []
            async for event in told(response):
                if event.id is not None:
                    numbers.append(event.id)
                if numbers and numbers[-1] > missed_until + 4:
                    break
        kept = [record.sequence for record in await house.gateway.store.read_after(last, 1000)]
        assert numbers == [number for number in kept if number <= numbers[-1]]


async def test_who_missed_nothing_is_told_what_comes(tmp_path: Path) -> None:
    async with living(tmp_path) as house, house.stream(str(house.newest())) as response:
        assert (await first(told(response), "reading", "resync")).event == "reading"


async def test_who_missed_too_much_or_tells_nonsense_is_sent_to_look_anew(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        for last in (str(house.newest() + 1_000_000), "-1", "x", "٣", "1" * 60):
            async with house.stream(last) as response:
                assert (await first(told(response), "reading", "resync")).event == "resync"
        assert (await house.ask("GET", "/stream", headers={"Last-Event-ID": "1" * 65})).status == 422


async def test_what_the_history_lost_is_not_passed_over(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        last = house.newest()
        house.gateway.feed.number()  # given out, and never kept
        await house.until(lambda: house.newest() > last + 3)
        missing = [news async for news in stream._missed(house.gateway.door, str(last), house.newest() + 1)]
        assert missing == [hub.RESYNC]


async def test_all_streams_end_with_the_gateway(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        responses = [await house.stream() for _ in range(3)]
        await first(told(responses[0]), "reading")
        async with asyncio.timeout(10):
            stopping = asyncio.create_task(house.gateway.stop())
            for response in responses:
                async for _ in response.content:
                    pass
            await stopping
        assert len(house.gateway.door.hub) == 0


async def test_who_leaves_is_forgotten(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        response = await house.stream()
        await first(told(response), "reading")
        assert len(house.gateway.door.hub) == 1
        response.close()
        await house.until(lambda: len(house.gateway.door.hub) == 0)


async def test_more_streams_than_there_is_room_for_are_refused(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        for _ in range(hub.MOST_LISTENERS):
            house.gateway.door.hub.join()
        answer = await house.get("/stream")
        assert answer.status == 503
        assert answer.json["detail"]


async def test_the_words_are_of_the_language_asked_for(tmp_path: Path) -> None:
    async with living(tmp_path) as house, house.session.get(f"{house.url}/stream?lang=fr") as response:
        events = told(response)
        await first(events, "reading")
        house.gateway.feed.happen(EventKind.PACK_BACK, "battery1")
        assert (await first(events, "event")).data["words"] == "Battery 1 répond de nouveau."
