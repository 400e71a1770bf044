"""What is shown over HTTP and asked of the running gateway: [web], status, read and watch beside it."""

PHRASES: dict[str, str] = {
    # cli/asking/gateway, cli/read
    "{port} may be polled by a gateway: {problem}": (
        "{port} est peut-être interrogé par une passerelle\u202f: {problem}"
    ),
    "{port} is polled by the running gateway (process {pid}), which cannot be asked: {problem}": (
        "{port} est interrogé par la passerelle en marche (processus {pid}), qui ne peut rien en dire\u202f: {problem}"
    ),
    "the running gateway knows no pack {pack} on {port}; it knows {packs}": (
        "la passerelle en marche ne connaît pas de batterie {pack} sur {port}\u202f; elle connaît {packs}"
    ),
    "pack {pack} on {port} has not answered the running gateway yet": (
        "la batterie {pack} sur {port} n'a pas encore répondu à la passerelle en marche"
    ),
    "pack {pack} on {port} has not answered the running gateway for {seconds:.0f} s": (
        "la batterie {pack} sur {port} ne répond plus à la passerelle en marche depuis {seconds:.0f}\u202fs"
    ),
    "read by the running gateway (process {pid}) {seconds:.1f} s ago": (
        "lu par la passerelle en marche (processus {pid}) il y a {seconds:.1f}\u202fs"
    ),
    # cli/asking/page
    "topbms {version}, site {site}, process {pid}, running for {time}": (
        "topbms {version}, site {site}, processus {pid}, en marche depuis {time}"
    ),
    "link": "liaison",
    "port": "port",
    "up": "établie",
    "down": "coupée",
    "replies": "réponses",
    "faults": "défauts",
    "{name}: {error}": "{name}\u202f: {error}",
    "target": "cible",
    "history": "historique",
    "watch over all": "surveillance",
    "behind by": "retard",
    "written": "écrits",
    "rejected": "refusés",
    "errors": "erreurs",
    "history: {size}, {free} free; readings waiting: {waiting}, lost: {dropped}": (
        "historique\u202f: {size}, {free} libres\u202f; lectures en attente\u202f: {waiting}, perdues\u202f: {dropped}"
    ),
    "{part} has hung for {time}": "{part}\u202f: ne tourne plus depuis {time}",
    "{count} MB": "{count}\u202fMo",
    "d": "j",
    # config/relations, sinks/domoticz/wishes
    "Gateway": "Passerelle",
    "{path}: {value} is the name of the gateway itself; choose another": (
        "{path}\u202f: {value} est le nom de la passerelle elle-même\u202f; choisissez-en un autre"
    ),
    # web/places
    'an address with a port is expected, such as "{example}" or "[::]:{port}"': (
        'il faut une adresse avec un port, par exemple "{example}" ou "[::]:{port}"'
    ),
    # web/status
    "what answered is no gateway of this version of topbms; restart the gateway": (
        "ce qui a répondu n'est pas une passerelle de cette version de topbms\u202f; redémarrez la passerelle"
    ),
    "the running gateway is of another version of topbms ({version}); restart it": (
        "la passerelle en marche est d'une autre version de topbms ({version})\u202f; redémarrez-la"
    ),
    # web/statussocket
    "nobody answers at {path}; does the gateway run? See: systemctl status topbms": (
        "personne ne répond à {path}\u202f; la passerelle tourne-t-elle\u202f? Voyez\u202f: systemctl status topbms"
    ),
    "the gateway does not answer at {path}; it hangs: sudo systemctl restart topbms": (
        "la passerelle ne répond pas à {path}\u202f; elle est bloquée\u202f: sudo systemctl restart topbms"
    ),
    "{path}: {reason}": "{path}\u202f: {reason}",
    "{path} is in the way of the gateway's socket and is none; move it away": (
        "{path} est à la place de la socket de la passerelle et n'en est pas une\u202f; déplacez-le"
    ),
    "{path} is the socket of another gateway that runs": "{path} est la socket d'une autre passerelle en marche",
    "{path}: a socket's path has at most {most} bytes, this one {length}; give the history a shorter path": (
        "{path}\u202f: le chemin d'une socket a au plus {most} octets, celui-ci {length}\u202f; donnez à l'historique un chemin plus court"
    ),
    "{path}: no permission to ask the gateway; try with sudo": (
        "{path}\u202f: pas le droit d'interroger la passerelle\u202f; essayez avec sudo"
    ),
    "{path}: no permission to ask the gateway; try with sudo, or join its group once: "
    "sudo usermod -aG {group} $USER, and log in again": (
        "{path}\u202f: pas le droit d'interroger la passerelle\u202f; essayez avec sudo, ou entrez une fois dans son groupe\u202f: "
        "sudo usermod -aG {group} $USER, puis reconnectez-vous"
    ),
}
