"""Errors of the disk in words."""

import errno
import os
from pathlib import Path

import pytest

from topbms.errors import StoreError
from topbms.store.faults import is_harmless, store_error

PATH = Path("/var/lib/topbms/history.db")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk of the history /var/lib/topbms/history.db is full; make room on it"),
        (errno.EDQUOT, "the disk of the history /var/lib/topbms/history.db is full; make room on it"),
        (errno.EROFS, "read-only; mount its disk writable"),
        (errno.EACCES, "cannot be used (Permission denied); check the disk, and who may write to its folder"),
    ],
)
def test_errors_of_the_system(number: int, words: str) -> None:
    error = OSError(number, os.strerror(number))
    assert words in str(store_error(PATH, error))
    assert is_harmless(error)


def test_our_own_errors_stay_as_they_are() -> None:
    error = StoreError("it is so")
    assert store_error(PATH, error) is error
