"""Parameters that were kept in a file: one line of `topbms parameters --json`."""

import json
from collections.abc import Mapping
from pathlib import Path

from topbms.cli.keeping.naming import naming
from topbms.errors import ConfigError
from topbms.model.fragment import Setting


def kept_in(path: Path) -> Mapping[str, Setting]:
    """The parameters by key; raises ConfigError for a file that is none of these."""
    with naming(path):
        text = path.read_bytes()
    try:
        found = json.loads(text)
        kept = found["parameters"]
        if kept and all(isinstance(value, float | int | str) for value in kept.values()):
            return dict(kept)
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    raise ConfigError("{path} has no parameters; write one with: topbms parameters URL --json > {path}", path=path)
