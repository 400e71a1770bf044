"""Root gives up what is not needed, for good; seen from a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from topbms.cli.surveying.owner import act_as_owner_of

_CODE = """
import os, sys
from pathlib import Path
from topbms.cli.surveying.owner import act_as_owner_of
act_as_owner_of(Path(sys.argv[1]))
print(os.getresuid(), os.getresgid(), sorted(os.getgroups()))
"""

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def acted(folder: Path) -> str:
    done = subprocess.run([sys.executable, "-c", _CODE, folder], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@needs_root
def test_root_becomes_the_owner_of_the_folder(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 23456)
    assert acted(tmp_path) == "(12345, 12345, 12345) (23456, 23456, 23456) [23456]"


@needs_root
def test_with_the_groups_of_an_account(tmp_path: Path) -> None:
    os.chown(tmp_path, 1, 1)  # daemon, on every system
    assert acted(tmp_path).startswith("(1, 1, 1) (1, 1, 1) [1")


def test_in_a_folder_of_ones_own_nothing_changes(tmp_path: Path) -> None:
    before = os.getresuid(), os.getresgid(), os.getgroups()
    act_as_owner_of(tmp_path)
    assert (os.getresuid(), os.getresgid(), os.getgroups()) == before


def test_who_is_not_root_stays_who_he_is(tmp_path: Path) -> None:
    before = os.geteuid()
    if before == 0:
        os.chown(tmp_path, 12345, 23456)
        os.seteuid(65534)
    try:
        who = os.geteuid()
        act_as_owner_of(tmp_path)
        assert os.geteuid() == who
    finally:
        os.seteuid(before)
