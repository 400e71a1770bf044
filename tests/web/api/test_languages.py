"""A gateway in French says in French what is wrong; whoever asks for another language gets that."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from tests.servers.real import free_port
from tests.web.api.house import House, Told, living, told
from topbms.sim.faults import Cut

CUT = {"fr": "l'autre bout a fermé la connexion", "en": "the other end closed the connection"}
REFUSED = {"fr": "refuse la connexion", "en": "refuses the connection"}
AWAY = {"fr": "le broker MQTT est injoignable", "en": "the MQTT broker at"}


async def broken(house: House) -> None:
    """A link that was cut, and a broker that is none, both found out."""
    house.lines[0].faults.set(Cut())
    await house.until(lambda: REFUSED["en"] in str(house.gateway.links[0].counters.last_error))
    await house.until(lambda: house.gateway.feeders[0].attempts.last_error is not None)


def away() -> dict[str, str]:
    return {"url": f"mqtt://127.0.0.1:{free_port()}"}


async def test_links_and_targets_are_told_in_the_language_of_the_config_or_of_the_request(tmp_path: Path) -> None:
    async with living(tmp_path, language="fr", site="home", mqtt=away()) as house:
        await broken(house)
        for query, language in (("", "fr"), ("?lang=fr", "fr"), ("?lang=en", "en")):
            for path in ("/health", "/links", "/overview"):
                assert REFUSED[language] in (await house.get(path + query)).json["links"][0]["last_error"]
            assert AWAY[language] in (await house.get(f"/health{query}")).json["sinks"][0]["last_error"]


async def test_what_is_kept_and_what_checks_ask_is_in_the_language_of_the_config(tmp_path: Path) -> None:
    async with living(tmp_path, language="fr", site="home", mqtt=away()) as house:
        await broken(house)
        async with house.session.get(house.url.removesuffix("/api/v1") + "/healthz") as response:
            problems = {one["part"]: one["error"] for one in (await response.json())["problems"]}
        assert REFUSED["fr"] in problems["link"]
        assert AWAY["fr"] in problems["sink"]


async def test_the_event_of_a_cut_is_told_in_the_language_of_the_request(tmp_path: Path) -> None:
    async with living(tmp_path, language="fr", site="home", mqtt=away()) as house:
        await broken(house)
        for language, said in CUT.items():
            events = (await house.get(f"/events?kind=link_down&lang={language}")).json["events"]
            assert said in events[0]["words"]


async def test_the_stream_tells_the_health_in_the_language_of_who_listens(tmp_path: Path) -> None:
    async with living(tmp_path, language="fr", site="home", mqtt=away()) as house:
        await broken(house)
        for language, said in REFUSED.items():
            async with house.session.get(f"{house.url}/stream?lang={language}") as response:
                events = told(response)
                await house.until(lambda: len(house.gateway.door.hub) == 1)
                house.gateway.feed.report(house.gateway._examine(house.gateway.feed.number(), house.gateway._words()))
                health = await _first_health(events)
                assert said in health.data["links"][0]["last_error"]
            await house.until(lambda: len(house.gateway.door.hub) == 0)


async def _first_health(events: AsyncIterator[Told]) -> Told:
    async with asyncio.timeout(20):
        return await anext(event async for event in events if event.event == "health")
