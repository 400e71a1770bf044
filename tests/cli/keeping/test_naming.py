"""Faults of files in words."""

from pathlib import Path

import pytest

from topbms.cli.keeping.naming import naming
from topbms.errors import ConfigError, TopbmsError


def test_what_may_not_be_used_is_the_users_to_cure() -> None:
    with pytest.raises(ConfigError, match=r"^/x: no permission; try with sudo$") as caught, naming(Path("/x")):
        raise PermissionError(13, "Permission denied")
    assert caught.value.exit_code == 2


def test_other_faults_are_told_in_the_systems_words() -> None:
    with pytest.raises(TopbmsError, match=r"^/x: No space left on device$") as caught, naming(Path("/x")):
        raise OSError(28, "No space left on device")
    assert caught.value.exit_code == 1
    with pytest.raises(TopbmsError, match=r"^/x: odd$"), naming(Path("/x")):
        raise OSError("odd")
