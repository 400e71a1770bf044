"""The config's JSON Schema, for editors: what can be written in the file, as it is written there."""

import json
import re
from typing import Any, TypeAlias

from topbms.config.sections import model
from topbms.settings import duration

Node: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_MODULE = re.compile(r"topbms__(?:sinks__)?([a-z]+)\w*__Settings")


def schema() -> Node:
    """JSON Schema (draft 2020-12) of the whole config."""
    named: Node = json.loads(_MODULE.sub(_section_name, json.dumps(model().model_json_schema())))
    return {"$schema": DIALECT, **_tidy(named)}


def _section_name(module: re.Match[str]) -> str:
    """Sections that are all called Settings in their modules, by the module: DomoticzSettings."""
    return f"{module[1].capitalize()}Settings"


def _tidy(node: Node) -> Node:
    """A node and all below it, cured of what no TOML file can hold: null, and durations that are numbers."""
    tidied = {key: _below(value) for key, value in node.items()}
    return _as_written(_without_null(tidied))


def _below(value: object) -> object:
    if isinstance(value, dict):
        return _tidy(value)
    return [_below(item) for item in value] if isinstance(value, list) else value


def _without_null(node: Node) -> Node:
    """A setting that may be left out has no value null in TOML; a default section says nothing of its own."""
    if isinstance(node.get("default", ""), dict | None):
        node = {key: value for key, value in node.items() if key != "default"}
    choices = [choice for choice in node.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        node = {key: value for key, value in node.items() if key != "anyOf"} | choices[0]
    elif choices:
        node = {**node, "anyOf": choices}
    return node


def _as_written(node: Node) -> Node:
    """Durations with their unit; their bounds are numbers, which say nothing about a text."""
    if node.get("type") != "string":
        return node
    written = {key: value for key, value in node.items() if key not in {"minimum", "maximum"}}
    if isinstance(node.get("default"), float):
        written["default"] = duration(node["default"])
    return written
