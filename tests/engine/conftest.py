from asyncio import AbstractEventLoop
from collections.abc import Callable, Mapping

import pytest

from tests.engine.jumping import JumpingLoop


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], AbstractEventLoop]]:
    del config, item
    return {"jumping": JumpingLoop}
