"""A line that others use too: where it is shared, with whom, and what is refused."""

PHRASES: dict[str, str] = {
    'the whole path of a link is expected, such as "pty:/run/topbms/vendor"': (
        'le chemin complet d\'un lien est attendu, comme "pty:/run/topbms/vendor"'
    ),
    '{text}: an address or a network is expected, such as "192.168.1.20" or "192.168.1.0/24"': (
        '{text}\u202f: une adresse ou un réseau est attendu, comme "192.168.1.20" ou "192.168.1.0/24"'
    ),
    "{text} is everybody; name the addresses or the network of those who may ask": (
        "{text}, c'est tout le monde\u202f; indiquez les adresses ou le réseau de ceux qui peuvent interroger"
    ),
    "share and listen = true exclude each other: where nothing is sent, nobody can ask": (
        "share et listen = true s'excluent\u202f: là où rien n'est envoyé, personne ne peut interroger"
    ),
    'other machines reach the share {share}; name those that may ask, as in share_allow = ["192.168.1.20"], or keep '
    "127.0.0.1": (
        "d'autres machines atteignent le partage {share}\u202f; indiquez celles qui peuvent interroger, comme dans "
        'share_allow = ["192.168.1.20"], ou gardez 127.0.0.1'
    ),
    "{path}: {url} is {share} of this gateway; name the port that the packs are on": (
        "{path}\u202f: {url} est {share} de cette passerelle\u202f; indiquez le port où sont les batteries"
    ),
    "{port}: nothing was changed, setting the clock of pack {pack} was refused ({trouble}); a gateway that shares its "
    "link lets nothing be changed: name the port that the pack is on": (
        "{port}\u202f: rien n'a été changé, le réglage de l'horloge de la batterie {pack} a été refusé ({trouble})\u202f; "
        "une passerelle qui partage sa liaison ne laisse rien changer\u202f: indiquez le port où est la batterie"
    ),
}
