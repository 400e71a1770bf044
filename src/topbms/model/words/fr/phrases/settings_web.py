"""What the settings of [web] mean: the page, and who may look at it."""

PHRASES: dict[str, str] = {
    "Whether anything is served at all.": "Servir la page et le reste\u202f; avec false, rien du tout.",
    (
        'Address and port, such as "127.0.0.1:8765", which only this machine reaches; "0.0.0.0:8765" is every IPv4 '
        'address that the machine has, "[::]:8765" every one.'
    ): (
        'L\'adresse et le port, par exemple "127.0.0.1:8765", que seule cette machine atteint\u202f; "0.0.0.0:8765" '
        'est chaque adresse IPv4 de la machine, "[::]:8765" absolument toutes.'
    ),
    (
        "The password for whoever comes from another machine, as `topbms config password` writes it; it cannot be read "
        "out of this."
    ): (
        "Le mot de passe pour qui vient d'une autre machine, tel que `topbms config password` l'écrit\u202f; on ne peut "
        "pas l'en déduire."
    ),
    "A file whose first line is `password_hash`, instead of it.": (
        "Un fichier dont la première ligne est `password_hash`, à sa place."
    ),
    (
        "Needed to be reached by other machines without a password: everybody who reaches it may look. Nobody can "
        "change anything in the battery."
    ): (
        "Nécessaire pour être atteint sans mot de passe par d'autres machines\u202f: quiconque l'atteint peut regarder. "
        "Personne ne peut rien changer dans la batterie."
    ),
    "What it is for.": "À quoi il sert.",
    "By what the token is known; it is kept nowhere itself.": (
        "À quoi le jeton se reconnaît\u202f; lui-même n'est gardé nulle part."
    ),
    "The certificate (PEM, with those that vouch for it) for https; needs `key_file`.": (
        "Le certificat (PEM, avec ceux qui s'en portent garants) pour https\u202f; demande `key_file`."
    ),
    "The key (PEM, without a passphrase) that belongs to `certificate_file`.": (
        "La clé (PEM, sans phrase secrète) qui va avec `certificate_file`."
    ),
    (
        'Names under which browsers may ask, such as ["battery.example.org"], beside addresses, localhost and the '
        'machine\'s own name; "*" is any name, for those whose reverse proxy looks after them.'
    ): (
        'Les noms sous lesquels un navigateur peut demander, par exemple ["battery.example.org"], en plus des adresses, '
        "de localhost et du nom de la machine\u202f; \"*\" est n'importe quel nom, pour ceux dont le proxy inverse s'en "
        "charge."
    ),
    (
        'Addresses or networks of your reverse proxies, such as ["192.168.1.2"]: what their headers say of a visitor '
        "is believed. Name the proxies only, never a network that visitors are in."
    ): (
        'Les adresses ou réseaux de vos proxys inverses, par exemple ["192.168.1.2"]\u202f: ce que leurs en-têtes '
        "disent d'un visiteur est cru. Ne nommez que les proxys, jamais un réseau où se trouvent des visiteurs."
    ),
    'The path under which a reverse proxy shows the page, such as "/battery".': (
        'Le chemin sous lequel un proxy inverse montre la page, par exemple "/battery".'
    ),
    (
        'Pages that may show this one in a frame, such as ["http://homeassistant.local:8123"]; "self" are those of '
        "the same address."
    ): (
        'Les pages qui peuvent montrer celle-ci dans un cadre, par exemple ["http://homeassistant.local:8123"]\u202f; '
        '"self" désigne celles de la même adresse.'
    ),
}
