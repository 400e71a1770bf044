"""`listen = true`: readings from another master's traffic, and not a byte of our own."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.foreign import bus, frames_of
from tests.engine.jumping import LoopClock
from tests.engine.polling import link_to, polling
from topbms.dialects import dialect, dialects
from topbms.dialects.memory import Topic
from topbms.engine.overhearing import Overhearing
from topbms.errors import LinkError
from topbms.protocol.capture import read_capture
from topbms.protocol.frame import STARTS, Frame
from topbms.protocol.stream import StreamDecoder
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

NAMES = sorted(dialects())
CAPTURES = Path(__file__).parent.parent / "captures"


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("name", NAMES)
async def test_readings_come_from_what_another_master_asks(name: str, named: bool) -> None:
    told: list[bytes] = []
    spoken = dialect(name) if named else None
    async with (
        bus(frames_of(name, 1) + frames_of(name, 2), told) as url,
        polling(link_to(url, listen=True), dialect=spoken) as site,
    ):
        await site.until(25)
    assert [pack.id for pack in site.link.packs] == ["usr1-1", "usr1-2"]
    assert [reading.pack.id for reading in site.readings] == ["usr1-1", "usr1-2"] * 3
    said = SimulatedPack(2, seed=2, soc=52.0).analog()
    assert site.readings[-1].values["cell_voltages"] == said.cell_voltages
    assert told == []


async def test_only_the_packs_of_the_config_are_learned() -> None:
    told: list[bytes] = []
    async with (
        bus(frames_of("topbms", 1) + frames_of("topbms", 2), told) as url,
        polling(link_to(url, 2, listen=True)) as site,
    ):
        await site.until(5)
    assert {reading.pack.id for reading in site.readings} == {"usr1-2"}
    assert site.readings[0].values["soc"] == 52.0
    assert told == []


async def test_a_silent_line_is_never_spoken_to_and_opened_anew() -> None:
    line = SimulatedLine([SimulatedPack(1, seed=1)], pace=False, speed=0, clock=LoopClock())
    async with serve_tcp(line) as port, polling(link_to(port.url, 1, listen=True), dialect=None) as site:
        await site.until(150)
        with pytest.raises(LinkError, match="usr1 only listens"):
            await site.link.inquire(1, Topic.CLOCK)
    assert not line.heard
    assert not site.readings
    assert site.link.counters.connects > 1


def group(name: str, packs: int, address: int) -> list[bytes]:
    """What a master asks all packs at once, and the captured answer with the values of so many."""
    replies = [line.parsed() for file in sorted((CAPTURES / name).glob("*.jsonl")) for line in read_capture(file)]
    reply = next(frame for frame in replies if (frame.cid2, frame.info[1:2]) == (0, bytes((packs,))))
    return [Frame(reply.version, address, reply.cid1, 0x42, b"\xff").encode(), reply.encode()]


def first_cells(info: bytes, packs: int, index: int) -> tuple[float, ...]:
    """The cells of one of several packs that are alike, V: their number stands in front of their mV."""
    at = 2 + index * (len(info) - 2) // packs
    end = at + 1 + 2 * info[at]
    return tuple(int.from_bytes(info[i : i + 2], "big") / 1000 for i in range(at + 1, end, 2))


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(("name", "packs", "address"), [("pace", 8, 1), ("pylontech", 4, 2)])
async def test_every_pack_of_a_group_is_learned(name: str, packs: int, address: int, named: bool) -> None:
    said = group(name, packs, address)
    async with (
        bus(said, []) as url,
        polling(link_to(url, listen=True), dialect=dialect(name) if named else None) as site,
    ):
        await site.until(5)
    assert [reading.pack.id for reading in site.readings] == [f"usr1-{number}" for number in range(1, packs + 1)]
    cells = [reading.values["cell_voltages"] for reading in site.readings]
    assert cells == [first_cells(_parsed(said[1]).info, packs, number) for number in range(packs)]


@pytest.mark.parametrize("name", NAMES)
def test_a_reply_counts_only_right_behind_its_request(name: str) -> None:
    request, reply, *_ = map(_parsed, frames_of(name, 1))
    other = _parsed(frames_of(name, 2)[0])
    overhearing = Overhearing()
    assert overhearing.hear(reply) == []
    assert overhearing.hear(request) == []
    assert [learned.number for learned in overhearing.hear(reply)] == [1]
    assert overhearing.hear(reply) == []
    overhearing.hear(request)
    overhearing.hear(other)
    assert overhearing.hear(reply) == []


def test_a_pack_of_a_second_group_is_learned_by_its_number() -> None:
    """Captured: a lone pack at ADR 12H, which its own reply calls 02."""
    reply, request = (line.parsed() for line in read_capture(CAPTURES / "pylontech" / "xdzn-6032.jsonl"))
    overhearing = Overhearing()
    overhearing.hear(request)
    assert [learned.number for learned in overhearing.hear(reply)] == [17]


@given(
    st.sampled_from([pair for name in NAMES for pair in pairwise(frames_of(name, 1))]),
    st.integers(0, 255),
    st.binary(max_size=3),
    st.booleans(),
)
def test_whatever_is_asked_names_packs_or_teaches_nothing(
    said: tuple[bytes, bytes], address: int, info: bytes, is_own: bool
) -> None:
    request, reply = map(_parsed, said)
    overhearing = Overhearing()
    overhearing.hear(replace(request, address=request.address if is_own else address, info=info))
    assert {learned.number for learned in overhearing.hear(reply)} <= {1}


def _parsed(text: bytes) -> Frame:
    (frame,) = StreamDecoder(STARTS).feed(text)
    assert isinstance(frame, Frame)
    return frame
