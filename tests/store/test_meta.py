"""Single facts about the history."""

from pathlib import Path

import pytest

from topbms.store.database import connect
from topbms.store.meta import Meta
from topbms.store.migrations import prepare


@pytest.mark.parametrize(("before", "after", "kept"), [(0, 7, 7), (7, 3, 7), (7, 9, 9)])
def test_a_mark_is_only_ever_raised(tmp_path: Path, before: int, after: int, kept: int) -> None:
    prepare(tmp_path / "history.db", lambda: None)
    connection = connect(tmp_path / "history.db")
    meta = Meta(connection)
    assert meta.number("mark") == 0
    meta.raise_to("mark", before)
    meta.raise_to("mark", after)
    assert meta.number("mark") == kept
    connection.close()
