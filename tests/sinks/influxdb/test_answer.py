"""What answers mean: the words of real servers, as they were seen or as their sources have them."""

import json
from typing import Any

import pytest

from topbms.errors import RejectedError, SinkError
from topbms.sinks.influxdb.answer import Target, check, target
from topbms.sinks.influxdb.client import Reply

SHOWN = "http://db:8086/write"
AT = Target(SHOWN, "topbms", None, "sesame-7")


def reply(status: int, body: str | dict[str, Any] = "", kind: str = "application/json", location: str = "") -> Reply:
    text = body if isinstance(body, str) else json.dumps(body)
    return Reply(status, text.encode(), kind, location)


CONFLICT = 'field type conflict: input field "soc" on measurement "x" is type string, already exists as type float'
LONG = f"partial write: unable to parse 'topbms_battery {'cell=3.3,' * 200}': invalid number dropped=0"


@pytest.mark.parametrize(
    "answer",
    [
        reply(204),  # InfluxDB, VictoriaMetrics, QuestDB, Telegraf
        reply(200),  # relatives
        reply(200, "{}"),
        reply(201, "", "application/octet-stream"),
    ],
)
def test_any_2xx_is_taken(answer: Reply) -> None:
    assert check(answer, AT) == ""


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (reply(400, {"error": f"partial write: {CONFLICT} dropped=1"}), "already exists as type float"),  # InfluxDB 1
        (reply(400, {"error": "unable to parse 'm,, =': missing tag key"}), "missing tag key"),
        (reply(422, {"code": "unprocessable entity", "message": f"partial write: {CONFLICT}"}), "type conflict"),  # 2
        (reply(400, {"code": "invalid", "message": "unable to parse 'm f=': missing field value"}), "missing field"),
        (
            reply(
                400,
                {
                    "error": "partial write of line protocol occurred",
                    "data": [{"error_message": "invalid column type for column 'soc'", "original_line": "m soc=x"}],
                },
            ),
            "partial write of line protocol occurred: invalid column type for column 'soc'",
        ),  # InfluxDB 3
        (reply(400, {"error": "parsing failed for write_lp endpoint", "data": {"error_message": "No fields"}}), "No f"),
        (reply(400, {"code": "invalid", "message": "failed to parse line protocol:errors"}), "failed to"),  # QuestDB
        (reply(400, "cannot unmarshal InfluxDB line", "text/plain"), "cannot unmarshal"),
        (reply(413, {"error": "Request Entity Too Large"}), "Too Large"),
        (reply(413, "<html>413</html>", "text/html"), "413"),  # nginx
        (reply(400, {"error": LONG}), "invalid number dropped=0"),
    ],
)
def test_data_that_are_refused_for_good(answer: Reply, words: str) -> None:
    with pytest.raises(RejectedError) as caught:
        check(answer, AT)
    assert str(caught.value).startswith(f"{SHOWN} refuses the data (HTTP {answer.status}: ")
    assert words in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (reply(500, {"error": "timeout"}), "cannot take data now (HTTP 500: timeout)"),
        (reply(503), "cannot take data now (HTTP 503: -)"),
        (
            reply(429, {"code": "too many requests", "message": "slow down"}),
            "cannot take data now (HTTP 429: slow down)",
        ),
        (reply(408, "", "text/plain"), "cannot take data now (HTTP 408"),
        (reply(500, {"error": "write /data/1: no space left on device"}), "disk or the quota of http://db:8086/write"),
        (reply(507, "", "text/plain"), "cannot take data now (HTTP 507"),
        (reply(400, {"error": "partial write: no space left on device dropped=7"}), "make room there"),
        (reply(422, {"message": "storage limit exceeded"}), "make room there"),
        (reply(403, {"message": "org over quota"}), "make room there"),
        (reply(404, {"error": 'database not found: "topbms"'}), 'is there a database or bucket "topbms"'),
        (reply(404, "404 page not found\n", "text/plain"), "(HTTP 404: 404 page not found)"),
        (reply(400, {"error": "database is required"}), "does not answer like a write endpoint (HTTP 400: database is"),
        (reply(400, 'unsupported path requested: "/nowhere"', "text/plain"), "are address, path and parameters right"),
        (reply(400, "<h1>plain HTTP sent to HTTPS port</h1>", "text/html"), "is there a proxy between"),
        (reply(400, "[1, 2]"), "(HTTP 400: [1, 2])"),
        (reply(405), "does not answer like a write endpoint (HTTP 405: -)"),
        (reply(301, "", "text/html", "https://db/write"), "(HTTP 301: https://db/write)"),
        (reply(200, "<html>Welcome, guest</html>", "text/html"), "does not answer like a write endpoint (HTTP 200"),
        (reply(415, "", "text/plain"), "set gzip = false in [influxdb]"),
        (reply(404, {"message": "gzip encoding is not supported"}), "set gzip = false in [influxdb]"),  # QuestDB
    ],
)
def test_what_may_be_tried_again_is_no_rejection(answer: Reply, words: str) -> None:
    with pytest.raises(SinkError) as caught:
        check(answer, AT)
    assert not isinstance(caught.value, RejectedError)
    assert words in str(caught.value)


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(
    ("user", "secret", "words"),
    [
        (None, None, "wants a login (HTTP {status}: denied): set token, or user and password, in [influxdb]"),
        (None, "sesame-7", "refuses the token (HTTP {status}: denied): is it right, may it write to topbms"),
        ("gateway", "sesame-7", 'refuses user "gateway" (HTTP {status}: denied): check user and password'),
    ],
)
def test_a_refused_login_names_whose(status: int, user: str | None, secret: str | None, words: str) -> None:
    with pytest.raises(SinkError) as caught:
        check(reply(status, {"error": "denied"}), Target(SHOWN, "topbms", user, secret))
    assert not isinstance(caught.value, RejectedError)
    assert words.format(status=status) in str(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        reply(400, {"error": "partial write: points beyond retention policy dropped=3"}),
        reply(
            422,
            {"message": "partial write: dropped 3 points outside retention policy of duration 24h0m0s - oldest point"},
        ),
    ],
)
def test_what_a_target_drops_as_too_old_is_no_error(answer: Reply) -> None:
    assert "retention policy" in check(answer, AT)


def test_an_answer_that_repeats_the_secret_does_not_get_it_into_the_log() -> None:
    with pytest.raises(SinkError) as caught:
        check(reply(401, {"error": "no such token: sesame-7"}), AT)
    assert "no such token: …" in str(caught.value)
    assert "sesame-7" not in str(caught.value) + repr(caught.value.values)


def test_an_answer_is_one_printable_line() -> None:
    with pytest.raises(SinkError) as caught:
        check(reply(500, "first\n\tsecond\x1b[31m \x00", "text/plain"), AT)
    assert str(caught.value).isprintable()
    assert "first second" in str(caught.value)


@pytest.mark.parametrize(
    ("url", "database"),
    [
        ("http://db:8086/write?db=topbms&rp=year", "topbms"),
        ("http://db:8086/api/v2/write?org=home&bucket=my%20bucket", "my bucket"),
        ("http://db:9000/write", ""),
    ],
)
def test_the_database_is_known_from_the_address(url: str, database: str) -> None:
    assert target(url, SHOWN, None, None).database == database
