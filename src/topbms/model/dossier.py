"""What is known of a pack beside its readings. Frozen; made by the engine, shown by everyone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from topbms.model.fragment import (
    Accumulation,
    Barcode,
    Capacities,
    Clock,
    Fragment,
    Identity,
    PackCount,
    Parameters,
    Product,
)


@dataclass(frozen=True, slots=True)
class Dossier:
    """The newest of each thing that a pack told of itself, None for what it never told.

    `clock_ahead` is by how many seconds its clock was ahead of local time when it was asked, None for a clock that
    shows no time; `asked_at` is UTC seconds of when it told something last, `parameters_at` of when it told its
    parameters, None before.
    """

    product: Product | None = None
    barcode: Barcode | None = None
    identity: Identity | None = None
    pack_count: PackCount | None = None
    capacities: Capacities | None = None
    accumulation: Accumulation | None = None
    parameters: Parameters | None = None
    clock: Clock | None = None
    clock_ahead: float | None = None
    asked_at: float | None = None
    parameters_at: float | None = None

    def joined(self, fragments: Iterable[Fragment]) -> "Dossier":
        """With what was told since; fragments of other kinds are passed over."""
        told: dict[str, Any] = {_PLACES[type(one)]: one for one in fragments if type(one) in _PLACES}
        return replace(self, **told)


_PLACES: dict[type, str] = {
    Product: "product",
    Barcode: "barcode",
    Identity: "identity",
    PackCount: "pack_count",
    Capacities: "capacities",
    Accumulation: "accumulation",
    Parameters: "parameters",
    Clock: "clock",
}


def product_of(pack: int, dossier: Dossier) -> Product | None:
    """What a pack says it is, with what it left blank there and told elsewhere; None when it told nothing of it."""
    identity, barcode = dossier.identity, dossier.barcode
    if dossier.product is None and identity is None and barcode is None:
        return None
    product = dossier.product or Product(pack)
    return replace(
        product,
        company=product.company or (identity.vendor if identity else ""),
        module=product.module or (identity.name if identity else ""),
        version=product.version or (identity.version if identity else ""),
        serial_number=product.serial_number or (barcode.barcode if barcode else ""),
    )
