"""What is wrong with a frame of the dialects that are rows of commands, and what their fields are called."""

PHRASES: dict[str, str] = {
    "command {code:02X} is not known to dialect {name}": "la commande {code:02X} n'est pas connue du dialecte {name}",
    "INFO of a request {code:02X} has length {expected}, here {count}": (
        "INFO d'une demande {code:02X} a une longueur de {expected}, ici de {count}"
    ),
    "INFO should end after {end} bytes, it has {count}": "INFO devrait finir après {end} octets, il en a {count}",
    "Flags": "Indicateurs",
    "Warmest cell temperature": "Température de la cellule la plus chaude",
    "Coldest cell temperature": "Température de la cellule la plus froide",
    "Charged so far (Ah)": "Chargé jusqu'ici (Ah)",
    "Discharged so far (Ah)": "Déchargé jusqu'ici (Ah)",
    "Charged so far (kWh)": "Chargé jusqu'ici (kWh)",
    "Discharged so far (kWh)": "Déchargé jusqu'ici (kWh)",
    "Time spent charging (h)": "Temps passé en charge (h)",
    "Time spent discharging (h)": "Temps passé en décharge (h)",
    "Charges so far": "Charges jusqu'ici",
    "Discharges so far": "Décharges jusqu'ici",
}
