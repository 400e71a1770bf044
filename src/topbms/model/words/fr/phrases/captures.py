"""What `topbms capture`, `replay` and `support` say."""

PHRASES: dict[str, str] = {
    "frames in {path}: {count}; look at them before you share them": (
        "trames dans {path}\u202f: {count}\u202f; regardez-les avant de les partager"
    ),
    "{port}: nothing was heard at {baud} baud; see who answers with: topbms scan {port}": (
        "{port}\u202f: rien entendu à {baud} bauds\u202f; pour voir qui répond\u202f: topbms scan {port}"
    ),
    "the capture has no request with its reply; make one with: topbms capture URL -o FILE": (
        "la capture n'a aucune demande avec sa réponse\u202f; pour en faire une\u202f: topbms capture URL -o FICHIER"
    ),
    "the file has frames of several links; add one of: {options}": (
        "le fichier a des trames de plusieurs liaisons\u202f; ajoutez l'un de\u202f: {options}"
    ),
    "the file has no frames of link {name}; add one of: {options}": (
        "le fichier n'a pas de trames de la liaison {name}\u202f; ajoutez l'un de\u202f: {options}"
    ),
    "the file keeps nothing of number {number}; it has {numbers}": (
        "le fichier ne garde rien sous le numéro {number}\u202f; il a {numbers}"
    ),
    "the history does not answer; is its disk well?": (
        "l'historique ne répond pas\u202f; son disque va-t-il bien\u202f?"
    ),
    "{link} keeps nothing of number {number}": "{link} ne garde rien sous le numéro {number}",
    "health, log and frames are missing, which only a running gateway knows: {problem}": (
        "il manque l'état, le journal et les trames, que seule une passerelle en marche connaît\u202f: {problem}"
    ),
    "requests answered on {url}: {count}; try: topbms read {url}": (
        "demandes qui ont une réponse sur {url}\u202f: {count}\u202f; essayez\u202f: topbms read {url}"
    ),
    "{path} is written, frames in it: {count}; look at it before you share it": (
        "{path} est écrit, trames dedans\u202f: {count}\u202f; regardez-le avant de le partager"
    ),
}
