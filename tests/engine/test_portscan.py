"""A port looked at from end to end: simulated packs at the pace of a real line, on a time that jumps."""

import asyncio
import tomllib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from tests.engine.jumping import LoopClock
from tests.engine.stand import ANALOG, reply, scripted
from topbms.config import parse
from topbms.config.pasting import link_section
from topbms.dialects import dialect, dialects
from topbms.dialects.topbms import request
from topbms.engine import verdicts
from topbms.engine.findings import Findings
from topbms.engine.once import opened
from topbms.engine.portscan import Asking, Listening, PortScan, Step, Walking, Way
from topbms.engine.recognition import UndecidedError
from topbms.errors import LinkError
from topbms.model.words import words
from topbms.protocol.frame import Frame
from topbms.sim.faults import Cut, ErrorCode, Fault, Mute, Slow, WrongChecksum
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp
from topbms.transport.connection import Connection

NAMES = sorted(dialects())
SHORT = Way(listen=0.1)
REPLY_VERSION = {"topbms": 0x52}
"""Of a dialect whose replies have another VER than its requests."""


def line_of(name: str, *numbers: int, faults: tuple[Fault, ...] = (), baud: int = 9600) -> SimulatedLine:
    packs = [SimulatedPack(number, seed=number) for number in numbers]
    return SimulatedLine(packs, dialect=name, speed=0, clock=LoopClock(), faults=faults, baud=baud)


async def looked(url: str, way: Way = SHORT) -> tuple[Findings, list[Step]]:
    scan = PortScan(url, "usr1", way)
    return scan.findings, [step async for step in scan.steps()]


async def found_on(line: SimulatedLine, way: Way = SHORT) -> Findings:
    async with serve_tcp(line) as port:
        found, _ = await looked(port.url, way)
    return found


def said(found: Findings, language: str = "en") -> list[str]:
    told = words(language)
    return [verdicts.verdict(found, told), *verdicts.reasons(found, told)]


@pytest.mark.parametrize("name", NAMES)
async def test_two_packs_of_any_family_at_9600_baud_take_fifteen_seconds(name: str) -> None:
    async with serve_tcp(line_of(name, 1, 2)) as port:
        begin = asyncio.get_running_loop().time()
        found, steps = await looked(port.url, Way())
        seconds = asyncio.get_running_loop().time() - begin
    assert found.spoken is not None
    assert found.spoken.dialect.name == name
    assert [reading.pack.address for reading in found.readings] == [1, 2]
    assert found.versions == [REPLY_VERSION.get(name, found.spoken.version)]
    assert seconds < 14, "starting the program takes its second, too"
    assert steps[0] == Listening(4.0)
    assert [type(step) for step in steps[-17:]] == [Walking] * 17
    assert all(isinstance(step, Asking) for step in steps[1:-17])


async def test_a_pack_that_takes_its_time_is_found_all_the_same() -> None:
    found = await found_on(line_of("pace", 1, 2, faults=(Slow(delay=0.4),)))
    assert [reading.pack.address for reading in found.readings] == [1, 2]
    assert found.misfits == []


async def test_a_dead_line_is_asked_in_every_way() -> None:
    line = line_of("topbms", 1, faults=(Mute(),))
    begin = asyncio.get_running_loop().time()
    found = await found_on(line, Way())
    assert asyncio.get_running_loop().time() - begin < 60
    assert not found.is_answered
    assert said(found)[0].startswith(f"{found.port}: nobody answers at 9600 baud.")
    assert said(found)[1:] == []
    assert link_section(words("en"), "usr1", found.port, found) == ""


async def test_a_cut_ends_it_and_what_was_found_stays() -> None:
    line = line_of("topbms", 1, 2)
    async with serve_tcp(line) as port:
        scan = PortScan(port.url, "usr1", SHORT)
        steps = scan.steps()
        while await anext(steps) != Walking(2, 16, scan.findings.readings[-1] if scan.findings.readings else None):
            pass
        line.faults.set(Cut())
        with pytest.raises(LinkError):
            await anext(steps)
    assert [reading.pack.address for reading in scan.findings.readings] == [1, 2]


SERIAL = "/dev/ttyUSB0"


class Port:
    """A serial port whose packs understand one speed only; at any other they hear nothing, or answer with noise."""

    def __init__(self, line: SimulatedLine, baud: int, noise: bytes = b"") -> None:
        self.speeds: list[int] = []
        self._line, self._baud, self._noise = line, baud, noise

    @asynccontextmanager
    async def opened(self, url: str, baud: int) -> AsyncIterator[Connection]:
        assert url == SERIAL
        self.speeds.append(baud)
        async with AsyncExitStack() as stack:
            if baud == self._baud:
                reached = (await stack.enter_async_context(serve_tcp(self._line))).url
            else:
                reached = await stack.enter_async_context(scripted(lambda _: [self._noise]))
            yield await stack.enter_async_context(opened(reached, baud))

    async def looked_at(self, way: Way = SHORT) -> Findings:
        scan = PortScan(SERIAL, "usr1", way, self.opened)
        async for _ in scan.steps():
            pass
        return scan.findings


@pytest.mark.parametrize("noise", [b"", b"\xfe\x83\x00"], ids=["silent", "noisy"])
async def test_the_speed_is_found_where_it_can_be_set(noise: bytes) -> None:
    serial = Port(line_of("seplos", 1, 2, baud=115_200), 115_200, noise)
    found = await serial.looked_at()
    assert serial.speeds == [9600, 19_200, 115_200]
    assert found.baud == 115_200
    assert said(found)[0] == f"{SERIAL}: 2 packs answer in dialect seplos."
    (link,) = parse(tomllib.loads(link_section(words("en"), "usr1", SERIAL, found))).link
    assert (link.baud, link.dialect, [pack.address for pack in link.pack]) == (115_200, "seplos", [1, 2])


async def test_a_dead_serial_port_is_tried_at_every_speed() -> None:
    serial = Port(line_of("topbms", 1, faults=(Mute(),)), 9600)
    begin = asyncio.get_running_loop().time()
    found = await serial.looked_at(Way())
    assert asyncio.get_running_loop().time() - begin < 300
    assert serial.speeds == [9600, 19_200, 115_200, 4800, 57_600]
    assert "nobody answers at 9600, 19200, 115200, 4800, 57600 baud" in said(found)[0]
    assert "a converter is set to 9600 8N1" in said(found)[0]


async def test_one_speed_is_tried_where_one_is_wanted_or_none_can_be_set() -> None:
    serial = Port(line_of("topbms", 1, baud=4800), 4800)
    assert (await serial.looked_at(Way(baud=4800, listen=0.1))).readings
    assert serial.speeds == [4800]
    assert PortScan("socket://a:1", "usr1", SHORT).findings.bauds == (9600,)
    assert len(PortScan("rfc2217://a:1", "usr1", SHORT).findings.bauds) == 5


async def test_frames_that_refuse_show_that_the_speed_is_right() -> None:
    serial = Port(line_of("topbms", 1, baud=19_200, faults=(ErrorCode(code=4),)), 19_200)
    await serial.looked_at()
    assert serial.speeds == [9600, 19_200]


WRONG_VERSION = Frame(0x24, 1, 0x46, 0x00, bytes(10))
BOTH_WAYS = request(ANALOG, 1).encode() + reply(ANALOG, 1).encode()


async def heard_by_script(answer: bytes, way: Way = SHORT) -> Findings:
    """What is found where every request gets the same answer."""
    async with scripted(lambda _: [answer]) as url:
        found, _ = await looked(url, way)
    return found


async def test_what_all_fits_is_sure() -> None:
    found = await found_on(line_of("topbms", 1, 2))
    assert said(found) == [
        f"{found.port}: 2 TopBMS packs answer.",
        (
            "How sure: sure. 4 replies, which all fit dialect topbms to the last byte, asked with VER 21, answered "
            "with VER 52; no other known dialect fits."
        ),
    ]
    assert said(found, "fr") == [
        f"{found.port}\u202f: 2 batteries TopBMS répondent.",
        (
            "Certitude\u202f: sûr. 4 réponses, qui conviennent toutes au dialecte topbms jusqu'au dernier octet, "
            "demandé avec VER 21, répondu avec VER 52\u202f; aucun autre dialecte connu ne convient."
        ),
    ]


async def test_a_dialect_that_is_named_is_measured_by_its_answers_too() -> None:
    found = await found_on(line_of("eg4", 3), Way(dialect("eg4"), listen=0.1))
    assert said(found) == [
        f"{found.port}: 1 pack answers in dialect eg4.",
        (
            "How sure: sure. 2 replies, which all fit dialect eg4 to the last byte, asked with VER 20, answered with "
            "VER 20; no other known dialect fits."
        ),
    ]


async def test_what_no_capture_has_shown_is_said_to_be_unproven() -> None:
    found = await found_on(line_of("topband", 1))
    (unproven,) = said(found)[2:]
    assert unproven.startswith("Unproven in dialect topband: alarms and states, limits")
    assert unproven.endswith(", which no captured frame has shown yet. Compare them with the pack's own display.")
    assert "prouvé dans le dialecte topband\u202f: alarmes et états, limites" in said(found, "fr")[2]


async def test_what_fits_for_the_most_part_is_fairly_sure() -> None:
    faults = (ErrorCode(code=4, pack=2, command=0x44), WrongChecksum(pack=3))
    found = await found_on(line_of("topbms", 1, 2, 3, faults=faults))
    assert [reading.pack.address for reading in found.readings] == [1, 2]
    _, grade, second, third = said(found)
    assert grade.startswith("How sure: fairly. 3 replies fit dialect topbms to the last byte, ")
    assert second.startswith("Pack 2: some of its answers could not be read: the BMS answered RTN 04")
    assert third.startswith("Pack 3 answers, but cannot be read: CHKSUM is ")
    french = said(found, "fr")
    assert french[1].startswith("Certitude\u202f: assez sûr. 3 réponses conviennent au dialecte topbms")
    assert french[3].startswith("La batterie 3 répond, mais ne peut être lue\u202f: CHKSUM")


async def test_a_bms_that_refuses_everything_is_one_of_the_family() -> None:
    found = await found_on(line_of("topbms", 1, faults=(ErrorCode(code=4),)))
    verdict, doubt = said(found)
    assert verdict == f"{found.port}: somebody answers, but no pack could be read."
    assert doubt.startswith(
        "How sure: of a BMS of this family, not of its dialect. Its frames are whole, and it refuses: "
    )
    assert "RTN 04" in doubt
    assert said(found, "fr")[1].startswith("Certitude\u202f: un BMS de cette famille, mais pas son dialecte.")


async def test_frames_of_no_known_dialect_are_of_the_family_too() -> None:
    found = await heard_by_script(WRONG_VERSION.encode())
    _, *doubts = said(found)
    assert doubts
    assert all("Something answers that fits no known dialect" in doubt for doubt in doubts)
    assert all("qui ne convient à aucun dialecte connu" in doubt for doubt in said(found, "fr")[1:])


async def test_noise_is_no_battery() -> None:
    found = await heard_by_script(b"\x00\xfe\x83")
    assert said(found)[1:] == [
        (
            "How sure: of a sound on the wire, not of a battery. What comes back is no whole frame (3 bytes came that "
            "are no frame; is the baud rate right?): is the baud rate right, are A and B swapped?"
        ),
    ]
    assert "un bruit sur la ligne" in said(found, "fr")[1]


async def test_an_echo_is_nobody() -> None:
    async with scripted(lambda data: [data]) as url:
        found, _ = await looked(url)
    verdict, echo = said(found)
    assert "nobody answers" in verdict
    assert echo == "What is sent comes back at once: the adapter echoes, or its TX and RX touch each other."
    assert said(found, "fr")[1].startswith("Ce qui est envoyé revient aussitôt")


async def test_an_answer_that_fits_two_dialects_is_undecided() -> None:
    found = Findings("a", (9600,), 9600)
    found.doubt(UndecidedError("pace, tdt"))
    assert said(found)[1].startswith("How sure: undecided. An answer fits more than one dialect: pace, tdt. ")
    assert said(found, "fr")[1].startswith("Certitude\u202f: indécis. Une réponse convient à plusieurs dialectes")


@asynccontextmanager
async def talking(words_said: bytes) -> AsyncIterator[str]:
    """A port on which another master is heard as soon as one listens."""
    writers: list[asyncio.StreamWriter] = []

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        writer.write(words_said)
        await writer.drain()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        yield f"socket://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        for writer in writers:
            writer.close()
            await writer.wait_closed()


async def test_a_master_is_listened_to_and_its_packs_are_named() -> None:
    async with talking(BOTH_WAYS) as url:
        found, steps = await looked(url)
    assert steps == [Listening(0.1)]
    assert [direction for _, direction, _ in found.frames] == ["request", "response"]
    verdict, grade = said(found)
    assert verdict.startswith(f"{url}: somebody already talks here (2 frames heard, address 1): ")
    assert grade == (
        "How sure: sure, by listening. Replies of pack 1 fit dialect topbms and no other, each to the request heard "
        "before it; listen = true on the link reads along."
    )
    assert said(found, "fr")[1].startswith("Certitude\u202f: sûr, rien qu'à l'écoute. Les réponses de la batterie 1 ")
    (link,) = parse(tomllib.loads(link_section(words("en"), "usr1", url, found))).link
    assert (link.listen, link.dialect, [pack.id for pack in link.pack]) == (True, "topbms", ["usr1-1"])


async def test_of_a_master_that_nobody_answers_no_pack_is_known() -> None:
    async with talking(request(ANALOG, 1).encode()) as url:
        found, _ = await looked(url)
    assert said(found)[1].startswith("How sure: of a master, not of its packs.")
    assert said(found, "fr")[1].startswith("Certitude\u202f: un maître, sans doute")
    assert link_section(words("en"), "usr1", url, found) == ""


async def test_where_only_replies_are_heard_it_is_said_that_listening_would_not_do() -> None:
    async with talking(reply(ANALOG, 1).encode()) as url:
        found, _ = await looked(url)
    assert said(found)[1] == (
        "How sure: of a master, not of its packs (dialect topbms). Only replies are heard here, not what is asked, and "
        "listen = true needs both."
    )
    assert "(dialecte topbms). On n'entend ici que les réponses" in said(found, "fr")[1]
    assert link_section(words("en"), "usr1", url, found) == ""


async def test_noise_before_anybody_was_asked_is_told() -> None:
    async with talking(b"\x00\xff\x00") as url:
        found, _ = await looked(url)
    assert "3 bytes were heard that are no frames" in said(found)[1]
    assert "3 octets entendus ne forment pas de trame" in said(found, "fr")[1]
