"""Finding the old files, and their lines as a shell sees them."""

from pathlib import Path

import pytest

from tests.cli.importing.oldfiles import OLD
from tests.rights import no_rights_to
from topbms.cli.importing.files import gather


def names(*paths: Path) -> list[str]:
    return [file.name for file in gather(paths).files]


def texts(path: Path) -> list[tuple[int, str]]:
    (file,) = gather([path]).files
    return [(line.number, line.text) for line in file.lines]


def test_a_folder_is_searched_by_name() -> None:
    assert names(OLD) == [
        "cmd_bat.sh",
        "crontab.txt",
        "domoticz_bat1.sh",
        "domoticz_bat2.sh",
        "echo_bat.sh",
        "socat-serial-1.service",
        "socat-serial-2.service",
    ]


def test_folders_below_are_searched_but_not_for_ever(tmp_path: Path) -> None:
    deep = tmp_path / "1" / "2" / "3" / "4"
    deep.mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "crontabs").mkdir()
    for path in (
        deep / "no.sh",
        deep.parent / "yes.sh",
        tmp_path / ".hidden" / "no.sh",
        tmp_path / "crontabs" / "root",
    ):
        path.touch()
    (tmp_path / "readme.txt").touch()
    assert names(tmp_path) == ["yes.sh", "root"]


def test_a_file_that_is_found_twice_counts_once(tmp_path: Path) -> None:
    (tmp_path / "multi-user.target.wants").mkdir()
    unit = tmp_path / "socat.service"
    unit.touch()
    (tmp_path / "multi-user.target.wants" / "socat.service").symlink_to(unit)
    assert names(tmp_path, unit) == ["socat.service"]


def test_a_named_file_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "root"
    path.write_text("x\n", encoding="utf-8")
    (file,) = gather([path]).files
    assert (file.name, file.is_named) == ("root", True)


def test_a_found_file_was_not_named() -> None:
    assert not any(file.is_named for file in gather([OLD]).files)


def test_lines_end_in_any_way(tmp_path: Path) -> None:
    path = tmp_path / "x.sh"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo\n\nthree")
    assert texts(path) == [(1, "one"), (2, "two"), (3, ""), (4, "three")]


def test_a_backslash_goes_on_in_the_next_line(tmp_path: Path) -> None:
    path = tmp_path / "x.sh"
    path.write_text("one \\\ntwo \\\nthree\nfour\nfive \\", encoding="utf-8")
    assert [(number, text.split()) for number, text in texts(path)] == [
        (1, ["one", "two", "three"]),
        (4, ["four"]),
        (5, ["five"]),
    ]


def test_an_old_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.sh"
    path.write_bytes("# capacité".encode("latin-1"))
    assert texts(path) == [(1, "# capacité")]


@pytest.mark.parametrize("content", [b"\x7fELF\0\0", b"x" * 300_000])
def test_what_is_no_text_is_left_out(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.sh"
    path.write_bytes(content)
    gathered = gather([path])
    assert gathered.files == ()
    assert [str(fault) for fault in gathered.faults] == [
        f"{path} is no text that could be one of the old files; left out"
    ]


def test_a_missing_file_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    gathered = gather([tmp_path / "gone", OLD / "cmd_bat.sh"])
    assert [file.name for file in gathered.files] == ["cmd_bat.sh"]
    assert [str(fault) for fault in gathered.faults] == [
        f"{tmp_path / 'gone'} cannot be read: No such file or directory"
    ]


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "root"
    path.touch()
    with no_rights_to(path):
        (fault,) = gather([path]).faults
    assert str(fault) == f"{path}: no permission to read it; try with sudo"


def test_a_folder_that_may_not_be_entered_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "crontabs"
    folder.mkdir()
    with no_rights_to(tmp_path):
        gathered = gather([folder])
    assert [str(fault) for fault in gathered.faults] == [f"{folder}: no permission to read it; try with sudo"]


def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)  # the way there from the root may be closed to nobody
    Path("crontabs").mkdir()
    with no_rights_to(Path("crontabs")):
        gathered = gather([Path("crontabs")])
    assert [str(fault) for fault in gathered.faults] == ["crontabs: no permission to read it; try with sudo"]
