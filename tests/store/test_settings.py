"""The section [history]."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from topbms.store.settings import Settings


def test_the_defaults_are_the_promised_ones() -> None:
    settings = Settings()
    assert settings.path == Path("history.db")
    assert (settings.raw, settings.minutes, settings.commit) == (30 * 86400, 90 * 86400, 60)


def test_durations_have_units() -> None:
    settings = Settings.model_validate({"path": "h.db", "raw": "7d", "minutes": "30d", "commit": "5min"})
    assert (settings.raw, settings.minutes, settings.commit) == (7 * 86400, 30 * 86400, 300)


@pytest.mark.parametrize(
    "section", [{"raw": 30}, {"raw": "1min"}, {"commit": "0.5s"}, {"commit": "2h"}, {"keep": "1d"}]
)
def test_what_cannot_be_meant_is_refused(section: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(section)
