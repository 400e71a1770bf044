"""The parameters of a BMS, its log, and what it says of itself."""

_TEMPERATURES = {
    "charge high temperature": "température haute en charge",
    "charge low temperature": "température basse en charge",
    "discharge high temperature": "température haute en décharge",
    "discharge low temperature": "température basse en décharge",
    "environment high temperature": "température ambiante haute",
    "environment low temperature": "température ambiante basse",
    "MOSFET high temperature": "température haute des MOSFET",
    "MOSFET low temperature": "température basse des MOSFET",
}
_VOLTAGES = {
    "cell overvoltage": "surtension de cellule",
    "cell undervoltage": "sous-tension de cellule",
    "pack overvoltage": "surtension de la batterie",
    "pack undervoltage": "sous-tension de la batterie",
}
_CURRENTS = {
    "charge overcurrent": "surintensité en charge",
    "discharge overcurrent 1": "surintensité 1 en décharge",
    "discharge overcurrent 2": "surintensité 2 en décharge",
}
_WARNED = {
    "cell high voltage": "tension de cellule haute",
    "cell low voltage": "tension de cellule basse",
    "pack high voltage": "tension de la batterie haute",
    "pack low voltage": "tension de la batterie basse",
    "cell high temperature": "température de cellule haute",
    "cell low temperature": "température de cellule basse",
    "discharge current": "courant de décharge",
    "charge current": "courant de charge",
    "cell difference": "écart entre cellules",
    **_TEMPERATURES,
}


def _each(english: str, french: str, *names: dict[str, str]) -> dict[str, str]:
    """The phrase for each name, which stands in place of "#"."""
    joined = {name: wording for each in names for name, wording in each.items()}
    return {english.replace("#", name): french.replace("#", wording) for name, wording in joined.items()}


PHRASES: dict[str, str] = {
    # a parameter's name
    **_each("# warning", "avertissement\u202f: #", _WARNED),
    **_each("# warning recovery", "fin d'avertissement\u202f: #", _WARNED),
    **_each("# protection", "protection\u202f: #", _TEMPERATURES, _VOLTAGES, _CURRENTS),
    **_each("# recovery", "retour à la normale\u202f: #", _TEMPERATURES, _VOLTAGES),
    **_each("# delay", "délai\u202f: #", _VOLTAGES, _CURRENTS),
    **_each("# protection second value", "protection, seconde valeur\u202f: #", _CURRENTS),
    **_each("# recovery delay", "délai de retour à la normale\u202f: #", _CURRENTS),
    **_each("# automatic locks", "verrouillages automatiques\u202f: #", _CURRENTS),
    **_each("# lock time", "durée de verrouillage\u202f: #", _CURRENTS),
    **_each("# warning enabled", "avertissement autorisé\u202f: #", _TEMPERATURES, _VOLTAGES, _CURRENTS),
    **_each("# protection enabled", "protection autorisée\u202f: #", _TEMPERATURES, _VOLTAGES, _CURRENTS),
    "RS485 address": "adresse RS485",
    "battery node number": "numéro de nœud de la batterie",
    "current limiting start": "début de la limitation du courant",
    "sampling resistance": "résistance de mesure",
    "self depletion": "autodécharge",
    "balance mode": "mode d'équilibrage",
    "balancing forbidden above": "pas d'équilibrage au-dessus de",
    "balancing forbidden below": "pas d'équilibrage au-dessous de",
    "balancing start voltage": "tension de début d'équilibrage",
    "balancing start difference": "écart de début d'équilibrage",
    "balancing difference": "écart d'équilibrage",
    "cell difference protection": "protection\u202f: écart entre cellules",
    "cell shutdown voltage": "tension de cellule d'arrêt",
    "cell shutdown time": "délai d'arrêt sur tension de cellule",
    "short circuit protection": "protection\u202f: court-circuit",
    "short circuit delay": "délai\u202f: court-circuit",
    "short circuit recovery delay": "délai de retour à la normale\u202f: court-circuit",
    "short circuit automatic locks": "verrouillages automatiques\u202f: court-circuit",
    "short circuit lock time": "durée de verrouillage\u202f: court-circuit",
    "precharge time": "durée de précharge",
    "cooling start": "début du refroidissement",
    "cooling end": "fin du refroidissement",
    "heating start": "début du chauffage",
    "heating end": "fin du chauffage",
    "automatic shutdown": "arrêt automatique",
    "automatic wake up": "réveil automatique",
    "RS485 protocol": "protocole RS485",
    "CAN protocol": "protocole CAN",
    "heating enabled": "chauffage autorisé",
    "cooling enabled": "refroidissement autorisé",
    "shutdown enabled": "arrêt autorisé",
    "buzzer enabled": "avertisseur sonore autorisé",
    "LED enabled": "LED autorisées",
    "discharge MOSFET enabled": "MOSFET de décharge autorisé",
    "charge MOSFET enabled": "MOSFET de charge autorisé",
    "charge current limiting enabled": "limitation du courant de charge autorisée",
    "precharge enabled": "précharge autorisée",
    "security enabled": "sécurité autorisée",
    **{f"byte {byte} bit {bit}": f"octet {byte} bit {bit}" for byte in (161, 162, 164) for bit in range(1, 8)},
    # its value
    "on": "activé",
    "off": "désactivé",
    "charge": "en charge",
    "charge and idle": "en charge et au repos",
    "charge, idle and discharge": "en charge, au repos et en décharge",
    "no protocol": "aucun protocole",
    "idle": "au repos",
    "discharge": "en décharge",
    # the log
    "over: {alarm}": "fin\u202f: {alarm}",
    "alarm number {number}, which no source explains": "alarme numéro {number}, qu'aucune source n'explique",
    "first": "le premier",
    "next": "le suivant",
    "again": "encore une fois",
    "stop": "fin",
    # fields
    "Switches, byte {number}": "Commutateurs, octet {number}",
    "barcode": "code-barres",
    "name": "nom",
    "BMS version": "version du BMS",
    "vendor": "fabricant",
    "packs": "batteries",
    "year": "année",
    "month": "mois",
    "day": "jour",
    "hour": "heure",
    "minute": "minute",
    "second": "seconde",
    "calibration kind": "genre d'étalonnage",
    "calibration index": "numéro d'étalonnage",
    "calibration value 1": "étalonnage, valeur 1",
    "calibration value 2": "étalonnage, valeur 2",
    "record step": "enregistrement demandé",
    "record type": "type de réponse",
    "record pack": "batterie de l'enregistrement",
    "mode": "mode",
    "alarm number": "numéro d'alarme",
    # what is refused
    "a request {code:02X} has {asked} bytes of INFO, this one has {count}": (
        "une demande {code:02X} a {asked} {asked:octet|octets} d'INFO, celle-ci en a {count}"
    ),
    "calibration {code:02X} {index:02X} is one that no source explains": (
        "étalonnage {code:02X} {index:02X}, qu'aucune source n'explique"
    ),
    "packs of dialect {name} can be asked for their values only, as far as is known": (
        "aux batteries du dialecte {name}, on ne peut demander que leurs valeurs, pour autant que l'on sache"
    ),
}
