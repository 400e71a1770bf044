"""GET /quantities and /states: the vocabulary, in the language asked for."""

from fastapi import APIRouter
from starlette.responses import Response

from topbms.model.quantities import CATALOGUE, Quantity
from topbms.model.words import Words
from topbms.web.api import shapes
from topbms.web.api.asking import Spoken, answer
from topbms.web.api.openapi import says

router = APIRouter()

_HEADERS = {"Cache-Control": "max-age=3600", "Vary": "Accept-Encoding"}


@router.get("/quantities", responses=says(shapes.Quantities), summary="The catalogue of quantities")
async def quantities(words: Spoken) -> Response:
    """Keys, labels, units and bounds."""
    rows = [_row(quantity, words) for quantity in CATALOGUE]
    return answer(shapes.Quantities(quantities=rows), _HEADERS)


@router.get("/states", responses=says(shapes.States), summary="The words of every state")
async def states(words: Spoken) -> Response:
    """Switches and conditions by code."""
    return answer(shapes.States(states=dict(words.states)), _HEADERS)


def _row(quantity: Quantity, words: Words) -> shapes.Quantity:
    return shapes.Quantity(
        key=quantity.key,
        label=words.quantities[quantity.key],
        unit=quantity.unit,
        decimals=quantity.decimals,
        each=quantity.each,
        derived=quantity.derived,
        lowest=quantity.lowest,
        highest=quantity.highest,
    )
