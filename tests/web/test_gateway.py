"""What a running gateway shows: a real Prometheus scrapes it, and what hangs, is cut, silent or away is named."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from tests.servers.domoticz import FakeDomoticz
from tests.servers.prometheus import Prometheus
from tests.servers.real import free_port
from tests.store.making import execute, held
from tests.web.moments import lines
from tests.web.scene import Scene, playing
from topbms.engine.attempts import LONGEST_TURN
from topbms.sim.faults import Cut, Mute
from topbms.store.worker import PATIENCE
from topbms.web.series import FIXED, of_packs
from topbms.web.status import status_of
from topbms.web.statussocket import ask_status, place

_SCRAPE = 0.1


async def until(what: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await what():  # noqa: ASYNC110 - what happens there tells nobody
            await asyncio.sleep(_SCRAPE)


async def test_a_real_prometheus_scrapes_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        server = Prometheus(tmp_path, scene.port)
        await server.start()
        try:
            await until(lambda: _has(server, "topbms_soc_ratio", {"battery1", "battery2"}))
            assert await server.target() == ("up", "")
            said = [pack.analog() for pack in scene.packs]
            assert await server.query("topbms_soc_ratio * 100") == {
                "{pack=battery1}": said[0].soc,
                "{pack=battery2}": said[1].soc,
            }
            named = await server.query("topbms_soc_ratio * on(pack, site) group_left(name) topbms_pack_info")
            assert set(named) == {"{name=Battery 1,pack=battery1}", "{name=Battery 2,pack=battery2}"}
            cells = await server.query('topbms_cell_voltage_volts{pack="battery2"}')
            assert tuple(cells[f"topbms_cell_voltage_volts{{cell={n},pack=battery2}}"] for n in range(1, 17)) == (
                said[1].cell_voltages
            )
            assert await server.query("sum(topbms_pack_up)") == {"{}": 2.0}
            promised = {one.name for one in FIXED} | {one.series.name for one in of_packs().values()}
            told = {name for name in await server.names() if name.startswith("topbms_") and "_bank_" not in name}
            assert told <= promised
            assert len(told) > 40
            scene.lines[0].faults.set(Mute())
            scene.clock.ahead += 60
            await until(lambda: _has(server, "topbms_soc_ratio", {"battery2"}))
            assert await server.query("topbms_pack_up") == {
                "topbms_pack_up{pack=battery1}": 0.0,
                "topbms_pack_up{pack=battery2}": 1.0,
            }
            assert await server.query("topbms_pack_age_seconds > 60") != {}
        finally:
            await server.stop()


async def _has(server: Prometheus, name: str, packs: set[str]) -> bool:
    return set(await server.query(name)) == {f"{name}{{pack={pack}}}" for pack in packs}


async def test_it_lives_and_is_well_while_nothing_is_wrong(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        assert await scene.page("/livez") == (200, {"status": "ok"})
        assert await scene.page("/healthz") == (200, {"status": "ok"})


async def test_a_target_that_never_answers_hangs_its_loop_and_is_named(tmp_path: Path) -> None:
    async with FakeDomoticz(trusted=True) as domoticz:
        domoticz.delay = 3600.0
        section = {"url": domoticz.url, "timeout": "120s"}
        async with playing(tmp_path, domoticz=section) as scene:
            assert (await scene.page("/livez"))[0] == 200
            scene.clock.ahead += LONGEST_TURN + 100.0
            async with asyncio.timeout(20):
                found: Mapping[str, float] = {}
                while found.keys() != {"sink domoticz"}:  # right after the leap every loop is late
                    found = (await scene.page("/livez"))[1].get("overdue", {})
            assert 100.0 <= found["sink domoticz"] < 130.0


async def test_a_history_whose_thread_hangs_is_named(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        store = scene.gateway.store
        await execute(store, "PRAGMA busy_timeout = 60000")
        with held(tmp_path / "history.db"):
            job = asyncio.ensure_future(store.remember("owner", {"key": "value"}))
            await until(partial(_hangs, scene))
            found: Mapping[str, float] = {}
            async with asyncio.timeout(20):
                while found.keys() != {"history"}:  # right after the leap every loop is late
                    found = (await scene.page("/livez"))[1]["overdue"]
        await job
        assert await scene.page("/livez") == (200, {"status": "ok"})


async def _hangs(scene: Scene) -> bool:
    scene.clock.ahead += PATIENCE
    return scene.gateway.store.overdue > 0


async def test_a_target_that_is_away_is_named(tmp_path: Path) -> None:
    section = {"url": f"http://127.0.0.1:{free_port()}"}
    async with playing(tmp_path, domoticz=section) as scene:
        content = await scene.until_page("/healthz", 503)
        (problem,) = content["problems"]
        assert (problem["part"], problem["name"]) == ("sink", "domoticz")
        assert "cannot be reached" in problem["error"]
        assert (await scene.page("/livez"))[0] == 200
        assert lines(await scene.metrics(), "topbms_sink_up") == ['topbms_sink_up{sink="domoticz",site="home"} 0.0']


async def test_a_link_that_is_cut_and_a_pack_that_is_silent_are_named(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        scene.lines[0].faults.set(Cut())
        await scene.until(lambda: not scene.gateway.links[0].is_up)
        content = await scene.until_page("/healthz", 503)
        assert [problem["name"] for problem in content["problems"]] == ["usr1"]
        scene.clock.ahead += 60
        await scene.until(lambda: not scene.gateway.feed.snapshot().packs[1].stale)
        _, content = await scene.page("/healthz")
        assert [(problem["part"], problem["name"]) for problem in content["problems"]] == [
            ("link", "usr1"),
            ("pack", "battery1"),
        ]
        assert [line for line in (await scene.metrics()).splitlines() if 'battery1"' in line and "soc" in line] == []
        scene.lines[0].faults.clear()
        await scene.until_page("/healthz", 200)


async def test_the_status_of_two_packs_is_asked_over_the_socket(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        path = place(tmp_path / "history.db")
        await scene.until(path.is_socket)
        found = status_of(await asyncio.to_thread(ask_status, path))
        packs = {state.pack.id: state for state in found.snapshot.packs}
        assert packs.keys() == {"battery1", "battery2"}
        for pack, said in zip(("battery1", "battery2"), scene.packs, strict=True):
            reading = packs[pack].reading
            assert reading is not None
            assert reading.values["cell_voltages"] == said.analog().cell_voltages
        assert [link.id for link in found.health.links] == ["usr1", "usr2"]
        assert found.gateway == scene.gateway.store.gateway_id


async def test_a_reload_moves_the_port_and_both_doors_go_on(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        before = scene.port
        scene.port = free_port()
        settings = scene.loaded.settings
        web = settings.web.model_copy(update={"listen": f"127.0.0.1:{scene.port}"})
        await scene.gateway.reload(replace(scene.loaded, settings=settings.model_copy(update={"web": web})))
        path = place(tmp_path / "history.db")
        await scene.until(path.is_socket)
        await scene.until_page("/healthz", 200)
        assert before != scene.port
