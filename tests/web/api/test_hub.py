"""News for everyone: put into words once, queues with an end, an end for all."""

import asyncio

from topbms.model.words import Words, words
from topbms.web.api.hub import RESYNC, Hub, News


def news(number: int | None = 1, said: list[str] | None = None) -> News:
    def shape(spoken: Words) -> object:
        if said is not None:
            said.append(spoken.language)
        return {"number": number}

    return News("reading", number, shape)


def test_it_is_put_into_words_once_a_language_however_many_listen() -> None:
    said: list[str] = []
    one = news(7, said)
    for _ in range(3):
        assert one.encoded(words("en")) == b'id: 7\nevent: reading\ndata: {"number":7}\n\n'
        one.encoded(words("fr"))
    assert said == ["en", "fr"]
    assert news(None).encoded(words("en")).startswith(b"event: ")


async def test_who_listens_is_told_in_order() -> None:
    hub = Hub()
    listener = hub.join()
    first, second = news(1), news(2)
    hub.put(first)
    hub.put(second)
    assert [await listener.next(1), await listener.next(1), await listener.next(0)] == [first, second, None]


async def test_who_is_too_slow_is_told_to_look_anew_and_takes_no_more_memory() -> None:
    hub = Hub(bound=3)
    slow, quick = hub.join(), hub.join()
    told = []
    for number in range(1, 11):
        hub.put(news(number))
        told.append(await quick.next(1))
    assert [one.sequence for one in told if one] == list(range(1, 11))
    assert len(slow._waiting) <= 3
    assert await slow.next(1) is RESYNC
    last = [await slow.next(1) for _ in range(len(slow._waiting))]
    assert last[-1] is told[-1]


async def test_the_end_is_at_once_and_for_all() -> None:
    hub = Hub()
    waiting, late = hub.join(), hub.join()
    hub.put(news())
    task = asyncio.create_task(waiting.next(600))
    assert await task is not None
    task = asyncio.create_task(waiting.next(600))
    await asyncio.sleep(0)
    hub.close()
    assert await task is None
    assert (waiting.is_over, await late.next(600), hub.is_full, hub.join().is_over) == (True, None, True, True)


async def test_who_leaves_makes_room() -> None:
    hub = Hub(most=1)
    listener = hub.join()
    assert hub.is_full
    hub.leave(listener)
    assert (hub.is_full, len(hub)) == (False, 0)
    hub.put(news())
    assert await listener.next(0) is None
