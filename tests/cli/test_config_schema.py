"""`topbms config schema`: the JSON Schema on standard output."""

import json

from tests.cli.verbs import Typed
from topbms.config import schema


def test_the_schema_is_printed() -> None:
    typed = Typed("config", "schema")
    assert (typed.code, typed.stderr) == (0, "")
    assert json.loads(typed.stdout) == schema()
