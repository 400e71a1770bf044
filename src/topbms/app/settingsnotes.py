"""Joins the dossiers to the history: parameters outlive the process as notes in it, so that a change is noticed."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress

from topbms.engine.dossiers import Dossiers
from topbms.errors import StoreError
from topbms.model.fragment import Setting
from topbms.store.store import Store

OWNER = "parameters"
"""Whose notes they are; the key of each is a pack's id."""


class Notes:
    """Keeps parameters in a history; what cannot be written now is written with the next change."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._writing: set[asyncio.Task[None]] = set()

    def keep(self, pack: str, settings: Mapping[str, Setting]) -> None:
        """Write a pack's parameters down, in a while; needs a running event loop."""
        task = asyncio.get_running_loop().create_task(self._write(pack, json.dumps(dict(settings))))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def recall(self, dossiers: Dossiers) -> None:
        """Tell the dossiers what was written down; notes that cannot be read are none."""
        for pack, text in (await self._store.recall(OWNER)).items():
            with suppress(ValueError, TypeError):
                dossiers.recall(pack, dict(json.loads(text)))

    async def close(self) -> None:
        """Wait until everything is written."""
        await asyncio.gather(*self._writing)

    async def _write(self, pack: str, text: str) -> None:
        with suppress(StoreError):
            await self._store.remember(OWNER, {pack: text})
