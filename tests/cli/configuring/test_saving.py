"""Writing a config: never over one that is there, unless asked to; readable by those who need it."""

import os
from pathlib import Path

import pytest

from tests.rights import no_rights_to
from topbms.cli.configuring.saving import is_there, save
from topbms.errors import ConfigError


def refusal(path: Path, *, replace: bool = False) -> str:
    with pytest.raises(ConfigError) as caught:
        save(path, "new", replace=replace)
    return str(caught.value)


def test_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "topbms.toml"
    assert not is_there(path)
    save(path, "name = 'été'\n")
    assert is_there(path)
    assert path.read_bytes() == "name = 'été'\n".encode()
    assert path.stat().st_mode & 0o777 == (0o640 if os.geteuid() == 0 else 0o600)


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "topbms.toml"
    path.write_text("old", encoding="utf-8")
    assert refusal(path) == f"{path} exists already and is left as it is"
    assert path.read_text(encoding="utf-8") == "old"


def test_a_file_that_is_to_be_replaced_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "topbms.toml"
    path.write_text("old and long", encoding="utf-8")
    path.chmod(0o660)
    save(path, "new", replace=True)
    assert path.read_text(encoding="utf-8") == "new"
    assert path.stat().st_mode & 0o777 == 0o660


def test_a_link_that_leads_nowhere_is_there(tmp_path: Path) -> None:
    path = tmp_path / "topbms.toml"
    path.symlink_to("gone")
    assert is_there(path)


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    folder = tmp_path / "etc" / "topbms"
    assert refusal(folder / "topbms.toml") == f"{folder} does not exist; make it with: mkdir -p {folder}"


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    path = tmp_path / "topbms.toml"
    with no_rights_to(tmp_path):
        assert refusal(path) == f"{path}: no permission to write it; try with sudo"
        assert not is_there(path)


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    assert refusal(tmp_path, replace=True) == f"{tmp_path} cannot be written: Is a directory"


def test_a_full_disk() -> None:
    assert refusal(Path("/dev/full"), replace=True) == "/dev/full cannot be written: No space left on device"
