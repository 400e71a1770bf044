"""`topbms domoticz setup` against the fake Domoticz, with packs from the history or on a simulated line."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.cli.kept import NOON, VALUES, pack, reading
from tests.servers.domoticz import FakeDomoticz
from topbms.cli.lock import hold_folder
from topbms.cli.program import program
from topbms.cli.speech import speak
from topbms.errors import ConfigError, LinkError, SinkError
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp
from topbms.store.settings import Settings
from topbms.store.store import Store

NOBODY = "socket://127.0.0.1:9"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    speak("en")


@pytest.fixture
async def fake() -> AsyncIterator[FakeDomoticz]:
    async with FakeDomoticz(trusted=True) as one:
        yield one


def write_config(folder: Path, fake: FakeDomoticz, *more: str, url: str = NOBODY, packs: str = "") -> None:
    one = '[[link.pack]]\naddress = 1\nid = "battery1"\nname = "Battery 1"'
    lines = ['language = "en"', "[[link]]", 'id = "usr1"', f'url = "{url}"', packs or one]
    text = "\n".join([*lines, "[domoticz]", f'url = "{fake.url}"', *more])
    (folder / "topbms.toml").write_text(text + "\n", encoding="utf-8")


async def setup(folder: Path, *more: str, stdin: str | bytes = "") -> Result:
    words = ["domoticz", "setup", "--config", str(folder / "topbms.toml"), *more]
    return await asyncio.to_thread(
        CliRunner().invoke, program("domoticz"), words, input=stdin, catch_exceptions=False, prog_name="topbms"
    )


async def keep(folder: Path, *ids: str) -> None:
    store = Store(folder / "history.db", Settings(), stamp=lambda moment: moment, now=lambda: 0.0)
    await store.open()
    for number, pack_id in enumerate(ids, 1):
        store.append(reading(number, NOON + number, VALUES, pack(pack_id)))
    await store.close()


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def names(fake: FakeDomoticz) -> list[str]:
    return [device.name for device in fake.devices.values()]


async def test_from_the_history_without_asking_any_pack(fake: FakeDomoticz, tmp_path: Path) -> None:
    write_config(tmp_path, fake)
    await keep(tmp_path, "battery1")
    done = await setup(tmp_path)
    assert done.exit_code == 0
    assert "Battery 1 Voltage" in names(fake)
    assert [name for name in names(fake) if "Temperature" in name] == [
        "Battery 1 Temperature 1",
        "Battery 1 Temperature 2",
    ]
    assert f"made: Battery 1 Voltage (idx {min(fake.devices)})" in done.stdout.splitlines()


async def test_a_second_time_everything_is_there(fake: FakeDomoticz, tmp_path: Path) -> None:
    write_config(tmp_path, fake)
    await keep(tmp_path, "battery1")
    await setup(tmp_path)
    before = names(fake)
    done = await setup(tmp_path)
    assert names(fake) == before
    assert "battery1/voltage: was there already" in done.stdout.splitlines()
    assert done.stdout.count("was there already") == len(before)


async def test_devices_of_ones_own_are_kept(fake: FakeDomoticz, tmp_path: Path) -> None:
    write_config(tmp_path, fake)
    await keep(tmp_path, "battery1")
    await setup(tmp_path)
    idx = next(idx for idx, device in fake.devices.items() if device.name == "Battery 1 Voltage")
    write_config(tmp_path, fake, "[domoticz.idx.battery1]", f"voltage = {idx}")
    done = await setup(tmp_path)
    assert f"battery1/voltage: your idx {idx}" in done.stdout.splitlines()
    assert "battery1/voltage: was there already" not in done.stdout


async def test_a_device_that_cannot_hold_its_value_is_a_fault(fake: FakeDomoticz, tmp_path: Path) -> None:
    write_config(tmp_path, fake, "[domoticz.idx.battery1]", "voltage = 4711")
    await keep(tmp_path, "battery1")
    done = await setup(tmp_path)
    assert done.exit_code == 1
    assert "idx 4711" in done.stdout


async def test_without_a_history_the_pack_is_asked(fake: FakeDomoticz, tmp_path: Path) -> None:
    async with serve_tcp(SimulatedLine([SimulatedPack(1, seed=1)], pace=False)) as port:
        write_config(tmp_path, fake, "cells = true", url=port.url)
        await setup(tmp_path)
    assert len([name for name in names(fake) if name.startswith("Battery 1 Cell ") and name[-1].isdigit()]) == 16


async def test_packs_that_are_looked_for_are_found(fake: FakeDomoticz, tmp_path: Path) -> None:
    async with serve_tcp(SimulatedLine([SimulatedPack(2, seed=1)], pace=False)) as port:
        write_config(tmp_path, fake, url=port.url, packs='baud = 921600\npacks = "auto"\n[poll]\ndeadline = "50ms"')
        await setup(tmp_path)
    assert "usr1-2 Voltage" in names(fake)


async def test_packs_that_were_found_before_need_not_be_looked_for(fake: FakeDomoticz, tmp_path: Path) -> None:
    write_config(tmp_path, fake, packs='packs = "auto"')
    await keep(tmp_path, "usr1-7")
    await setup(tmp_path)
    assert "usr1-7 Voltage" in names(fake)


async def test_beside_a_gateway_the_port_is_left_alone(fake: FakeDomoticz, tmp_path: Path) -> None:
    line = SimulatedLine([SimulatedPack(1, seed=1)], pace=False)
    async with serve_tcp(line) as port:
        write_config(tmp_path, fake, url=port.url)
        with hold_folder(tmp_path) as held:
            held.tell([port.url])
            with pytest.raises(LinkError, match="running gateway's first reading"):
                await setup(tmp_path)
    assert not line.heard
    assert not fake.requests


async def test_a_pack_that_is_silent_holds_nobody_up(fake: FakeDomoticz, tmp_path: Path) -> None:
    second = '[[link]]\nid = "usr2"\nurl = "socket://127.0.0.1:10"\n[[link.pack]]\naddress = 1\nid = "battery2"'
    one = '[[link.pack]]\naddress = 1\nid = "battery1"\nname = "Battery 1"'
    write_config(tmp_path, fake, packs=f"{one}\n{second}")
    await keep(tmp_path, "battery1")
    with hold_folder(tmp_path) as held:
        held.tell([NOBODY, "socket://127.0.0.1:10"])
        done = await setup(tmp_path)
    assert done.exit_code == 0
    assert f"usr2: polled by the running gateway (process {os.getpid()})" in done.stderr
    assert {"Battery 1 Voltage", "battery2 Voltage"} <= set(names(fake))


async def test_a_port_that_is_away_is_named(fake: FakeDomoticz, tmp_path: Path) -> None:
    write_config(tmp_path, fake, url="/dev/no-such-port")
    with pytest.raises(LinkError, match="no pack has been read"):
        await setup(tmp_path)


async def test_an_administrator_for_this_once(tmp_path: Path) -> None:
    async with FakeDomoticz(user="boss", password="secret", allow_basic=True) as fake:
        write_config(tmp_path, fake)
        await keep(tmp_path, "battery1")
        done = await setup(tmp_path, "--user", "boss", stdin="secret\n")
        assert "Password of Domoticz user boss" in done.stderr
        assert "Battery 1 Voltage" in names(fake)
        assert b"secret" not in everything(tmp_path)
        with pytest.raises(SinkError):
            await setup(tmp_path)


async def test_a_password_from_a_pipe(tmp_path: Path) -> None:
    async with FakeDomoticz(user="boss", password="secret", allow_basic=True) as fake:
        write_config(tmp_path, fake)
        await keep(tmp_path, "battery1")
        await setup(tmp_path, "--user", "boss", "--password-stdin", stdin="secret\r\nmore\n")
        assert "Battery 1 Voltage" in names(fake)
        with pytest.raises(SinkError):
            await setup(tmp_path, "--user", "boss", "--password-stdin", stdin="wrong\n")


@pytest.mark.parametrize(
    ("words", "stdin", "told"),
    [
        (("--user", "boss", "--password-stdin"), b"", "the first line of standard input is empty"),
        (("--user", "boss", "--password-stdin"), b"\n", "the first line of standard input is empty"),
        (("--user", "boss", "--password-stdin"), b"\xff\n", "standard input is not UTF-8 text"),
        (("--password-stdin",), b"secret\n", "--user is missing"),
        (("--user", ""), b"", "--user is missing"),
    ],
)
async def test_half_of_a_login_is_refused(
    fake: FakeDomoticz, tmp_path: Path, words: tuple[str, ...], stdin: bytes, told: str
) -> None:
    write_config(tmp_path, fake)
    with pytest.raises(ConfigError, match=told):
        await setup(tmp_path, *words, stdin=stdin)
    assert fake.requests == []


async def test_without_the_section(fake: FakeDomoticz, tmp_path: Path) -> None:
    write_config(tmp_path, fake)
    text = (tmp_path / "topbms.toml").read_text(encoding="utf-8")
    (tmp_path / "topbms.toml").write_text(text.partition("[domoticz]")[0], encoding="utf-8")
    with pytest.raises(ConfigError, match=r"\[domoticz\]"):
        await setup(tmp_path)


async def test_without_a_link(fake: FakeDomoticz, tmp_path: Path) -> None:
    (tmp_path / "topbms.toml").write_text(f'[domoticz]\nurl = "{fake.url}"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"\[\[link\]\]"):
        await setup(tmp_path)
