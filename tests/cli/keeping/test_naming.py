"""Faults of files in words."""

import errno
from pathlib import Path

import pytest

from topbms.cli.keeping.naming import naming
from topbms.errors import ConfigError, TopbmsError


def test_what_may_not_be_used_is_the_users_to_cure() -> None:
    with pytest.raises(ConfigError, match=r"^/x: no permission; try with sudo$") as caught, naming(Path("/x")):
        raise PermissionError(13, "Permission denied")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("number", "told", "code"),
    [
        (errno.ENOENT, "/x does not exist; is the name right?", 2),
        (errno.ENOTDIR, "/x: a file stands where a folder should be; name another place", 2),
        (errno.EEXIST, "/x: a file of this name is there already; name another place", 2),
        (errno.EISDIR, "/x is a folder; name a file", 2),
        (errno.EROFS, "/x: its disk is read-only; name another place", 2),
        (errno.ENAMETOOLONG, "/x: the name is too long; choose a shorter one", 2),
        (errno.ENOSPC, "/x: its disk is full; make room on it, or name another place", 1),
    ],
)
def test_a_fault_says_what_to_try(number: int, told: str, code: int) -> None:
    with pytest.raises(TopbmsError) as caught, naming(Path("/x")):
        raise OSError(number, "in the system's words")
    assert (str(caught.value), caught.value.exit_code) == (told, code)


def test_a_file_on_the_way_is_the_one_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    with pytest.raises(ConfigError, match=r"/plain: a file of this name is there already; name another place$"):  # noqa: SIM117
        with naming(tmp_path / "plain" / "x"):
            (tmp_path / "plain").mkdir(exist_ok=True)


def test_a_reader_that_went_away_is_no_fault_of_a_file() -> None:
    with pytest.raises(BrokenPipeError), naming(Path("/x")):
        raise BrokenPipeError


def test_other_faults_are_told_in_the_systems_words() -> None:
    with pytest.raises(TopbmsError, match=r"^/x: Input/output error$") as caught, naming(Path("/x")):
        raise OSError(errno.EIO, "Input/output error")
    assert caught.value.exit_code == 1
    with pytest.raises(TopbmsError, match=r"^/x: odd$"), naming(Path("/x")):
        raise OSError("odd")
