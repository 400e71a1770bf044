"""The table of the series for Prometheus. Knows their names and what they mean, no value."""

from collections.abc import Iterable

from scripts.pages.markdown import code, table
from topbms.web import series
from topbms.web.series import Series

_HEADER = ("name", "type", "labels", "meaning")


def gateway() -> str:
    """What is told of the gateway, its packs, links, targets and history."""
    return _table(series.FIXED)


def quantities() -> str:
    """A row a quantity of a pack."""
    return _table(measured.series for measured in series.of_packs().values())


def _table(rows: Iterable[Series]) -> str:
    return table(_HEADER, [[code(one.name), one.kind, ", ".join(one.labels), one.help] for one in rows])
