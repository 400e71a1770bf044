"""What every route may ask for: the door, the words of a language; and how it answers. Knows no route."""

from typing import Annotated, Any

from fastapi import Depends, Path, Query
from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response

from topbms.model.bank import BANK
from topbms.model.words import Words, languages, words
from topbms.web.api.door import Door

__all__ = ["BANK", "Id", "Json", "Language", "Spoken", "TheDoor", "answer"]

_ID = r"^[A-Za-z0-9_-]{1,64}$"

Id = Annotated[str, Path(pattern=_ID, description="The pack's id.", examples=["battery1"])]
Language = Annotated[
    str | None,
    Query(
        alias="lang",
        pattern=f"^({'|'.join(languages())})$",
        description="The language of words; by default the config's.",
    ),
]


def _door(request: Request) -> Door:
    door: Door = request.app.state.door
    return door


TheDoor = Annotated[Door, Depends(_door)]


def _words(door: TheDoor, lang: Language = None) -> Words:
    return words(lang or door.language())


Spoken = Annotated[Words, Depends(_words)]


class Json(Response):
    """JSON; what is no number (NaN, infinity) is null."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - any shape
        """The bytes of a shape."""
        return to_json(content, inf_nan_mode="null")


def answer(content: object, headers: dict[str, str] | None = None) -> Json:
    """A shape as the answer of this moment, which nobody keeps unless `headers` say otherwise."""
    return Json(content, headers=headers or {"Cache-Control": "no-store"})
