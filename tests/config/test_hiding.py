"""Every secret of a config is found, wherever it stands, and hidden in any text."""

from pathlib import Path

import pytest

from topbms.config import parse
from topbms.config.hiding import Mask, secrets
from topbms.web.safe.password import kept

PASSWORD, IN_URL, TOKEN = "hush, hush!", "s%C3%A9same", "tok-0123456789"


def test_all_of_a_config(tmp_path: Path) -> None:
    (tmp_path / "influx").write_text(f"{TOKEN}\nnot this\n", encoding="utf-8")
    line = str(kept("a password"))
    config = parse(
        {
            "link": [
                {"id": "a", "url": f"rfc2217://me:{IN_URL}@host:1"},
                {"id": "b", "url": "esphome://host/?key=bm9pc2Utbm9pc2U%3D&port_name=uart"},
            ],
            "mqtt": {"url": "mqtt://127.0.0.1", "user": "u", "password": PASSWORD},
            "influxdb": {"url": "http://127.0.0.1/write?db=d", "token_file": str(tmp_path / "influx")},
            "web": {"password_hash": line, "token": [{"name": "n", "hash": "sha256:" + "ab" * 32}]},
        }
    )
    found = set(secrets(config))
    assert found == {PASSWORD, IN_URL, "sésame", "bm9pc2Utbm9pc2U=", TOKEN, line, "sha256:" + "ab" * 32}


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    config = parse({"mqtt": {"url": "mqtt://127.0.0.1", "user": "u", "password_file": str(tmp_path / "none")}})
    assert list(secrets(config)) == []


def test_what_is_no_url_has_no_login() -> None:
    pack = {"address": 1, "name": "http://[oops"}
    config = parse({"web": {"framed_by": ["http://[::1]:80"]}, "link": [{"id": "a", "url": "/dev/a", "pack": [pack]}]})
    assert list(secrets(config)) == []


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("login with hush, hush! failed", "login with ••• failed"),
        ("/?p=hush%2C%20hush%21", "/?p=•••"),
        ("hush, hush! and more; hush", "••• and more; •••"),
        ("nothing of the kind", "nothing of the kind"),
    ],
)
def test_a_text_without_them(text: str, masked: str) -> None:
    assert Mask([PASSWORD, "hush", "a"])(text) == masked


def test_nothing_to_hide() -> None:
    assert Mask([])("text") == "text"
