from typing import Any

import pytest
from pydantic import ValidationError

from topbms.engine.settings import LinkSettings, PackSettings, PollSettings


def test_what_a_config_need_not_say() -> None:
    poll = PollSettings()
    assert (poll.interval, poll.deadline, poll.retries, poll.spacing) == (10.0, 0.5, 2, "auto")
    link = LinkSettings(id="usr1", url="socket://192.168.10.49:6126")
    assert (link.baud, link.dialect, link.version, link.packs, link.pack) == (9600, "auto", None, None, ())
    pack = PackSettings(address=1)
    assert (pack.id, pack.name, pack.invert_current, pack.current_factor) == (None, None, False, 1.0)


@pytest.mark.parametrize(("text", "seconds"), [("10s", 10.0), ("500ms", 0.5), ("1.5min", 90.0)])
def test_durations_have_a_unit(text: str, seconds: float) -> None:
    assert PollSettings.model_validate({"interval": text}).interval == seconds


def test_a_pause_is_learnt_or_given() -> None:
    assert PollSettings.model_validate({"spacing": "auto"}).spacing == "auto"
    assert PollSettings.model_validate({"spacing": "0ms"}).spacing == 0.0


@pytest.mark.parametrize(
    "settings",
    [
        {"interval": "0s"},
        {"deadline": "1ms"},
        {"retries": -1},
        {"spacing": "never"},
        {"intervall": "10s"},
    ],
)
def test_polling_that_cannot_work_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PollSettings.model_validate(settings)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"address": 0},
        {"address": 129},
        {"address": 1, "id": "battery 1"},
        {"address": 1, "id": ""},
        {"address": 1, "current_factor": 0},
        {"address": 1, "name": "x" * 61},
    ],
)
def test_a_pack_that_cannot_be_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PackSettings.model_validate(settings)


@pytest.mark.parametrize(
    "settings", [{"id": "usr/1"}, {"baud": 9}, {"version": "99"}, {"packs": "all"}, {"parity": "even"}]
)
def test_a_link_that_cannot_be_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        LinkSettings.model_validate({"id": "usr1", "url": "/dev/ttyUSB0"} | settings)
