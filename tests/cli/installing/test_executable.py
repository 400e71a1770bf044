"""Where the program is, and whether a service could run it there."""

import os
import sys
from pathlib import Path

import pytest

from topbms.cli.installing.executable import checked, own_path
from topbms.errors import ConfigError


def script(root: Path, path: str, first: bytes = b"#!/usr/bin/python3") -> Path:
    place = root / path.lstrip("/")
    place.parent.mkdir(parents=True)
    place.write_bytes(first + b"\nprint()\n")
    return Path(path)


@pytest.mark.parametrize("folder", ["/home/max", "/root/.local/bin", "/run/user/1000", "/tmp/try", "/var/tmp"])  # noqa: S108
def test_a_folder_that_services_do_not_see_is_refused(tmp_path: Path, folder: str) -> None:
    program = script(tmp_path, f"{folder}/topbms")
    with pytest.raises(ConfigError, match=f"{program}.*/opt/topbms"):
        checked(program, tmp_path)


@pytest.mark.parametrize("path", ["/opt/topbms/bin/topbms", "/usr/local/bin/topbms", "/homes/bin/topbms"])
def test_other_folders_are_taken(tmp_path: Path, path: str) -> None:
    program = script(tmp_path, path)
    assert checked(program, tmp_path) == program


def test_the_interpreter_too_must_be_seen(tmp_path: Path) -> None:
    program = script(tmp_path, "/opt/topbms/bin/topbms", b"#!/root/.local/python/bin/python3 -I")
    with pytest.raises(ConfigError, match=r"/root/\.local/python"):
        checked(program, tmp_path)


def test_the_interpreter_is_followed_to_where_it_is(tmp_path: Path) -> None:
    link = tmp_path / "python"  # the folder of tests is itself one that services do not see, or leads there
    link.symlink_to("/home/max/python3")
    program = script(tmp_path, "/opt/topbms/bin/topbms", b"#!" + bytes(link))
    with pytest.raises(ConfigError, match="hidden"):
        checked(program, tmp_path)


def test_a_binary_has_no_interpreter(tmp_path: Path) -> None:
    program = script(tmp_path, "/opt/topbms/bin/topbms", b"\x7fELF")
    assert checked(program, tmp_path) == program


@pytest.mark.parametrize("folder", ["/opt/top bms", "/opt/100%", '/opt/"q"', "/opt/$x", "/opt/batt\u00e9rie"])
def test_a_path_that_a_unit_would_have_to_quote_is_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(ConfigError, match="blanks"):
        checked(script(tmp_path, f"{folder}/topbms"), tmp_path)


def test_the_path_it_was_started_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = script(tmp_path, "/venv/bin/topbms")
    place = tmp_path / "venv/bin/topbms"
    link = tmp_path / "topbms"
    link.symlink_to(place)
    monkeypatch.setattr(sys, "argv", [str(link)])
    assert own_path() == place.resolve()
    assert real.name == "topbms"


def test_the_neighbour_of_the_interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path, "/venv/bin/topbms")
    monkeypatch.setattr(sys, "argv", ["-c"])
    monkeypatch.setattr(sys, "executable", str(tmp_path / "venv/bin/python"))
    assert own_path() == (tmp_path / "venv/bin/topbms").resolve()


def test_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["-c"])
    monkeypatch.setattr(sys, "executable", os.fspath(tmp_path / "python"))
    with pytest.raises(ConfigError, match="/opt/topbms/bin/topbms"):
        own_path()
