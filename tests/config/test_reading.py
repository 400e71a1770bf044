"""The config's file: where it is looked for, what is wrong with a file, what paths in it are relative to."""

import os
from pathlib import Path

import pytest

from tests.config.written import GOOD
from tests.rights import no_rights_to
from topbms.config import BadConfigError, find, load
from topbms.errors import ConfigError


def write(folder: Path, text: str | bytes = GOOD, name: str = "topbms.toml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refusal(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load(path, {})
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_named_file_is_read(tmp_path: Path) -> None:
    path = write(tmp_path)
    loaded = load(path, {"TOPBMS_CONFIG": "/nowhere"})
    assert loaded.path == path
    assert loaded.settings.site == "home"
    assert loaded.warnings == ()


def test_the_variable_names_the_file(tmp_path: Path) -> None:
    assert find(None, {"TOPBMS_CONFIG": str(tmp_path / "x.toml")}) == tmp_path / "x.toml"


def test_the_current_folder_is_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert find(None, {"TOPBMS_CONFIG": ""}) == Path("topbms.toml")


@pytest.mark.skipif(Path("/etc/topbms/topbms.toml").exists(), reason="this machine has a config of its own")
def test_no_config_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=r"no config found .*topbms\.toml, /etc/topbms/topbms\.toml.*config init"):
        find(None, {})


def test_a_place_that_may_not_be_looked_into_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the config is there cannot be told; reading it then says what to do."""
    monkeypatch.chdir(tmp_path)
    with no_rights_to(tmp_path):
        assert find(None, {}) == Path("topbms.toml")


def test_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "gone.toml"
    assert refusal(path) == f"{path} does not exist; write one with: topbms config init"


def test_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path} is not a plain file; name the config itself"


@pytest.mark.parametrize("path", ["", ".", "/"])
def test_a_history_that_would_be_a_folder(tmp_path: Path, path: str) -> None:
    config = write(tmp_path, f'[history]\npath = "{path}"')
    folder = tmp_path / path
    assert refusal(config) == f"{config}: history.path: {folder} is a folder; name a file in it"


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path)
    with no_rights_to(path):
        assert refusal(path) == f"{path}: no permission to read it; try with sudo"


def test_a_syntax_error_is_told_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, 'site = "home"\npoll = \n')
    assert refusal(path).startswith(f"{path}, line 2: not TOML: ")


def test_a_syntax_error_at_the_end(tmp_path: Path) -> None:
    path = write(tmp_path, 'site = "ho')
    assert refusal(path).startswith(f"{path}")
    assert "not TOML" in refusal(path)


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    path = write(tmp_path, 'site = "home"\nname = "Été"\n'.encode("latin-1"))
    assert refusal(path) == f"{path}, line 2: not UTF-8 text; save it as UTF-8"


def test_a_file_from_windows(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load(path, {}).settings.language == "fr"


def test_wrong_values_are_told_with_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, 'language = "fr"\nsite = 5\nx = 1')
    with pytest.raises(BadConfigError) as caught:
        load(path, {})
    assert str(caught.value).startswith(f"{path}: site must be a text in quotes, not 5 (1 more")
    assert (len(caught.value.problems), caught.value.language) == (2, "fr")


def test_paths_are_relative_to_the_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.chdir(tmp_path.parent)
    loaded = load(Path(tmp_path.name) / "topbms.toml", {})
    assert loaded.state == tmp_path
    assert loaded.settings.history.path == tmp_path / "history.db"


def test_paths_are_relative_to_the_state_folder_of_the_service(tmp_path: Path) -> None:
    text = '[domoticz]\nurl = "http://h"\nuser = "u"\npassword_file = "secret"\n'
    loaded = load(write(tmp_path, text), {"STATE_DIRECTORY": "/var/lib/topbms:/var/lib/other"})
    assert loaded.settings.history.path == Path("/var/lib/topbms/history.db")
    (_, domoticz) = next(loaded.settings.sinks())
    assert domoticz.model_dump()["password_file"] == Path("/var/lib/topbms/secret")


def test_absolute_paths_stay(tmp_path: Path) -> None:
    path = write(tmp_path, '[history]\npath = "/mnt/usb/history.db"')
    assert load(path, {"STATE_DIRECTORY": "/var/lib/topbms"}).settings.history.path == Path("/mnt/usb/history.db")


def test_a_path_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/anne")
    path = write(tmp_path, '[history]\npath = "~/history.db"')
    assert load(path, {}).settings.history.path == Path("/home/anne/history.db")


def test_a_path_at_nobodys_home(tmp_path: Path) -> None:
    path = write(tmp_path, '[history]\npath = "~nobody-of-that-name/history.db"')
    assert refusal(path) == "~nobody-of-that-name/history.db: there is no such user's folder; write the whole path"


def test_a_config_without_links_is_warned_about(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    (warning,) = load(path, {}).warnings
    assert str(warning) == f"{path}: no [[link]], so no battery is read; find yours with: topbms scan"


def test_a_config_that_is_no_plain_file_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(ConfigError, match="not a plain file"):
        load(tmp_path / "pipe.toml")


def test_a_config_that_is_nested_beyond_reason_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "deep.toml"
    path.write_text("x = " + "[" * 100_000, encoding="utf-8")
    with pytest.raises(ConfigError, match="nested too deeply"):
        load(path)
