"""The config: one TOML file into typed settings, or one line a fault that names the value that is wrong.

Every part keeps its own section; this one joins them. Knows TOML, pydantic and all sections; opens no port.
"""

from topbms.config.parsing import BadConfigError, parse
from topbms.config.reading import Loaded, find, load
from topbms.config.schema import schema
from topbms.config.sections import Config, model, pack_id, sink_names

__all__ = [
    "BadConfigError",
    "Config",
    "Loaded",
    "find",
    "load",
    "model",
    "pack_id",
    "parse",
    "schema",
    "sink_names",
]
