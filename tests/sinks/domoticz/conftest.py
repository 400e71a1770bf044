"""A trusting fake Domoticz, and a home beside it that lets go of its connections at the end."""

from collections.abc import AsyncIterator

import pytest

from tests.servers.domoticz import FakeDomoticz
from tests.sinks.domoticz.home import Home


@pytest.fixture
async def fake() -> AsyncIterator[FakeDomoticz]:
    async with FakeDomoticz(trusted=True) as one:
        yield one


@pytest.fixture
async def home(fake: FakeDomoticz) -> AsyncIterator[Home]:
    one = Home(fake)
    yield one
    await one.close()
