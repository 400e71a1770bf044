"""Joins links whose dialect is to be found to the notes in the history, where what was found is kept."""

import logging

from topbms.dialects import dialect
from topbms.dialects.contract import Dialect
from topbms.engine.speech import Memory
from topbms.errors import StoreError
from topbms.store.store import Store

LOG = logging.getLogger(__name__)

OWNER = "dialect"
"""Whose notes these are; the key of each is a link's id."""


def named(name: str) -> Dialect | None:
    """The dialect of a setting, None for "auto"; raises ConfigError for one that there is not."""
    return None if name == "auto" else dialect(name)


def memory(store: Store, link: str) -> Memory:
    """The notes of one link; a history that cannot be used is a link without a memory."""

    async def recall() -> str:
        try:
            return (await store.recall(OWNER)).get(link, "")
        except StoreError as error:
            LOG.warning("what was found is not known: %s", error, extra={"link": link})
            return ""

    async def remember(text: str) -> None:
        try:
            await store.remember(OWNER, {link: text})
        except StoreError as error:
            LOG.warning("what was found is not kept: %s", error, extra={"link": link})

    return Memory(recall, remember)
