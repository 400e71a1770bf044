"""What the simulator says of an order that it cannot take."""

PHRASES: dict[str, str] = {
    "fault {text!r}: there is no pack {pack}; simulated are: {known}": (
        "panne {text!r}\u202f: il n'y a pas de batterie {pack}\u202f; sont simulées\u202f: {known}"
    ),
    "fault {text!r}: a pack has the cells 1 to {count}": "panne {text!r}\u202f: une batterie a les cellules 1 à {count}",
    "{quantity} has no place {place}": "{quantity} n'a pas de place {place}",
    "--link is for a pseudo-terminal; add --pty, or leave it out": (
        "--link est pour un pseudo-terminal\u202f; ajoutez --pty, ou retirez-le"
    ),
    "{host} is no address of this machine; name another, such as 127.0.0.1": (
        "{host} n'est pas une adresse de cette machine\u202f; nommez-en une autre, comme 127.0.0.1"
    ),
    "{path} cannot be made a link to the terminal ({reason}); name another place": (
        "impossible de faire de {path} un lien vers le terminal ({reason})\u202f; nommez un autre endroit"
    ),
    "a fault strikes every 1, 2, 3 … times, not every {every}": (
        "une panne frappe toutes les 1, 2, 3 … fois, pas toutes les {every}"
    ),
    "another pack's reply needs another address or info": (
        "la réponse d'une autre batterie demande une autre adresse ou un autre info"
    ),
    "{name} = {value} is not from 0 to {most}": "{name} = {value} n'est pas entre 0 et {most}",
    "{name} {value:X} is no byte from {least:02X} to FF": "{name} {value:X} n'est pas un octet de {least:02X} à FF",
    "fault {name!r} is not known; known are: {known}": "la panne {name!r} n'est pas connue\u202f; sont connues\u202f: {known}",
    "fault {text!r}: {part!r} cannot be read; {example!r} would be right, allowed are: {allowed}": (
        "panne {text!r}\u202f: {part!r} est illisible\u202f; {example!r} serait juste, sont permis\u202f: {allowed}"
    ),
    "{name} = {value} is no pack's, {lowest} to {highest} are possible": (
        "{name} = {value} n'est d'aucune batterie, {lowest} à {highest} sont possibles"
    ),
    "cannot make a pseudo-terminal: {reason}": "impossible de créer un pseudo-terminal\u202f: {reason}",
    "{quantity!r} cannot be set; these can: {known}": "{quantity!r} ne peut pas être réglé\u202f; ceux-ci oui\u202f: {known}",
    "{quantity} = {value} does not fit into its register, {lowest} to {highest} do": (
        "{quantity} = {value} ne tient pas dans son registre, {lowest} à {highest} oui"
    ),
    "cell {cell} does not exist, the pack has {count}": "la cellule {cell} n'existe pas, la batterie en a {count}",
    "no BMS reports {code!r} as a {level}": "aucun BMS ne signale {code!r} comme {level}",
    "{code!r} is an alarm of the whole pack, it has no cell": (
        "{code!r} est une alarme de toute la batterie, elle n'a pas de cellule"
    ),
    "{code!r} needs the number of its cell": "{code!r} demande le numéro de sa cellule",
    "two simulated packs have address {address}": "deux batteries simulées ont l'adresse {address}",
    "cannot listen on {host}:{port}: {reason}; name another port": (
        "impossible d'écouter sur {host}:{port}\u202f: {reason}\u202f; nommez un autre port"
    ),
}
