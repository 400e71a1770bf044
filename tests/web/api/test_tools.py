"""Frames explained over HTTP, ports and scans of the first run, and bodies that are too long."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.explaining.frames import ANALOG, REFUSAL, WRONG, encoded
from tests.cli.test_scan import another_master
from tests.servers.real import free_port
from tests.web.api.house import House, living
from topbms.app.scanning import Scanner
from topbms.errors import ConfigError, LinkError
from topbms.model.words import words
from topbms.protocol.frame import Frame
from topbms.sim.faults import Mute
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp
from topbms.web.api.bounds import MOST_BYTES
from topbms.web.api.door import Scan


async def test_a_frame_is_explained_from_its_first_character_to_its_last(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        (frame,) = (await house.post("/decode", {"text": ANALOG})).json["frames"]
        assert (frame["valid"], frame["dialect"], frame["direction"], frame["kind"]) == (
            True,
            "topbms",
            "response",
            "analog",
        )
        assert "".join(part["raw"] for part in frame["parts"]) == frame["frame"] + "\r"
        at = 0
        for part in frame["parts"]:
            assert part["at"] == at
            at += len(part["raw"])
        names = [part["name"] for part in frame["parts"]]
        assert names[:6] == ["SOI", "VER", "ADR", "CID1", "RTN", "LENGTH"]
        assert names[-2:] == ["CHKSUM", "EOI"]
        voltage = next(part for part in frame["parts"] if part["name"] == "Voltage")
        assert (voltage["unit"], voltage["value"]) == ("V", frame["packs"][0]["voltage"])


async def test_what_is_wrong_is_said_in_the_language_asked_for(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        text = f"noise {WRONG}\n{REFUSAL}"
        wrong, refused = (await house.post("/decode?lang=fr", {"text": text})).json["frames"]
        assert (wrong["valid"], wrong["error"], wrong["parts"]) == (False, "checksum", [])
        assert (refused["valid"], refused["error"]) == (False, "return_code")
        assert refused["message"].startswith("le BMS a répondu")
        assert [part["name"] for part in refused["parts"]] == [
            *("SOI", "VER", "ADR", "CID1", "RTN", "LENGTH", "CHKSUM", "EOI")
        ]


async def test_what_cannot_be_told_apart_is_shown_in_one_piece(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        text = encoded(Frame(0x52, 1, 0x46, 0, bytes.fromhex("0102030405")))
        (frame,) = (await house.post("/decode", {"text": text})).json["frames"]
        assert frame["error"] == "payload"
        assert [part["raw"] for part in frame["parts"] if part["name"] == "INFO"] == ["0102030405"]


async def test_a_text_without_frames_has_none_and_one_of_nothing_but_tildes_has_an_end(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        assert (await house.post("/decode", {"text": "hello"})).json["frames"] == []
        assert len((await house.post("/decode", {"text": "~" * 60_000})).json["frames"]) == 500


@pytest.mark.parametrize("content", [{}, {"text": 1}, {"text": None}, [], "text", {"text": "~" * 60_001}])
async def test_silly_bodies_are_refused(tmp_path: Path, content: Any) -> None:
    async with living(tmp_path) as house:
        answer = await house.post("/decode", content)
        assert answer.status == 422


async def test_a_body_that_is_too_long_is_refused_whether_it_says_so_or_not(tmp_path: Path) -> None:
    async def parts() -> Any:
        for _ in range(3):
            yield b"x" * 40_000

    async with living(tmp_path) as house:
        for data in (b"x" * (MOST_BYTES + 1), parts()):
            answer = await house.ask("POST", "/decode", data=data, headers={"Content-Type": "application/json"})
            assert answer.status == 413
            assert answer.headers["content-type"] == "application/problem+json"
        broken = await house.ask("POST", "/decode", data=b"{", headers={"Content-Type": "application/json"})
        assert broken.status == 422


async def test_another_method_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        answer = await house.ask("DELETE", "/packs/battery1")
        assert (answer.status, answer.headers["allow"]) == (405, "GET")
        assert answer.headers["content-type"] == "application/problem+json"


async def test_ports_are_listed(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        found = (await house.get("/setup/ports")).json["ports"]
        assert all(set(port) == {"path", "name", "note"} for port in found)


async def scanned(house: House, content: Any) -> list[tuple[str, Any]]:
    """The steps of a scan: what each is called, and says."""
    answer = await house.post("/setup/scan", content)
    assert answer.headers["content-type"].startswith("text/event-stream")
    blocks = [block.split("\n") for block in answer.body.decode().split("\n\n") if block]
    return [(event.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for event, data in blocks]


async def test_a_scan_tells_how_far_it_is_and_what_to_put_into_the_config(tmp_path: Path) -> None:
    line = SimulatedLine([SimulatedPack(1, seed=1), SimulatedPack(2, seed=2)], pace=False, speed=0)
    async with living(tmp_path) as house, serve_tcp(line) as other:
        steps = await scanned(house, {"url": other.url, "baud": 115_200})
        assert [name for name, _ in steps] == ["progress"] * (len(steps) - 1) + ["result"]
        done = [step["done"] for name, step in steps if name == "progress"]
        assert done == sorted(done)
        assert done[-1] == steps[0][1]["of"] == 17
        result = steps[-1][1]
        assert result["verdict"].startswith(f"{other.url}: 2 TopBMS packs answer.\nHow sure: sure. 4 replies, ")
        assert 'id = "link1"' in result["config"]
        assert result["config"].count("[[link.pack]]") == len(result["packs"]) == 2
        assert result["busy"] is False


async def test_a_port_that_is_polled_or_cannot_be_is_left_alone(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        polled = await house.post("/setup/scan", {"url": house.gateway.links[0].url})
        assert polled.status == 409
        for url in ("nonsense", "/dev/null", "/etc/passwd", "socket://127.0.0.1", "file:///etc/passwd"):
            answer = await house.post("/setup/scan", {"url": url})
            assert (answer.status, answer.json["title"]) == (422, "Unprocessable Entity")
        assert (await house.post("/setup/scan", {"url": "socket://a:1", "baud": 1})).status == 422


async def last_of(steps: AsyncIterator[Any]) -> Any:
    *_, last = [step async for step in steps]
    return last


async def test_a_line_with_another_master_is_left_alone_unless_it_is_forced() -> None:
    line = SimulatedLine([SimulatedPack(1, seed=1)], pace=False, speed=0)
    scanner = Scanner(tuple, listen_for=0.3)
    async with serve_tcp(line) as other:
        with another_master(other.url):
            found = await last_of(await scanner.scan(Scan(other.url, 115_200), words("en")))
            forced = await last_of(await scanner.scan(Scan(other.url, 115_200, force=True), words("en")))
    assert (found["busy"], found["packs"], found["config"]) == (True, [], "")
    assert "somebody already talks here" in found["verdict"]
    assert forced["busy"] is False


async def test_ports_that_must_be_left_alone_are_refused_before_anything_is_opened() -> None:
    scanner = Scanner(lambda: [("link1", "socket://127.0.0.1:1")])
    with pytest.raises(LinkError, match="already"):
        await scanner.scan(Scan("socket://localhost:1"), words("en"))
    with pytest.raises(ConfigError):
        await scanner.scan(Scan("/dev/full"), words("en"))


async def test_one_scan_at_a_time() -> None:
    line = SimulatedLine([SimulatedPack(1, seed=1)], pace=False, speed=0, faults=(Mute(),))
    async with serve_tcp(line) as other:
        scanner = Scanner(tuple, listen_for=0.01)
        steps = await scanner.scan(Scan(other.url, 921_600), words("en"))
        await anext(steps)
        with pytest.raises(LinkError, match="another scan"):
            await scanner.scan(Scan("socket://127.0.0.1:2"), words("en"))
        found = await last_of(steps)
    assert "nobody answers" in found["verdict"]
    assert found["config"] == ""


async def test_a_port_that_cannot_be_opened_has_a_verdict() -> None:
    scanner = Scanner(tuple, listen_for=0.01)
    found = await last_of(await scanner.scan(Scan(f"socket://127.0.0.1:{free_port()}"), words("fr")))
    assert "refuse la connexion" in found["verdict"]
    assert found["packs"] == []
