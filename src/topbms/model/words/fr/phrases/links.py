"""What is wrong with a port or a connection."""

PHRASES: dict[str, str] = {
    "no answer": "pas de réponse",
    "no pack answered for {rounds} rounds, the connection is opened anew": (
        "aucune batterie n'a répondu pendant {rounds} tours, la connexion est rouverte"
    ),
    "not connected yet": "pas encore de connexion",
    "no pack is known": "aucune batterie n'est connue",
    "does not answer any more": "ne répond plus",
    "does not answer": "ne répond pas",
    "not read yet": "pas encore lue",
    "{port}: the connection is closed": "{port}\u202f: la connexion est fermée",
    "{port}: the other end closed the connection": "{port}\u202f: l'autre bout a fermé la connexion",
    "{port}: this kind of port needs an extra: pip install 'topbms[esphome]'": (
        "{port}\u202f: ce genre de port demande un complément\u202f: pip install 'topbms[esphome]'"
    ),
    "{port}: the name of the host is not known": "{port}\u202f: le nom de la machine est inconnu",
    "{port} is in use by another program; find it with: sudo fuser -v {port}": (
        "{port} est pris par un autre programme\u202f; trouvez-le avec\u202f: sudo fuser -v {port}"
    ),
    "{port}: no permission; try: sudo usermod -aG dialout {user}, and log in again": (
        "{port}\u202f: pas d'autorisation\u202f; essayez\u202f: sudo usermod -aG dialout {user}, et reconnectez-vous"
    ),
    "{port} is not a serial port; those that there are: ls /dev/serial/by-id": (
        "{port} n'est pas un port série\u202f; voici ceux qu'il y a\u202f: ls /dev/serial/by-id"
    ),
    "{port} went away; was the adapter unplugged?": "{port} a disparu\u202f; l'adaptateur a-t-il été débranché\u202f?",
    "{port} does not answer; is the converter on, and the address right?": (
        "{port} ne répond pas\u202f; le convertisseur est-il allumé, et l'adresse juste\u202f?"
    ),
    "{port} cannot be reached; is the converter on, and the address right?": (
        "{port} est injoignable\u202f; le convertisseur est-il allumé, et l'adresse juste\u202f?"
    ),
    "{port} does not exist; is the adapter plugged in? See: ls /dev/serial/by-id": (
        "{port} n'existe pas\u202f; l'adaptateur est-il branché\u202f? Voyez\u202f: ls /dev/serial/by-id"
    ),
    "{port} refuses the connection; is the port right, or taken by another client?": (
        "{port} refuse la connexion\u202f; le port est-il juste, ou pris par un autre client\u202f?"
    ),
    "{port} is in use by another client": "{port} est pris par un autre client",
    "{url}: host and port are missing, as in socket://192.168.1.20:8899": (
        "{url}\u202f: il manque la machine et le port, comme dans socket://192.168.1.20:8899"
    ),
    "{url}: the port must be a number from 1 to 65535, as in socket://192.168.1.20:8899": (
        "{url}\u202f: le port doit être un nombre de 1 à 65535, comme dans socket://192.168.1.20:8899"
    ),
    "{url}: not a port; use /dev/serial/by-id/…, socket://HOST:PORT, rfc2217://HOST:PORT or esphome://HOST": (
        "{url}\u202f: pas un port\u202f; prenez /dev/serial/by-id/…, socket://HÔTE:PORT, rfc2217://HÔTE:PORT "
        "ou esphome://HÔTE"
    ),
    "{count} bytes came that are no frame; is the baud rate right?": (
        "{count} {count:octet reçu ne forme|octets reçus ne forment} pas de trame\u202f; la vitesse est-elle juste\u202f?"
    ),
}
