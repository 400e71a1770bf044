"""What is shown over HTTP and asked of the running gateway: [web], status, read and watch beside it."""

PHRASES: dict[str, str] = {
    # web/settings
    "other machines reach {listen}, and no password is asked for yet; keep 127.0.0.1, or write "
    "insecure = true beside it if everybody in your network may look": (
        "d'autres machines atteignent {listen}, et aucun mot de passe n'est encore demandé\u202f; gardez 127.0.0.1, ou "
        "écrivez insecure = true à côté si tout votre réseau peut regarder"
    ),
    'an address with a port is expected, such as "127.0.0.1:8765" or "[::]:8765"': (
        'il faut une adresse avec un port, par exemple "127.0.0.1:8765" ou "[::]:8765"'
    ),
    'the port must be a number from 1 to 65535, as in "127.0.0.1:8765"': (
        'le port doit être un nombre de 1 à 65535, comme dans "127.0.0.1:8765"'
    ),
    # web/status
    "what answered is no gateway of this version of topbms; restart the gateway": (
        "ce qui a répondu n'est pas une passerelle de cette version de topbms\u202f; redémarrez la passerelle"
    ),
    "the running gateway is of another version of topbms ({version}); restart it": (
        "la passerelle en marche est d'une autre version de topbms ({version})\u202f; redémarrez-la"
    ),
    # web/statussocket
    "no gateway runs here (nobody answers at {path}); see: systemctl status topbms": (
        "aucune passerelle ne tourne ici (personne ne répond à {path})\u202f; voyez\u202f: systemctl status topbms"
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
    "{path}: no permission to ask the gateway; try with sudo, or join its group once: "
    "sudo usermod -aG {group} $USER, and log in again": (
        "{path}\u202f: pas le droit d'interroger la passerelle\u202f; essayez avec sudo, ou entrez une fois dans son groupe\u202f: "
        "sudo usermod -aG {group} $USER, puis reconnectez-vous"
    ),
}
