"""Requests, to the letter; and what a target that is away, strange or full costs: a line in words, and no record."""

import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers.domoticz.certificate import make_certificate
from tests.servers.endpoint import Answer, Endpoint
from tests.servers.real import free_port
from tests.sinks.influxdb.samples import events, full_reading, lines, reading, sink, site
from topbms.errors import ConfigError, RejectedError, SinkError
from topbms.sinks import RecordSink
from topbms.sinks.influxdb import Settings, build

GOLDEN = Path(__file__).parents[2] / "golden" / "influxdb"
REQUESTS = json.loads((GOLDEN / "requests.json").read_text(encoding="utf-8"))


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    async with Endpoint() as one:
        yield one


@pytest.mark.parametrize("one", REQUESTS, ids=[one["product"] for one in REQUESTS])
async def test_the_request_of_each_product(endpoint: Endpoint, one: dict[str, Any]) -> None:
    settings = dict(one["settings"])
    target = sink(endpoint.url + settings.pop("path"), **settings)
    await target.write([full_reading(), *events()])
    await target.close()
    (received,) = endpoint.received
    assert received.method == "POST"
    for name, value in one["request"].items():
        assert (received.target if name == "target" else received.headers.get(name)) == value
    assert received.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert received.headers["User-Agent"] == "topbms/0.2.0"
    assert received.lines.splitlines() == lines(full_reading(), *events())


async def test_one_connection_serves_every_request(endpoint: Endpoint) -> None:
    target = sink(f"{endpoint.url}/write")
    for _ in range(4):
        await target.write([reading()])
    await target.close()
    assert (len(endpoint.received), endpoint.connections) == (4, 1)


async def test_records_without_a_line_cost_no_request(endpoint: Endpoint) -> None:
    target = sink(f"{endpoint.url}/write")
    await target.write([reading({})])
    await target.close()
    assert endpoint.received == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(500, '{"error":"no space left on device"}'), "is full (HTTP 500: no space left on device): make room"),
        (Answer(400, '{"error":"partial write: no space left on device dropped=9"}'), "is full (HTTP 400: partial"),
        (Answer(503, "try later", "text/plain"), "cannot take data now (HTTP 503: try later)"),
    ],
    ids=["a 5xx", "a 4xx", "busy"],
)
async def test_the_disk_of_the_target_is_full(endpoint: Endpoint, answer: Answer, words: str) -> None:
    target = sink(f"{endpoint.url}/write?db=topbms")
    endpoint.answers.append(answer)
    with pytest.raises(SinkError) as caught:
        await target.write([reading()])
    assert not isinstance(caught.value, RejectedError)
    assert words in str(caught.value)
    await target.write([reading()])  # there is room again
    await target.close()


async def test_a_batch_that_is_too_large_is_to_be_halved(endpoint: Endpoint) -> None:
    target = sink(f"{endpoint.url}/write")
    endpoint.answers.append(Answer(413, "too large", "text/plain"))
    with pytest.raises(RejectedError, match="refuses the data"):
        await target.write([reading()])
    await target.close()


async def test_a_certificate_that_is_not_trusted() -> None:
    context, _ = await make_certificate()
    async with Endpoint(context) as endpoint:
        target = sink(f"{endpoint.url}/write")
        with pytest.raises(SinkError, match=r"the certificate of https://127\.0\.0\.1:\d+/write cannot be verified"):
            await target.write([reading()])
        await target.close()
        assert endpoint.received == []
        trusting = sink(f"{endpoint.url}/write", verify_tls=False)
        await trusting.write([reading()])
        await trusting.close()
        assert endpoint.lines == lines(reading())


async def test_a_target_that_is_away() -> None:
    target = sink(f"http://127.0.0.1:{free_port()}/write?db=topbms")
    with pytest.raises(SinkError, match=r"/write cannot be reached \(Connection refused\): is it running"):
        await target.write([reading()])
    await target.close()


async def test_a_name_that_nobody_has() -> None:
    target = sink("http://topbms.invalid:8086/write")
    with pytest.raises(SinkError, match=r"topbms\.invalid:8086/write cannot be reached \("):
        await target.write([reading()])
    await target.close()


async def test_a_plain_port_asked_for_tls(endpoint: Endpoint) -> None:
    target = sink(f"{endpoint.url.replace('http', 'https')}/write")
    with pytest.raises(SinkError, match="cannot be reached") as caught:
        await target.write([reading()])
    await target.close()
    assert "\n" not in str(caught.value)


async def test_an_answer_that_takes_too_long(endpoint: Endpoint) -> None:
    endpoint.silent = True
    target = sink(f"{endpoint.url}/write", timeout=0.1)
    with pytest.raises(SinkError, match=r"did not answer within 0\.1 s: .* A longer timeout"):
        await target.write([reading()])
    await target.close()


async def test_a_redirect_is_not_followed_into_the_void(endpoint: Endpoint) -> None:
    endpoint.answers.append(Answer(301, "moved", headers={"Location": "https://elsewhere/write"}))
    target = sink(f"{endpoint.url}/write")
    with pytest.raises(SinkError, match=r"HTTP 301: https://elsewhere/write"):
        await target.write([reading()])
    await target.close()
    assert len(endpoint.received) == 1


async def test_a_guest_network_s_page_takes_no_record(endpoint: Endpoint) -> None:
    endpoint.answers.append(Answer(200, "<html>Welcome</html>", "text/html"))
    target = sink(f"{endpoint.url}/write")
    with pytest.raises(SinkError, match="does not answer like a write endpoint"):
        await target.write([reading()])
    await target.close()


async def test_no_error_tells_the_secret_or_the_parameters(endpoint: Endpoint) -> None:
    endpoint.answers.append(Answer(401, '{"error":"bad token sesame-7"}'))
    target = sink(f"{endpoint.url}/write?db=topbms", token="sesame-7")
    with pytest.raises(SinkError) as caught:
        await target.write([reading()])
    await target.close()
    assert str(caught.value).startswith(f"{endpoint.url}/write refuses the token (HTTP 401: bad token …)")


async def test_what_the_target_drops_as_too_old_is_told_once(
    endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    old = Answer(400, '{"error":"partial write: points beyond retention policy dropped=1"}')
    target = sink(f"{endpoint.url}/write?db=topbms")
    for answer in (old, old, Answer(), old):
        endpoint.answers.append(answer)
        await target.write([reading()])
    await target.close()
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(told) == 2
    assert "keeps no data so old, and has left some out: partial write: points beyond" in told[0]


async def test_closing_twice_is_fine_and_a_later_write_opens_again(endpoint: Endpoint) -> None:
    target = sink(f"{endpoint.url}/write")
    await target.close()
    await target.write([reading()])
    await target.close()
    await target.close()
    await target.write([reading()])
    await target.close()
    assert endpoint.connections == 2


def test_build_is_what_the_app_calls() -> None:
    settings = Settings(url="http://db:8086/write", interval=30.0, batch=100, backfill=0.0)
    (made,) = build(settings, site())
    assert isinstance(made, RecordSink)
    assert (made.name, made.interval, made.batch, made.backfill) == ("influxdb", 30.0, 100, 0.0)


def test_build_refuses_a_token_file_that_is_not_there(tmp_path: Path) -> None:
    settings = Settings(url="http://db:8086/write", token_file=tmp_path / "none")
    with pytest.raises(ConfigError, match=r"influxdb\.token_file"):
        build(settings, site())
