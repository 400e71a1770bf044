"""`topbms config import`: the old scripts' settings, tried out, and the lines that stop the old set-up."""

import asyncio
import shutil
import socket
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.importing.oldfiles import BROKEN, OLD, SHARED
from tests.cli.verbs import Typed
from tests.servers.domoticz import FakeDomoticz
from topbms.cli.speech import speak
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp


@pytest.fixture(autouse=True)
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    speak("en")
    yield
    speak("en")


def import_(*arguments: str | Path) -> Typed:
    return Typed("config", "import", *(str(argument) for argument in arguments))


def written(path: str = "topbms.toml") -> dict[str, Any]:
    return tomllib.loads(Path(path).read_text(encoding="utf-8"))


def converted(folder: Path, *changes: tuple[bytes, bytes]) -> Path:
    """A copy of the old files with these changes."""
    shutil.copytree(OLD, folder)
    for path in folder.iterdir():
        data = path.read_bytes()
        for old, new in changes:
            data = data.replace(old, new)
        path.write_bytes(data)
    return folder


def test_the_old_set_up_becomes_a_config() -> None:
    typed = import_(OLD, "--no-probe")
    assert (typed.code, typed.stderr) == (0, "")
    data = written()
    assert [(link["url"], link["pack"]) for link in data["link"]] == [
        ("socket://192.168.10.49:6126", [{"address": 1, "id": "battery1", "name": "Battery 1"}]),
        ("socket://192.168.10.49:6127", [{"address": 1, "id": "battery2", "name": "Battery 2"}]),
    ]
    assert data["domoticz"]["url"] == "http://192.168.10.12:8080"
    assert data["domoticz"]["interval"] == "60s"
    assert data["domoticz"]["idx"] == {
        "battery1": {"voltage": 2284, "current": 2404, "soc": 2290, "remaining_capacity": 2401, "cycle_count": 2402},
        "battery2": {"voltage": 2384, "current": 2504, "soc": 2390, "remaining_capacity": 2501, "cycle_count": 2502},
    }


def test_files_named_one_by_one_and_from_windows(tmp_path: Path) -> None:
    folder = converted(tmp_path / "old", (b"\n", b"\r\n"))
    import_(OLD, "--no-probe")
    typed = import_(*sorted(folder.iterdir()), "--no-probe", "-o", "windows.toml")
    assert (typed.code, typed.stderr) == (0, "")
    assert written("windows.toml") == written()


def test_two_packs_on_a_real_port() -> None:
    import_(SHARED, "--no-probe")
    (link,) = written()["link"]
    assert (link["url"], [pack["address"] for pack in link["pack"]]) == ("/dev/ttyUSB0", [1, 2])


def test_what_it_says() -> None:
    lines = import_(OLD, "--no-probe").stdout.splitlines()
    assert lines[:2] == ["topbms.toml is written.", "topbms.toml can be used."]
    stop = lines.index("Nothing of the old set-up was changed. To stop it, as root:")
    start = lines.index("Then start topbms:")
    back = lines.index("To bring the old set-up back, stop topbms and, as root:")
    assert stop < start < back
    assert lines[start + 1] == "  topbms service install --config topbms.toml"
    assert "  # * * * * * /root/cmd_bat.sh" in lines[stop:start]
    assert "  systemctl disable --now socat-serial-1.service socat-serial-2.service" in lines[stop:start]
    assert "  systemctl enable --now socat-serial-1.service socat-serial-2.service" in lines[back:]


def test_without_a_crontab_it_says_what_to_look_for() -> None:
    typed = import_(OLD / "cmd_bat.sh", OLD / "domoticz_bat1.sh", "--no-probe")
    assert "crontab -e" in typed.stdout
    assert "No crontab was among the files" in typed.stdout


def test_what_cannot_be_used_is_named_and_the_rest_goes_on() -> None:
    typed = import_(BROKEN, Path("gone.sh"), "--no-probe")
    assert typed.code == 0
    told = typed.stderr.splitlines()
    assert len(told) == len(set(told)) > 5
    assert "gone.sh cannot be read: No such file or directory" in told
    assert "/dev/ttyV1: no request to a pack was found; address 1 is assumed" in told
    assert [link["url"] for link in written()["link"]] == ["socket://converter.lan:6127"]


def test_nothing_that_could_be_used(tmp_path: Path) -> None:
    typed = import_(tmp_path, "--no-probe")
    assert typed.code == 2
    assert str(typed.error).startswith("no file tells a port of a battery")
    assert not Path("topbms.toml").exists()


def test_a_config_that_is_there_stays() -> None:
    Path("topbms.toml").write_text("old", encoding="utf-8")
    typed = import_(OLD, "--no-probe")
    assert typed.code == 2
    assert str(typed.error) == "topbms.toml exists already and is left as it is; name another file with -o"
    assert Path("topbms.toml").read_text(encoding="utf-8") == "old"


def test_the_config_is_in_the_language_of_the_command_line() -> None:
    speak("fr")
    typed = import_(OLD, "--no-probe")
    assert typed.stdout.startswith("topbms.toml est écrit.\n")
    assert (written()["language"], written()["link"][0]["pack"][0]["name"]) == ("fr", "Batterie 1")
    assert "# jusqu'ici /dev/ttyV0 (socat-serial-1.service)" in Path("topbms.toml").read_text(encoding="utf-8")


async def test_links_and_domoticz_are_tried(tmp_path: Path) -> None:
    simulation = SimulatedLine([SimulatedPack(1, seed=1)], pace=False)
    async with serve_tcp(simulation) as served, FakeDomoticz(trusted=True) as domoticz:
        closed = socket.socket()
        closed.bind(("127.0.0.1", 0))  # nobody listens there
        folder = converted(
            tmp_path / "old",
            (b"192.168.10.49:6126", b"127.0.0.1:%d" % served.port),
            (b"192.168.10.49:6127", b"127.0.0.1:%d" % closed.getsockname()[1]),
            (b"=192.168.10.12", b"=127.0.0.1:%d" % domoticz.port),
        )
        typed = await asyncio.to_thread(import_, folder)
        closed.close()
        assert typed.code == 0
        assert "link1, address 1: answers with " in typed.stdout
        assert "refuses the connection" in next(
            line for line in typed.stdout.splitlines() if line.startswith("link2: ")
        )
        assert f"Domoticz at {domoticz.url} answers and asks for no login" in typed.stdout
        assert len(simulation.heard) == 1


def test_without_domoticz_only_links_are_tried(tmp_path: Path) -> None:
    folder = converted(tmp_path / "old", (b"/dev/ttyV", bytes(tmp_path / "ttyV")))
    typed = import_(folder / "cmd_bat.sh")
    lines = [line for line in typed.stdout.splitlines() if line.startswith("link")]
    assert [line.partition(";")[0] for line in lines] == [
        f"link1: {tmp_path}/ttyV0 does not exist",
        f"link2: {tmp_path}/ttyV1 does not exist",
    ]
    assert "Domoticz" not in typed.stdout
