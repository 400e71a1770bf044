"""What is wrong with a frame of Pace, and what its fields are called."""

PHRASES: dict[str, str] = {
    "Balancing of cells 8 to 1": ("Équilibrage des cellules 8 à 1"),
    "Balancing of cells 16 to 9": ("Équilibrage des cellules 16 à 9"),
    "Alarm byte of the charge current": ("Octet d'alarme du courant de charge"),
    "Alarm byte of the discharge current": ("Octet d'alarme du courant de décharge"),
    "Voltage at the terminals (V)": ("Tension aux bornes (V)"),
    "Current at the terminals (A)": ("Courant aux bornes (A)"),
    "Remaining capacity in all (Ah)": ("Capacité restante du parc (Ah)"),
    "Full capacity in all (Ah)": ("Capacité du parc à pleine charge (Ah)"),
    "Number of packs": ("Nombre de batteries"),
    "the reply can be cut into {packs} packs in more than one way, of which they begin at bytes: {ways}": (
        "la réponse se laisse découper en {packs} batteries de plusieurs façons, qui les font commencer aux octets\u202f: {ways}"
    ),
    "the reply cannot be cut into {packs} packs to the last byte": (
        "la réponse ne se laisse pas découper en {packs} batteries à l'octet près"
    ),
    "the reply fits pack {packs} alone as well as {packs} packs": (
        "la réponse convient à la batterie {packs} seule comme à {packs} batteries"
    ),
    "INFO has a length of {count}, with its counts it could be {known}": (
        "INFO a une longueur de {count}, avec ses nombres d'éléments elle pourrait être de {known}"
    ),
    "the frame is no reply of this family (VER {version:02X}, CID1 {cid1:02X})": (
        "la trame n'est pas une réponse de cette famille (VER {version:02X}, CID1 {cid1:02X})"
    ),
    "a request {code:02X} has {sizes} of INFO in bytes, this one has {count}": (
        "une demande {code:02X} a {sizes} octets d'INFO, celle-ci en a {count}"
    ),
}
