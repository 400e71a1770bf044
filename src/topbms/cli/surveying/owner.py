"""Acting as the owner of a folder: what root writes in a service's folder would lock the service out."""

import os
import pwd
from pathlib import Path


def act_as_owner_of(folder: Path) -> None:
    """Root becomes the user whom the folder belongs to, with all his groups and for good; others stay who they are."""
    if os.geteuid() != 0:
        return
    found = folder.stat()
    if found.st_uid == 0:
        return
    _take_groups(found.st_uid, found.st_gid)
    os.setgid(found.st_gid)
    os.setuid(found.st_uid)


def _take_groups(user: int, group: int) -> None:
    try:
        os.initgroups(pwd.getpwuid(user).pw_name, group)
    except KeyError:  # a number without a name, as in a container
        os.setgroups([group])
