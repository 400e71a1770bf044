"""A share over the life of a gateway: it opens, moves and closes with the config, without a restart."""

import asyncio
from pathlib import Path

import pytest

from tests.engine.test_guests import asked
from tests.engine.visitor import visiting
from tests.servers.real import free_port
from tests.test_gateway import Scene, config, playing
from topbms.config import Loaded


def sharing(scene: Scene, folder: Path, share: str | None) -> Loaded:
    """The config of the running gateway, with its first link shared there."""
    urls = [link.url for link in scene.gateway.links]
    loaded = config(urls, scene.domoticz.url, folder)
    first, *others = loaded.settings.link
    links = (first.model_copy(update={"share": share}), *others)
    return Loaded(loaded.settings.model_copy(update={"link": links}), loaded.path, folder)


async def answered(scene: Scene, port: int) -> bool:
    """Whether a guest there gets the values of the pack."""
    await scene.until_read()
    async with visiting(port) as guest:
        return (await guest.ask(asked(0x42))).startswith(b"~52014600")


async def test_a_share_moves_with_the_config_and_its_port_is_had_again_at_once(tmp_path: Path) -> None:
    one, other = free_port(), free_port()
    async with playing(tmp_path) as scene:
        for port in (one, one, other):
            await scene.gateway.reload(sharing(scene, tmp_path, f"127.0.0.1:{port}"))
            assert await answered(scene, port)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", one)
        async with visiting(other) as stays:
            assert await stays.ask(asked(0x42))
            await scene.gateway.reload(sharing(scene, tmp_path, None))
            assert await stays.is_shown_out()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", other)
