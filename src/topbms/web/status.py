"""The status of a gateway: one moment of it, and the JSON document that brings it to another process and back.

Knows the model; no socket. What a document lacks or has too much is another release's: its `format` says so first.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, cast

from topbms.errors import TopbmsError
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.model.fragment import Product
from topbms.model.health import Health, HistoryHealth, LinkHealth, SinkHealth
from topbms.model.reading import BankReading, Pack, PackReading, PackState, Reported, Snapshot
from topbms.model.words import Words
from topbms.web.view import age, problems

FORMAT = 1
"""Of the document; raised when an older reader could not read it any more."""


@dataclass(frozen=True, slots=True)
class Status:
    """A gateway at one moment; its parts as in View, `process` the number of its process."""

    site: str
    gateway: str
    process: int
    snapshot: Snapshot
    health: Health
    ports: Mapping[str, str]
    overdue: Mapping[str, float]


def document(status: Status, words: Words) -> str:
    """One line of JSON; what is not known is null. Problems are told in the language of `words`."""
    health, snapshot = _fields(status.health, "sequence", "links"), status.snapshot
    content: dict[str, object] = {
        "format": FORMAT,
        "site": status.site,
        "gateway": status.gateway,
        "process": status.process,
        **health,
        "links": [{"url": status.ports.get(link.id, ""), **_fields(link)} for link in status.health.links],
        "packs": [_written(state, status.health) for state in snapshot.packs],
        "bank": snapshot.bank,
        "overdue": status.overdue,
        "problems": problems(snapshot, status.health, words),
    }
    return json.dumps(content, allow_nan=False, default=_plain)


def status_of(text: str | bytes) -> Status:
    """The status that a document brings; TopbmsError for what no gateway of this release writes."""
    try:
        content = json.loads(text)
        found = content["format"]
        if found == FORMAT:
            return _status(content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TopbmsError("what answered is no gateway of this version of topbms; restart the gateway") from error
    raise TopbmsError(
        "the running gateway is of another version of topbms ({version}); restart it", version=content.get("version")
    )


def _written(state: PackState, health: Health) -> dict[str, object]:
    reading = None if state.reading is None else _fields(state.reading, "pack")
    moment = {"stale": state.stale, "since": state.since, "age": age(state, health)}
    return {**_fields(state.pack), **moment, "reading": reading}


def _plain(value: object) -> object:
    """What JSON knows no words for."""
    if isinstance(value, bytes):
        return value.hex()
    return _fields(value) if is_dataclass(value) else dict(cast("Mapping[str, object]", value))


def _fields(of: Any, *but: str) -> dict[str, object]:  # noqa: ANN401 - any dataclass
    return {each.name: getattr(of, each.name) for each in fields(of) if each.name not in but}


def _status(content: dict[str, Any]) -> Status:
    bank = content["bank"]
    return Status(
        site=content["site"],
        gateway=content["gateway"],
        process=content["process"],
        snapshot=Snapshot(
            tuple(_state(pack) for pack in content["packs"]),
            BankReading(
                at=bank["at"],
                values=_values(bank["values"]),
                present=tuple(bank["present"]),
                missing=tuple(bank["missing"]),
                alarms=tuple((pack, _alarm(alarm)) for pack, alarm in bank["alarms"]),
            ),
        ),
        health=_health(content),
        ports={link["id"]: link["url"] for link in content["links"]},
        overdue=content["overdue"],
    )


def _health(content: dict[str, Any]) -> Health:
    links = [{key: value for key, value in link.items() if key != "url"} for link in content["links"]]
    plain = ("at", "monotonic", "version", "config", "uptime", "fresh", "silent", "clock_offset")
    return Health(
        sequence=0,
        **{key: content[key] for key in plain},
        history=HistoryHealth(**content["history"]),
        links=tuple(LinkHealth(**link) for link in links),
        sinks=tuple(SinkHealth(**sink) for sink in content["sinks"]),
    )


def _state(content: dict[str, Any]) -> PackState:
    pack = Pack(content["id"], content["name"], content["link"], content["address"])
    reading = content["reading"]
    return PackState(pack, None if reading is None else _reading(pack, reading), content["stale"], content["since"])


def _reading(pack: Pack, content: dict[str, Any]) -> PackReading:
    alarms, product, balancing = content["alarms"], content["product"], content["balancing"]
    changed = {
        "values": _values(content["values"]),
        "balancing": None if balancing is None else tuple(balancing),
        "alarms": None if alarms is None else _report(alarms),
        "product": None if product is None else Product(**_with_bytes(product)),
        "held": tuple(content["held"]),
    }
    return PackReading(pack, **{**_with_bytes(content), **changed})


def _report(content: dict[str, Any]) -> AlarmReport:
    changed = {
        "alarms": tuple(_alarm(alarm) for alarm in content["alarms"]),
        "cell_limits": tuple(content["cell_limits"]),
        "temperature_limits": tuple(content["temperature_limits"]),
    }
    return AlarmReport(**{**_with_bytes(content), **changed})


def _alarm(content: dict[str, Any]) -> Alarm:
    return Alarm(content["code"], Level(content["level"]), content["cell"])


def _values(content: dict[str, Any]) -> dict[str, Reported]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in content.items()}


def _with_bytes(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "extra": bytes.fromhex(content["extra"])}
