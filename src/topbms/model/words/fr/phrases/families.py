"""What is wrong with a frame of the dialects that are rows of commands, and what their fields are called."""

PHRASES: dict[str, str] = {
    "command {code:02X} is not known to any dialect with VER {version:02X}": (
        "la commande {code:02X} n'est connue d'aucun dialecte de VER {version:02X}"
    ),
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
    "Resistance (mΩ)": "Résistance (mΩ)",
    "Status of the voltage": "État de la tension",
    "Status of the current": "État du courant",
    "Status of the temperature": "État de la température",
    "Warnings and faults": "Avertissements et défauts",
    "Switches": "Interrupteurs",
    "Overvoltage protection of cells 16 to 1": "Protection de surtension des cellules 16 à 1",
    "Undervoltage protection of cells 16 to 1": "Protection de sous-tension des cellules 16 à 1",
    "Overvoltage warning of cells 16 to 1": "Avertissement de surtension des cellules 16 à 1",
    "Undervoltage warning of cells 16 to 1": "Avertissement de sous-tension des cellules 16 à 1",
    "Overvoltage protection of cells 32 to 17": "Protection de surtension des cellules 32 à 17",
    "Undervoltage protection of cells 32 to 17": "Protection de sous-tension des cellules 32 à 17",
    "Overvoltage warning of cells 32 to 17": "Avertissement de surtension des cellules 32 à 17",
    "Undervoltage warning of cells 32 to 17": "Avertissement de sous-tension des cellules 32 à 17",
    "Status of the BMS": "État du BMS",
    "Inputs": "Entrées",
    "Voltage at the port, scale unknown": "Tension à la borne, échelle inconnue",
    "behind SOC at byte {at} there should be 2 or 8 bytes, there are {count}": (
        "derrière SOC à l'octet {at} il devrait y avoir 2 ou 8 octets, il y en a {count}"
    ),
    "a lower limit is not below its upper one": "une limite basse n'est pas en dessous de la limite haute",
    "Status byte": "Octet d'état",
    "unproven: no reply of this kind was ever captured": (
        "non prouvé\u202f: aucune réponse de ce genre n'a jamais été capturée"
    ),
    "INFO should be text as it is, it is hex": "INFO devrait être du texte tel quel, c'est de l'hexadécimal",
    "Alarm byte of the environment": "Octet d'alarme de l'environnement",
    "Alarm byte of the MOSFET": "Octet d'alarme du MOSFET",
    "Status of the balancing": "État de l'équilibrage",
    "Status of the capacity": "État de la capacité",
    "Status of the pack": "État de la batterie",
    "Balancing of cells 32 to 1": "Équilibrage des cellules 32 à 1",
    "Reserved": "Réservé",
}
