"""Who may look at the page: [web], `topbms config password` and `token`, and what a page says that is none."""

PHRASES: dict[str, str] = {
    # settings
    'a list is expected, such as ["one", "two"]': 'il faut une liste, par exemple ["un", "deux"]',
    # web/settings
    "other machines reach {listen}, and there is no password: set one with topbms config password, keep 127.0.0.1, "
    "or write insecure = true beside it if everybody in your network may look": (
        "d'autres machines atteignent {listen}, et il n'y a pas de mot de passe\u202f: donnez-en un avec topbms config "
        "password, gardez 127.0.0.1, ou écrivez insecure = true à côté si tout votre réseau peut regarder"
    ),
    "the password is given twice; keep either password_hash or password_hash_file": (
        "le mot de passe est donné deux fois\u202f; gardez soit password_hash, soit password_hash_file"
    ),
    # config/cautions
    "{path}: insecure = true in [web] has no effect beside a password, which is asked for; take it out": (
        "{path}\u202f: insecure = true dans [web] est sans effet à côté d'un mot de passe, qui est demandé\u202f; ôtez-le"
    ),
    # web/places
    'a path such as "/battery" is expected: letters (without accents), digits, . _ ~ and -': (
        'il faut un chemin tel que "/batterie"\u202f: lettres (sans accents), chiffres, . _ ~ et -'
    ),
    "/{name} is a path of the gateway itself; choose another": (
        "/{name} est un chemin de la passerelle elle-même\u202f; choisissez-en un autre"
    ),
    '{host}: a name without a port is expected, such as "battery.lan"': (
        '{host}\u202f: il faut un nom sans port, par exemple "batterie.lan"'
    ),
    '{proxy}: an address or a network is expected, such as "192.168.1.2" or "172.30.32.0/23"': (
        '{proxy}\u202f: il faut une adresse ou un réseau, par exemple "192.168.1.2" ou "172.30.32.0/23"'
    ),
    "{proxy} is everybody; name the proxies only": "{proxy}, c'est tout le monde\u202f; nommez seulement les mandataires",
    '{page}: "self" is expected, or an address without a path, such as "https://ha.lan:8123"': (
        '{page}\u202f: il faut "self", ou une adresse sans chemin, par exemple "https://ha.lan:8123"'
    ),
    "web.password_hash_file: {file}: {problem}": "web.password_hash_file\u202f: {file}\u202f: {problem}",
    # web/safe
    "this is not what topbms config password writes; let it write the line anew": (
        "ce n'est pas ce qu'écrit topbms config password\u202f; laissez-le réécrire la ligne"
    ),
    "this is not what topbms config token writes; let it make a new token": (
        "ce n'est pas ce qu'écrit topbms config token\u202f; laissez-le faire un nouveau jeton"
    ),
    # web/frontpage, web/pages
    "To the battery": "Vers la batterie",
    "There is nothing here.": "Il n'y a rien ici.",
    "The page is not in this installation: install a wheel of topbms, or type make page in its source. "
    "The gateway runs, and answers under {prefix}/api/v1.": (
        "La page n'est pas dans cette installation\u202f: installez un paquet (wheel) de topbms, ou tapez make page dans "
        "ses sources. La passerelle tourne, et répond sous {prefix}/api/v1."
    ),
    # cli/configuring/passwords
    "the password must have {least} to {most} characters; nothing was changed": (
        "le mot de passe doit avoir de {least} à {most} caractères\u202f; rien n'a été changé"
    ),
    "there is a character in the password that cannot be seen; nothing was changed": (
        "il y a un caractère invisible dans le mot de passe\u202f; rien n'a été changé"
    ),
    "Password of the page": "Mot de passe de la page",
    "The same again": "Le même encore une fois",
    "these were two different passwords; nothing was changed": (
        "c'étaient deux mots de passe différents\u202f; rien n'a été changé"
    ),
    # cli/hidden
    "--password-stdin: standard input is not UTF-8 text": (
        "--password-stdin\u202f: l'entrée standard n'est pas du texte UTF-8"
    ),
    "--password-stdin: the first line of standard input is empty; write the password there": (
        "--password-stdin\u202f: la première ligne de l'entrée standard est vide\u202f; écrivez-y le mot de passe"
    ),
    "the password was not given; type it in a terminal, or give --password-stdin": (
        "le mot de passe n'a pas été donné\u202f; tapez-le dans un terminal, ou donnez --password-stdin"
    ),
    # cli/configuring/access
    "{path}: the password is in {file}; write it there: topbms config password --print": (
        "{path}\u202f: le mot de passe est dans {file}\u202f; écrivez-le là\u202f: topbms config password --print"
    ),
    "{path} is written in a way that cannot be changed by itself; put this into [web] in it: {line}": (
        "{path} est écrit d'une manière qui ne se modifie pas toute seule\u202f; mettez-y ceci dans [web]\u202f: {line}"
    ),
    "{path} is written in a way that cannot be changed by itself; take the lines of: "
    "topbms config token {name} --print": (
        "{path} est écrit d'une manière qui ne se modifie pas toute seule\u202f; prenez les lignes de\u202f: "
        "topbms config token {name} --print"
    ),
    "{path} has a token {name} already; take its lines out first, or choose another name": (
        "{path} a déjà un jeton {name}\u202f; ôtez d'abord ses lignes, ou choisissez un autre nom"
    ),
    "The running gateway takes it at: sudo systemctl reload topbms": (
        "La passerelle en marche le prend avec\u202f: sudo systemctl reload topbms"
    ),
    # cli/config
    "The page is for your whole network: topbms run says at which address.": (
        "La page est pour tout votre réseau\u202f: topbms run dit à quelle adresse."
    ),
    "{path}: the password is set.": "{path}\u202f: le mot de passe est en place.",
    "NAME must be 1 to 40 letters (without accents), digits, _ or -, not {name}": (
        "NAME doit avoir 1 à 40 lettres (sans accents), chiffres, _ ou -, et non {name}"
    ),
    "It is shown this once, and is sent in this header: {header}": (
        "Il n'est montré que cette fois, et s'envoie dans cet en-tête\u202f: {header}"
    ),
    "Shall other machines of your network see the page, with a password? (yes or no)": (
        "D'autres machines de votre réseau doivent-elles voir la page, avec un mot de passe\u202f? (oui ou non)"
    ),
    "no": "non",
    # cli/configuring/draft
    "The page is for this machine only; for others: topbms config password --network": (
        "La page est pour cette machine seulement\u202f; pour d'autres\u202f: topbms config password --network"
    ),
    "The page is for every machine of the network; another password: topbms config password": (
        "La page est pour toutes les machines du réseau\u202f; un autre mot de passe\u202f: topbms config password"
    ),
    # cli/configuring/describing
    "The page is switched off": "La page est désactivée",
    "The page at {url}, for this machine": "La page sur {url}, pour cette machine",
    "The page at {url}, for whoever has the password": "La page sur {url}, pour qui a le mot de passe",
    "The page at {url}, for everybody who reaches it": "La page sur {url}, pour tous ceux qui l'atteignent",
}
