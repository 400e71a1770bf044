"""A real broker, somebody who listens to everything, and a home beside them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.servers.mosquitto import Ear, Mosquitto, listening, running
from tests.sinks.mqtt.home import Home


@pytest.fixture
async def broker(tmp_path: Path) -> AsyncIterator[Mosquitto]:
    async with running(tmp_path) as one:
        yield one


@pytest.fixture
async def ear(broker: Mosquitto) -> AsyncIterator[Ear]:
    async with listening(broker.port) as one:
        yield one


@pytest.fixture
def home(broker: Mosquitto) -> Home:
    return Home(broker.url)
