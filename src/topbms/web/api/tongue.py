"""Which language a request is answered in: the one that it asks for, where it is one of ours, or the config's."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import QueryParams

from topbms.model.words import Words, languages, words


def words_for(scope: Mapping[str, Any], language: str) -> Words:
    """The words for an ASGI scope; `language` is the config's."""
    wanted = QueryParams(scope["query_string"]).get("lang", "")
    return words(wanted if wanted in languages() else language)
