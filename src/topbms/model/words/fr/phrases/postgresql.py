"""What the PostgreSQL sink and its set-up say."""

PHRASES: dict[str, str] = {
    # sinks/postgresql: errors
    "PostgreSQL at {where} refuses a row for good: {reason}": (
        "PostgreSQL à {where} refuse définitivement une ligne\u202f: {reason}"
    ),
    "{pack}: a value fits no column of PostgreSQL ({reason})": (
        "{pack}\u202f: une valeur n'entre dans aucune colonne de PostgreSQL ({reason})"
    ),
    "PostgreSQL at {where} lacks a table, a column or a right ({reason}): run `topbms postgresql setup`": (
        "il manque une table, une colonne ou un droit dans PostgreSQL à {where} ({reason})\u202f: lancez "
        "`topbms postgresql setup`"
    ),
    "PostgreSQL at {where} has no room left ({reason}): look at its disk, memory and connections": (
        "PostgreSQL à {where} n'a plus de place ({reason})\u202f: voyez son disque, sa mémoire et ses connexions"
    ),
    "PostgreSQL at {where} is stopping or starting ({reason})": ("PostgreSQL à {where} s'arrête ou démarre ({reason})"),
    "PostgreSQL at {where} takes no changes ({reason}): is it a standby? Name the primary in [postgresql]": (
        "PostgreSQL à {where} n'accepte aucune modification ({reason})\u202f: est-ce un serveur de secours\u202f? "
        "Nommez le serveur primaire dans [postgresql]"
    ),
    "PostgreSQL at {where} did not write: {reason} ({state})": (
        "PostgreSQL à {where} n'a pas écrit\u202f: {reason} ({state})"
    ),
    "the connection to PostgreSQL at {where} was cut ({reason})": (
        "la connexion à PostgreSQL à {where} a été coupée ({reason})"
    ),
    (
        "PostgreSQL at {where} did not answer within {seconds:g} s: is its machine busy, or the network slow? "
        "A longer timeout can be set in [postgresql]"
    ): (
        "PostgreSQL à {where} n'a pas répondu en {seconds:g}\u202fs\u202f: sa machine est-elle chargée, ou le réseau "
        "lent\u202f? Un timeout plus long se règle dans [postgresql]"
    ),
    (
        "the line to PostgreSQL at {where} cannot be trusted or encrypted as wanted ({reason}): check sslmode and "
        "root_certificate in [postgresql], and the server's certificate"
    ): (
        "la liaison avec PostgreSQL à {where} n'est pas sûre, ou pas chiffrée comme demandé ({reason})\u202f: vérifiez "
        "sslmode et root_certificate dans [postgresql], et le certificat du serveur"
    ),
    (
        'PostgreSQL at {where} does not let "{user}" in ({reason}): check user, password and database in '
        "[postgresql], and the server's pg_hba.conf; `topbms postgresql setup` makes the role"
    ): (
        'PostgreSQL à {where} n\'accepte pas "{user}" ({reason})\u202f: vérifiez user, password et database dans '
        "[postgresql], et le pg_hba.conf du serveur\u202f; `topbms postgresql setup` crée le rôle"
    ),
    (
        "PostgreSQL at {where} cannot be reached ({reason}): is it running, does it listen on the network, and are "
        "host and port right?"
    ): (
        "PostgreSQL est injoignable à {where} ({reason})\u202f: est-il en marche, écoute-t-il sur le réseau, l'hôte et le "
        "port sont-ils justes\u202f?"
    ),
    (
        'site "{site}" belongs to another gateway in PostgreSQL at {where}: give this one a name of its own '
        "(site = …), or, if its history was begun anew, run `topbms postgresql setup --release`"
    ): (
        'le site "{site}" appartient à une autre passerelle dans PostgreSQL à {where}\u202f: donnez à celle-ci un nom à '
        "elle (site = …) ou, si son historique a été recommencé, lancez `topbms postgresql setup --release`"
    ),
    # sinks/postgresql: settings
    "[postgresql] needs an extra: pip install 'topbms[postgres]' ({reason})": (
        "[postgresql] demande un supplément\u202f: pip install 'topbms[postgres]' ({reason})"
    ),
    "only host, port and database belong here; user, password and sslmode have their own keys": (
        "seuls hôte, port et base de données vont ici\u202f; user, password et sslmode ont leurs propres clés"
    ),
    'a name of small letters, digits or _ is expected, such as "topbms"': (
        'un nom en minuscules, chiffres ou _ est attendu, tel que "topbms"'
    ),
    "url and {key} exclude each other; keep one": "url et {key} s'excluent\u202f; gardez l'un des deux",
    'sslmode = "verify-ca" needs a root_certificate': 'sslmode = "verify-ca" demande un root_certificate',
    "{problem}; `topbms postgresql setup` makes a missing one": (
        "{problem}\u202f; `topbms postgresql setup` crée celui qui manque"
    ),
    (
        "postgresql.password_file: {file} cannot be written ({reason}): make its folder, or use sudo; then run "
        "`topbms postgresql setup --new-password`"
    ): (
        "postgresql.password_file\u202f: impossible d'écrire {file} ({reason})\u202f: créez son dossier, ou utilisez sudo\u202f; "
        "puis lancez `topbms postgresql setup --new-password`"
    ),
    # sinks/postgresql: setup
    "made: schema {schema} with its tables and views": "créé\u202f: le schéma {schema} avec ses tables et ses vues",
    "made: schema {schema} as it is in version {version}": "mis à jour\u202f: le schéma {schema}, en version {version}",
    "made: columns of table {table}: {columns}": "créé\u202f: des colonnes de la table {table}\u202f: {columns}",
    "made: table reading is a hypertable of TimescaleDB": (
        "créé\u202f: la table reading est maintenant une hypertable de TimescaleDB"
    ),
    "made: role {role}, which may insert and read nothing": (
        "créé\u202f: le rôle {role}, qui peut insérer et ne rien lire"
    ),
    "made: the rights of role {role}": "créé\u202f: les droits du rôle {role}",
    "role {role} has a new password": "le rôle {role} a un nouveau mot de passe",
    "role {role} may do more than insert: a gateway's password should not open the whole database": (
        "le rôle {role} peut plus qu'insérer\u202f: le mot de passe d'une passerelle ne devrait pas ouvrir toute la base"
    ),
    "site {site} is free: the next gateway of that name gets it": (
        "le site {site} est libre\u202f: la prochaine passerelle de ce nom l'obtient"
    ),
    ("the tables in {where} are of a later topbms (version {found}, this one knows {known}): update topbms"): (
        "les tables de {where} viennent d'un topbms plus récent (version {found}, celui-ci connaît {known})\u202f: "
        "mettez topbms à jour"
    ),
    (
        "PostgreSQL at {where} does not let {user} do that ({reason}): run `topbms postgresql setup --user OWNER` "
        "with the database's owner, who may also create roles"
    ): (
        "PostgreSQL à {where} ne le permet pas à {user} ({reason})\u202f: lancez `topbms postgresql setup --user OWNER` "
        "avec le propriétaire de la base, qui doit aussi pouvoir créer des rôles"
    ),
    # cli/postgresql
    "{path} has no [postgresql] section; add one with its url": (
        "{path} n'a pas de section [postgresql]\u202f; ajoutez-en une avec son url"
    ),
    "nothing to do: all of it was there already": "rien à faire\u202f: tout était déjà là",
    "password of {role}, shown this once: {password}": "mot de passe de {role}, montré cette seule fois\u202f: {password}",
    "keep it in a file that only the gateway reads, and name that in [postgresql] as password_file": (
        "gardez-le dans un fichier que seule la passerelle peut lire, et nommez-le password_file dans [postgresql]"
    ),
    "password of {role}: written to {file}": "mot de passe de {role}\u202f: écrit dans {file}",
    "Password of PostgreSQL role {user}": "Mot de passe du rôle PostgreSQL {user}",
}
