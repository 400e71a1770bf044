"""A user who may do nothing with a file or folder, for as long as it takes; also where tests run as root."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NOBODY = 65_534


@contextmanager
def no_rights_to(path: Path) -> Iterator[None]:
    """Neither owner nor anybody else may read, write or enter; root becomes nobody meanwhile."""
    mode, is_root = path.stat().st_mode, os.geteuid() == 0
    path.chmod(0)
    if is_root:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        path.chmod(mode)
