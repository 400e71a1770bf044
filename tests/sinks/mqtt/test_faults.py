"""Everything that goes wrong between gateway and broker, with a real one: what is said, and what arrives afterwards."""

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.servers.authority import Authority
from tests.servers.cable import Cable
from tests.servers.mosquitto import Ear, Mosquitto, listening, running
from tests.servers.real import free_port, program
from tests.sinks.mqtt.home import PACKS, Home, one_pack, reading, snapshot, there, write
from topbms.engine.outlet import Outlet
from topbms.errors import SinkError
from topbms.model.alarms import Alarm, Level
from topbms.sinks.mqtt.sink import MqttSink

STATE = "topbms/home/battery1/state"
GATEWAY = "topbms/home/availability"
SOC = "homeassistant/sensor/home_battery1/soc/config"


@asynccontextmanager
async def driven(home: Home, **more: Any) -> AsyncIterator[Outlet]:
    """An outlet that runs, as in a gateway, with a long interval: what comes sooner does not come by it."""
    sink = home.sink(**({"interval": 3600} | more))
    outlet = home.outlet(sink)
    task = asyncio.create_task(outlet.run())
    try:
        yield outlet
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await outlet.close()


def show(home: Home, soc: float, **more: Any) -> None:
    home.shown = one_pack({"soc": soc, "voltage": 53.58}, **more)


def socs(ear: Ear) -> list[int]:
    """The states of charge that a listener saw, in order."""
    return [one.json["soc"] for one in ear.of(STATE)]


async def failure(home: Home, **more: Any) -> str:
    """What is said when it cannot write."""
    sink = home.sink(**more)
    with pytest.raises(SinkError) as caught:
        await write(sink, one_pack())
    await sink.close()
    return str(caught.value)


@pytest.fixture(autouse=True)
def nothing_but_words(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever goes wrong outside is no error of the program's own."""
    yield
    gc.collect()
    records = [*caplog.get_records("call"), *caplog.records]
    ours = [record for record in records if record.name != "mqtt"]  # the listener's client
    assert [record.getMessage() for record in ours if record.levelno >= logging.ERROR] == []


# --- away and back


async def test_broker_down_at_start(tmp_path: Path) -> None:
    broker = Mosquitto(tmp_path)
    home = Home(broker.url)
    show(home, 50)
    async with driven(home) as outlet:
        async with asyncio.timeout(10):
            while outlet.attempts.counters["errors"] < 3:  # noqa: ASYNC110 - failures set no event
                await asyncio.sleep(0.01)
        assert "cannot be reached" in str(outlet.attempts.last_error)
        show(home, 77)
        await broker.start()
        async with listening(broker.port) as ear:
            await ear.until(lambda: "online" in [one.payload for one in ear.of(GATEWAY)])
            assert set(socs(ear)) <= {77}, "a value from before is never sent"
            assert SOC in ear.topics()
    await broker.stop()


async def test_broker_killed_and_back_without_what_it_kept(broker: Mosquitto, home: Home) -> None:
    """The live value at once, nothing older, and all announcements anew; in between the values went on."""
    show(home, 60)
    async with driven(home) as outlet:
        async with listening(broker.port) as ear:
            await ear.until(lambda: socs(ear) == [60])
        await broker.kill()
        for soc in range(61, 90):
            show(home, soc)
            outlet.notice()
            await asyncio.sleep(0)
        await broker.start()
        async with listening(broker.port) as ear:
            await ear.until(lambda: "online" in [one.payload for one in ear.of(GATEWAY)])
            await ear.until_quiet()
            assert set(socs(ear)) <= {89}
            assert SOC in ear.topics()
            show(home, 90)
            outlet.renew()
            await ear.until(lambda: 90 in socs(ear))
            assert set(socs(ear)) <= {89, 90}


async def test_broker_killed_while_writing(broker: Mosquitto, home: Home) -> None:
    home.shown = snapshot(*(there(reading(replace(PACKS[0], id=f"p{n}"))) for n in range(60)))
    async with driven(home) as outlet:
        async with listening(broker.port) as ear:
            await ear.until(lambda: any("home_p9" in topic for topic in ear.topics()))
            await broker.kill()
        await broker.start()
        async with listening(broker.port) as ear:
            await ear.until(lambda: "online" in [one.payload for one in ear.of(GATEWAY)])
            announced = {one.topic for one in ear.got if one.topic.endswith("/soc/config")}
            assert len(announced) == 61, "60 packs and the bank"
        assert outlet.attempts.counters["errors"] >= 1


async def test_an_alarm_goes_at_once(broker: Mosquitto, home: Home) -> None:
    show(home, 60)
    async with driven(home) as outlet, listening(broker.port) as ear:
        await ear.until(lambda: socs(ear) == [60])
        show(home, 59, alarms=[Alarm("soc_low", Level.WARNING)])
        outlet.notice()
        await ear.until(lambda: len(socs(ear)) == 2)
        assert ear.last(STATE).json["fault"] == "ON"
        show(home, 58, alarms=[Alarm("soc_low", Level.WARNING)])
        outlet.notice()
        home.shown = snapshot(there(home.shown.packs[0].reading or reading(), stale=True))
        outlet.notice()
        await ear.until(lambda: "offline" in [one.payload for one in ear.of("topbms/home/battery1/availability")])
        assert socs(ear) == [60, 59], "what is no alarm waits for the interval"


async def test_a_listener_that_starts_anew_gets_everything_at_once(broker: Mosquitto, home: Home) -> None:
    show(home, 60)
    async with driven(home), listening(broker.port) as ear:
        await ear.until(lambda: "online" in [one.payload for one in ear.of(GATEWAY)])
        await ear.until_quiet()
        ear.forget()
        show(home, 61)
        await ear.say("homeassistant/status", "online")
        await ear.until(lambda: "online" in [one.payload for one in ear.of(GATEWAY)])
        topics = ear.topics()
        assert topics.index(SOC) < topics.index(STATE) < topics.index("topbms/home/battery1/availability")
        assert topics.index("topbms/home/battery1/availability") < topics.index(GATEWAY)
        assert socs(ear) == [61]


async def test_two_births_at_once_are_answered_together(broker: Mosquitto, home: Home) -> None:
    show(home, 60)
    async with driven(home), listening(broker.port) as ear:
        await ear.until(lambda: "online" in [one.payload for one in ear.of(GATEWAY)])
        await ear.until_quiet()
        ear.forget()
        for _ in range(20):
            await ear.say("homeassistant/status", "online")
        await ear.until(lambda: "online" in [one.payload for one in ear.of(GATEWAY)])
        assert len(socs(ear)) < 20


# --- the last will


_PROGRAM = """
import asyncio, sys
sys.path.insert(0, {root!r})
from tests.sinks.mqtt.home import Home, one_pack, write

async def main():
    sink = Home({url!r}).sink()
    await write(sink, one_pack())
    print("there", flush=True)
    await asyncio.sleep(3600)

asyncio.run(main())
"""


async def test_the_last_will_speaks_for_a_gateway_that_was_killed(broker: Mosquitto, ear: Ear) -> None:
    root = str(Path(__file__).parents[3])
    code = _PROGRAM.format(root=root, url=broker.url)
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"there\n"
    await ear.until(lambda: [one.payload for one in ear.of(GATEWAY)] == ["online"])
    process.send_signal(signal.SIGKILL)
    await process.communicate()
    await ear.until(lambda: [one.payload for one in ear.of(GATEWAY)] == ["online", "offline"])
    async with listening(broker.port) as late:
        assert late.last(GATEWAY) == (GATEWAY, "offline", True)


async def test_a_cut_line_is_seen_by_others_and_mended_at_once(broker: Mosquitto, ear: Ear) -> None:
    async with Cable(broker.port).laid() as cable:
        home = Home(cable.url)
        async with driven(home):
            await ear.until(lambda: "online" in [one.payload for one in ear.of(GATEWAY)])
            ear.forget()
            cable.cut()
            await ear.until(lambda: [one.payload for one in ear.of(GATEWAY)][-2:] == ["offline", "online"])
            assert ear.topics().index(STATE) < len(ear.got) - 1


async def test_a_broker_that_stops_answering_is_an_error_in_words(broker: Mosquitto) -> None:
    async with Cable(broker.port).laid() as cable:
        home = Home(cable.url)
        async with home.serving(timeout=0.2) as sink:
            await write(sink, one_pack())
            cable.mute()
            with pytest.raises(SinkError, match="does not answer"):
                await write(sink, one_pack())
            cable.restore()
            await write(sink, one_pack())


async def test_a_port_where_nobody_answers_is_an_error_in_words(home: Home) -> None:
    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(-1)
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        home.url = f"mqtt://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        assert "does not answer: is it running" in await failure(home, timeout=0.1)


async def test_the_gateway_ends_while_a_broker_does_not_answer(home: Home) -> None:
    """The connection is let go of, and the client library has nothing to say about that."""
    came, gone = asyncio.Event(), asyncio.Event()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        came.set()
        await reader.read(-1)
        gone.set()
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        home.url = f"mqtt://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        sink = home.sink()
        writing = asyncio.create_task(write(sink, one_pack()))
        async with asyncio.timeout(10):
            await came.wait()
            writing.cancel()
            await asyncio.wait([writing])
            await sink.close()
            await gone.wait()


async def test_the_gateway_ends_while_a_broker_does_not_acknowledge(broker: Mosquitto) -> None:
    async with Cable(broker.port).laid() as cable, Home(cable.url).serving() as sink:
        await write(sink, one_pack())
        cable.mute()
        writing = asyncio.create_task(write(sink, one_pack()))
        for _ in range(200):  # until it waits
            await asyncio.sleep(0)
        writing.cancel()
        await asyncio.wait([writing])


# --- two gateways of one site


async def test_a_second_gateway_of_the_same_site_is_refused(home: Home, ear: Ear) -> None:
    async with home.serving() as sink:
        await write(sink, one_pack())
        rival = Home(home.url, gateway="f" * 32)
        assert (
            await failure(rival) == f'another gateway serves the site "home" at {home.url}: give each a site of its own'
        )
        await ear.until_quiet()
        ear.forget()
        await write(sink, one_pack())
        await ear.until_quiet()
        assert sorted(ear.topics()) == [STATE, "topbms/home/state"], "the first one does not notice"


async def test_a_gateway_with_a_new_history_takes_over_from_one_that_is_gone(home: Home, ear: Ear) -> None:
    async with home.serving() as sink:
        await write(sink, one_pack())
    heir = Home(home.url, gateway="f" * 32)
    async with heir.serving() as sink:
        await write(sink, one_pack())
        await ear.until_quiet()
        assert ear.last("topbms/home/gateway").payload == "f" * 32


# --- who may not in


@pytest.fixture
async def guarded(tmp_path: Path) -> AsyncIterator[Mosquitto]:
    """A broker that wants user "gateway" and password "sesame"."""
    passwords = tmp_path / "passwords"
    make = program("mosquitto_passwd", "mosquitto")
    making = await asyncio.create_subprocess_exec(make, "-c", "-b", passwords, "gateway", "sesame")
    assert await making.wait() == 0
    passwords.chmod(0o644)
    async with running(tmp_path, f"password_file {passwords}") as broker:
        yield broker


@pytest.mark.parametrize("login", [{}, {"user": "gateway"}, {"user": "gateway", "password": "open"}])
async def test_wrong_password(guarded: Mosquitto, login: dict[str, str]) -> None:
    said = await failure(Home(guarded.url), **login)
    assert said.startswith(f"the MQTT broker at {guarded.url} refuses the login: check user and password in [mqtt]")
    assert "open" not in said


async def test_the_right_password(guarded: Mosquitto, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("sesame\n", encoding="utf-8")
    home = Home(guarded.url)
    for login in ({"password": "sesame"}, {"password_file": file}):
        async with home.serving(user="gateway", **login) as sink:
            await write(sink, one_pack())
    async with listening(guarded.port, username="gateway", password="sesame") as ear:
        assert SOC in ear.topics()


async def test_unknown_host(home: Home) -> None:
    home.url = "mqtt://no-such-host.invalid"
    assert await failure(home) == "the MQTT broker at mqtt://no-such-host.invalid: the name of the host is not known"


async def test_refused(home: Home) -> None:
    home.url = f"mqtt://127.0.0.1:{free_port()}"
    assert await failure(home) == (
        f"the MQTT broker at {home.url} cannot be reached (Connection refused): is it running, and are address and "
        "port right?"
    )


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[str]:
    """Something that says this to whoever comes, and hangs up; its address."""

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_another_program_on_that_port(home: Home) -> None:
    async with answering(b"HTTP/1.1 400 Bad Request\r\n\r\n") as where:
        home.url = f"mqtt://{where}"
        assert home.url in await failure(home, timeout=0.3)
        home.url = f"mqtts://{where}"
        assert (await failure(home)).startswith(f"no TLS with the MQTT broker at {home.url} (")


async def test_a_broker_that_is_not_ready_says_so_itself(home: Home) -> None:
    """CONNACK with return code 3 (MQTT 3.1.1, section 3.2.2.3)."""
    async with answering(b"\x20\x02\x00\x03") as where:
        home.url = f"mqtt://{where}"
        said = await failure(home)
    assert said.startswith(f"the MQTT broker at {home.url} broke off (")
    assert "Server unavailable" in said


# --- TLS


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    folder = tmp_path / "authority"
    folder.mkdir()
    return Authority(folder)


@asynccontextmanager
async def encrypted(folder: Path, authority: Authority, *lines: str, host: str = "127.0.0.1") -> AsyncIterator[Home]:
    certificate, key = authority.sign("broker", host=host)
    tls = (f"cafile {authority.certificate}", f"certfile {certificate}", f"keyfile {key}")
    async with running(folder, "allow_anonymous true", *tls, *lines) as broker:
        yield Home(f"mqtts://127.0.0.1:{broker.port}")


async def test_tls_with_a_certificate_that_nobody_vouches_for(tmp_path: Path, authority: Authority) -> None:
    async with encrypted(tmp_path, authority) as home:
        said = await failure(home)
    assert said.startswith(f"the certificate of the MQTT broker at {home.url} cannot be verified (")
    assert "ca_file" in said


async def test_tls_with_a_certificate_of_another_name(tmp_path: Path, authority: Authority) -> None:
    async with encrypted(tmp_path, authority, host="broker.example") as home:
        assert "cannot be verified" in await failure(home, ca_file=authority.certificate)


async def test_tls_with_its_authority(tmp_path: Path, authority: Authority) -> None:
    async with encrypted(tmp_path, authority) as home, home.serving(ca_file=authority.certificate) as sink:
        await write(sink, one_pack())


async def test_tls_that_is_not_checked(tmp_path: Path, authority: Authority) -> None:
    async with encrypted(tmp_path, authority) as home, home.serving(verify_tls=False) as sink:
        await write(sink, one_pack())


async def test_tls_with_a_certificate_of_the_gateway(tmp_path: Path, authority: Authority) -> None:
    certificate, key = authority.sign("gateway")
    own: dict[str, Any] = {"certificate_file": certificate, "key_file": key}
    async with encrypted(tmp_path, authority, "require_certificate true") as home:
        async with home.serving(ca_file=authority.certificate, **own) as sink:
            await write(sink, one_pack())
        assert "certificate_file" in await failure(home, ca_file=authority.certificate, timeout=0.3)


async def test_tls_at_a_port_without_it(home: Home) -> None:
    home.url = home.url.replace("mqtt:", "mqtts:")
    assert home.url in await failure(home, timeout=0.3)


async def test_no_tls_at_a_port_with_it(tmp_path: Path, authority: Authority) -> None:
    async with encrypted(tmp_path, authority) as home:
        home.url = home.url.replace("mqtts:", "mqtt:")
        assert home.url in await failure(home, timeout=0.3)


async def test_a_sink_that_never_wrote_parts_without_a_word(home: Home, ear: Ear) -> None:
    sink: MqttSink = home.sink()
    await sink.close()
    await ear.until_quiet()
    assert ear.got == []
