"""What is wrong with a frame, or with a reply."""

PHRASES: dict[str, str] = {
    # protocol
    "CHKSUM is {found:04X}, the characters add up to {expected:04X}": (
        "CHKSUM vaut {found:04X}, la somme des caractères donne {expected:04X}"
    ),
    "LCHKSUM is {found:X}, LENID {lenid:03X} asks for {expected:X}": (
        "LCHKSUM vaut {found:X}, LENID {lenid:03X} demande {expected:X}"
    ),
    "LENID says {lenid} characters of INFO, there are {count}": (
        "LENID annonce {lenid} {lenid:caractère|caractères} d'INFO, il y en a {count}"
    ),
    "an odd number of characters ({count}), one was lost": (
        "un nombre impair de caractères ({count}), il en manque un"
    ),
    "lower-case {character} at character {at}, the protocol sends upper-case hex": (
        "{character} minuscule au caractère {at}, le protocole envoie de l'hexadécimal majuscule"
    ),
    "nothing stands behind ~": "rien ne suit ~",
    "only {count} characters, a frame has at least {least}": (
        "seulement {count} {count:caractère|caractères}, une trame en a au moins {least}"
    ),
    "{character} at character {at} is not a hex digit": (
        "{character} au caractère {at} n'est pas un chiffre hexadécimal"
    ),
    "{name} is {raw:02X} at byte {at}, which no source explains": (
        "{name} vaut {raw:02X} à l'octet {at}, ce qu'aucune source n'explique"
    ),
    "{name} should stand at byte {at}, INFO ends after {end} bytes": (
        "{name} devrait se trouver à l'octet {at}, INFO finit après {end} octets"
    ),
    "{where}: not a line of a capture file": "{where}\u202f: pas une ligne de fichier de capture",
    # dialects
    "dialect {name!r} is not known; known are: {known}": (
        "le dialecte {name!r} n'est pas connu\u202f; sont connus\u202f: {known}"
    ),
    "the BMS answered RTN {rtn:02X}: {meaning}": "le BMS a répondu RTN {rtn:02X}\u202f: {meaning}",
    "VER is not the one it speaks": "VER n'est pas celle qu'il parle",
    "CHKSUM of the request was wrong": "le CHKSUM de la demande était faux",
    "LCHKSUM of the request was wrong": "le LCHKSUM de la demande était faux",
    "the command is not known to it": "il ne connaît pas la commande",
    "the request's format was wrong": "le format de la demande était faux",
    "the request's data were not valid": "les données de la demande n'étaient pas valides",
    "the operation or write failed": "l'opération ou l'écriture a échoué",
    "the address is not valid": "l'adresse n'est pas valide",
    "communication inside the BMS failed": "la communication à l'intérieur du BMS a échoué",
    "the data transfer failed": "le transfert de données a échoué",
    "a code that no source explains": "un code qu'aucune source n'explique",
    "no known dialect has VER {version:02X} with CID1 {cid1:02X}": (
        "aucun dialecte connu n'a VER {version:02X} avec CID1 {cid1:02X}"
    ),
    "the frame fits more than one dialect: {names}": "la trame convient à plusieurs dialectes\u202f: {names}",
    "a reply with VER {version:02X} that is not of TopBMS to the last byte; Topband boards answer with VER 21": (
        "une réponse avec VER {version:02X} qui n'est pas de TopBMS à l'octet près\u202f; "
        "les cartes Topband répondent avec VER 21"
    ),
    "a request {code:02X} has 1 byte of INFO (the pack), this one has {count}": (
        "une demande {code:02X} a 1 octet d'INFO (la batterie), celle-ci en a {count}"
    ),
    "command {code:02X} is not known to dialect topbms": ("la commande {code:02X} n'est pas connue du dialecte topbms"),
    "the frame is a request {command:02X}: an echo, or another master": (
        "la trame est une demande {command:02X}\u202f: un écho, ou un autre maître"
    ),
    "the frame is no reply of this family (CID1 {cid1:02X})": (
        "la trame n'est pas une réponse de cette famille (CID1 {cid1:02X})"
    ),
    "the reply fits more than one command: {kinds}": "la réponse convient à plusieurs commandes\u202f: {kinds}",
    "the reply fits no command ({reasons})": "la réponse ne convient à aucune commande ({reasons})",
    "the reply is of address {found}, {asked} was asked": ("la réponse est de l'adresse {found}, on a demandé {asked}"),
    "the reply is of pack {found}, INFO {asked} was asked": (
        "la réponse est de la batterie {found}, on a demandé INFO {asked}"
    ),
    # cli/explaining
    "request": "demande",
    "reply": "réponse",
    "request or reply, which cannot be told": "demande ou réponse, on ne peut le savoir",
    "{what}: {items}": "{what}\u202f: {items}",
    "Pack": "Batterie",
    "User-defined number": "Nombre défini par l'utilisateur",
    "Balancing of cells 16 to 1": "Équilibrage des cellules 16 à 1",
    "Balancing of cells 32 to 17": "Équilibrage des cellules 32 à 17",
    "Alarm byte of cell": "Octet d'alarme de la cellule",
    "Alarm byte of temperature": "Octet d'alarme de la température",
    "Alarm byte of the current": "Octet d'alarme du courant",
    "Alarm byte of the voltage": "Octet d'alarme de la tension",
    "low": "bas",
    "high": "haut",
    "fault": "défaut",
    "Short circuit": "Court-circuit",
    "Short circuits so far": "Courts-circuits jusqu'ici",
    "Number of status bytes": "Nombre d'octets d'état",
    "Company": "Fabricant",
    "Production date": "Date de fabrication",
    "Module": "Module",
    "Version": "Version",
    "Battery type": "Type de batterie",
    "Serial number": "Numéro de série",
    "Remarks": "Remarques",
    "Not explained by any source": "Expliqué par aucune source",
}
