"""Configs as users write them, and what reading them comes to."""

import tomllib

import pytest

from topbms.config import BadConfigError, Config, parse

GOOD = """
site = "home"
language = "fr"

[poll]
interval = "10s"

[history]
path = "history.db"
raw = "30d"

[[link]]
id = "usr1"
url = "socket://192.168.10.49:6126"
baud = 9600
dialect = "topbms"
[[link.pack]]
address = 1
id = "battery1"
name = "Batterie 1"
[[link.pack]]
address = 2

[domoticz]
url = "http://192.168.10.12:8080"
[domoticz.idx.battery1]
voltage = 2284
current = 2404
"""


def read(text: str) -> Config:
    """The settings of a config."""
    return parse(tomllib.loads(text))


def complaints(text: str) -> list[str]:
    """Everything that a wrong config is told."""
    with pytest.raises(BadConfigError) as caught:
        read(text)
    assert caught.value.exit_code == 2
    return [str(problem) for problem in caught.value.problems]
