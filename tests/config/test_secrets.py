"""Secrets: from the file, from a file of their own, from the environment; never where everybody can read them."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from topbms.config import Loaded, load
from topbms.config.secrets import secret_keys
from topbms.errors import ConfigError
from topbms.sinks.domoticz.settings import Settings

DOMOTICZ = '[[link]]\nid = "usr1"\nurl = "socket://h:1"\n[domoticz]\nurl = "http://h"\nuser = "gateway"\n'


def loaded(folder: Path, text: str, password: str | None = None, mode: int = 0o600) -> Loaded:
    environment = {} if password is None else {"TOPBMS_DOMOTICZ_PASSWORD": password}
    path = folder / "topbms.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return load(path, environment)


def credentials(found: Loaded) -> tuple[str, str] | None:
    section = dict(found.settings.sinks())["domoticz"]
    assert isinstance(section, Settings)
    return section.credentials()


def test_a_secret_is_known_by_its_type() -> None:
    assert secret_keys(Settings) == ("password",)


def test_a_password_in_the_config(tmp_path: Path) -> None:
    found = loaded(tmp_path, DOMOTICZ + 'password = "hush"\n')
    assert credentials(found) == ("gateway", "hush")
    assert "hush" not in repr(found)


def test_a_password_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush\nand more\n", encoding="utf-8")
    assert credentials(loaded(tmp_path, DOMOTICZ + 'password_file = "secret"\n')) == ("gateway", "hush")


def test_a_password_in_the_environment(tmp_path: Path) -> None:
    assert credentials(loaded(tmp_path, DOMOTICZ, "hush")) == ("gateway", "hush")


@pytest.mark.parametrize("own", ['password = "other"\n', 'password_file = "other"\n'])
def test_the_environment_wins(tmp_path: Path, own: str) -> None:
    assert credentials(loaded(tmp_path, DOMOTICZ + own, "hush")) == ("gateway", "hush")


def test_an_empty_variable_is_none(tmp_path: Path) -> None:
    assert credentials(loaded(tmp_path, DOMOTICZ + 'password = "hush"\n', "")) == ("gateway", "hush")


def test_the_environment_makes_no_section(tmp_path: Path) -> None:
    assert list(loaded(tmp_path, "", "hush").settings.sinks()) == []


def test_a_section_that_is_none_is_told_all_the_same(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="domoticz must be a table, not 5"):
        loaded(tmp_path, "domoticz = 5", "hush")


def test_a_secret_that_everybody_may_read_is_warned_about(tmp_path: Path) -> None:
    found = loaded(tmp_path, DOMOTICZ + 'password = "hush"\n', mode=0o644)
    (warning,) = found.warnings
    path = tmp_path / "topbms.toml"
    assert str(warning) == f"{path} holds a secret and everybody may read it; try: chmod o-r {path}"


@pytest.mark.parametrize(
    ("own", "mode"),
    [('password = "hush"\n', 0o640), ('password_file = "secret"\n', 0o644)],
)
def test_no_warning_without_need(tmp_path: Path, own: str, mode: int) -> None:
    assert loaded(tmp_path, DOMOTICZ + own, mode=mode).warnings == ()


def test_a_secret_of_the_environment_is_not_the_files(tmp_path: Path) -> None:
    assert loaded(tmp_path, DOMOTICZ, "hush", mode=0o644).warnings == ()


def test_an_error_does_not_carry_the_secret(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, DOMOTICZ + 'password = "hush"\nlogin = 5\n')
    error: BaseException | None = caught.value
    while error is not None:
        assert "hush" not in str(error)
        error = error.__cause__


def test_the_type_of_a_secret_hides_it() -> None:
    assert "hush" not in repr(SecretStr("hush"))
