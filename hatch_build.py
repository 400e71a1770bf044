"""Builds the page into every wheel, so that users never do.

Knows hatchling; how the page is built is known by scripts/page.py.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

from scripts import page


class PageHook(BuildHookInterface[BuilderConfig]):
    """Leaves the page in src/topbms/web/static/, for an editable install too."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node.js from PyPI, only on a machine without it."""
        return page.requirements()

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the page before the wheel is packed."""
        page.build(Path(self.root))
