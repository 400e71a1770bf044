"""Trying a new config: one request to each pack, one question to Domoticz, and nothing to a port that is in use."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.cli.importing.test_holders import processes
from tests.servers.domoticz import FakeDomoticz
from topbms.cli.importing.probe import probed_domoticz, probed_links
from topbms.cli.lock import hold_folder
from topbms.cli.speech import speak
from topbms.config import Config, parse
from topbms.sim.faults import ErrorCode, Fault
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp


@pytest.fixture(autouse=True)
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    speak("en")
    monkeypatch.setenv("TOPBMS_CONFIG", str(tmp_path / "topbms.toml"))
    yield
    speak("en")


def settings_of(url: str, *addresses: int, version: str | None = None) -> Config:
    link: dict[str, object] = {"id": "link1", "url": url, "pack": [{"address": address} for address in addresses]}
    return parse({"link": [link | ({"version": version} if version else {})]})


async def probed(settings: Config, folder: Path, *commands: tuple[str, ...]) -> Sequence[str]:
    running = processes(folder, *commands) if commands else folder
    return [line async for line in probed_links(settings, [["/dev/ttyV0"]], ["domoticz_bat1.sh"], running)]


def simulated(*addresses: int, faults: Sequence[Fault] = ()) -> SimulatedLine:
    packs = [SimulatedPack(address, seed=1, soc=88.0) for address in addresses]
    return SimulatedLine(packs, pace=False, faults=faults)


async def test_a_pack_that_answers(tmp_path: Path) -> None:
    async with serve_tcp(simulated(1)) as served:
        (line,) = await probed(settings_of(served.url, 1), tmp_path)
    assert line.startswith("link1, address 1: answers with 5")
    assert line.endswith("88\N{NARROW NO-BREAK SPACE}%")


async def test_each_pack_is_asked_once_for_its_values(tmp_path: Path) -> None:
    simulation = simulated(1, 2)
    async with serve_tcp(simulation) as served:
        lines = await probed(settings_of(served.url, 1, 2, version="52"), tmp_path)
    assert [line.partition(":")[0] for line in lines] == ["link1, address 1", "link1, address 2"]
    assert [(frame.version, frame.address, frame.cid2) for _, frame in simulation.heard] == [
        (0x52, 1, 0x42),
        (0x52, 2, 0x42),
    ]


async def test_where_packs_are_looked_for_the_first_address_is_asked(tmp_path: Path) -> None:
    async with serve_tcp(simulated(1)) as served:
        (line,) = await probed(settings_of(served.url), tmp_path)
    assert line.startswith("link1, address 1: answers with")


async def test_a_pack_that_is_mute(tmp_path: Path) -> None:
    async with serve_tcp(simulated(1)) as served:
        assert await probed(settings_of(served.url, 7), tmp_path) == ["link1, address 7: no answer"]


async def test_a_pack_that_refuses(tmp_path: Path) -> None:
    async with serve_tcp(simulated(1, faults=[ErrorCode()])) as served:
        lines = await probed(settings_of(served.url, 1), tmp_path)
    assert lines == ["link1, address 1: the BMS answered RTN 04: the command is not known to it"]


async def test_a_port_that_cannot_be_opened(tmp_path: Path) -> None:
    lines = await probed(settings_of("/dev/no-such-port", 1), tmp_path)
    assert lines == [
        "link1: /dev/no-such-port does not exist; is the adapter plugged in? See: ls /dev/serial/by-id",
    ]


@pytest.mark.parametrize(
    ("command", "program"),
    [
        (("socat", "pty,link=/dev/ttyV0,raw", "tcp:10.0.0.1:23"), "socat"),
        (("bash", "/root/domoticz_bat1.sh"), "domoticz_bat1.sh"),
    ],
)
async def test_a_port_that_the_old_set_up_holds_is_left_alone(
    tmp_path: Path, command: tuple[str, ...], program: str
) -> None:
    simulation = simulated(1)
    async with serve_tcp(simulation) as served:
        lines = await probed(settings_of(served.url, 1), tmp_path, command)
    assert lines == [f"link1: not asked, because {program} of the old set-up (process 100) still runs on it"]
    assert not simulation.heard


async def test_a_port_that_the_gateway_polls_is_left_alone(tmp_path: Path) -> None:
    simulation = simulated(1)
    async with serve_tcp(simulation) as served:
        (tmp_path / "topbms.toml").write_text("", encoding="utf-8")
        with hold_folder(tmp_path) as held:
            held.tell([served.url])
            (line,) = await probed(settings_of(served.url, 1), tmp_path)
        assert line.startswith(f"link1: {served.url} is polled by the running gateway")
    assert not simulation.heard


async def test_a_domoticz_that_trusts_this_machine() -> None:
    async with FakeDomoticz(trusted=True) as domoticz:
        assert await probed_domoticz(domoticz.url) == f"Domoticz at {domoticz.url} answers and asks for no login"
        assert [seen.command for seen in domoticz.requests] == ["getauth"]


async def test_a_domoticz_that_wants_a_login() -> None:
    async with FakeDomoticz() as domoticz:
        told = await probed_domoticz(domoticz.url)
        assert told.startswith(f"Domoticz at {domoticz.url} wants a login")
    assert "trusted networks" in told


async def test_a_domoticz_that_is_away() -> None:
    async with FakeDomoticz() as domoticz:
        await domoticz.stop()
        assert (await probed_domoticz(domoticz.url)).startswith(f"Domoticz at {domoticz.url} cannot be reached")
