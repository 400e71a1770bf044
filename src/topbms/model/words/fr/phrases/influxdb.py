"""What the InfluxDB sink says."""

PHRASES: dict[str, str] = {
    # sinks/influxdb: settings
    "the path of the write endpoint is expected at the end; docs/influxdb.md has them all": (
        "le chemin du point d'écriture est attendu à la fin\u202f; docs/influxdb.md les donne tous"
    ),
    "token, user and password have their own keys; they do not belong into the address": (
        "token, user et password ont leurs propres clés\u202f; ils n'ont pas leur place dans l'adresse"
    ),
    "time stamps are sent in nanoseconds: leave precision={precision} out of the address": (
        "les horodatages sont envoyés en nanosecondes\u202f: retirez precision={precision} de l'adresse"
    ),
    "a user's name without a colon is expected": "un nom d'utilisateur sans deux-points est attendu",
    "1 to 40 letters, digits or _ are expected, a letter first": (
        "1 à 40 lettres, chiffres ou _ sont attendus, une lettre d'abord"
    ),
    "either a token or a user is expected, not both": "soit un jeton, soit un utilisateur est attendu, pas les deux",
    "{setting}: {file} has nothing in its first line": "{setting}\u202f: {file} n'a rien dans sa première ligne",
    # sinks/influxdb: the connection
    "{url} did not answer within {seconds:g} s: is its machine busy, or the network slow? "
    "A longer timeout can be set in [influxdb]": (
        "{url} n'a pas répondu en {seconds:g} s\u202f: sa machine est-elle occupée, ou le réseau lent\u202f? "
        "Un timeout plus long se règle dans [influxdb]"
    ),
    "the certificate of {url} cannot be verified: if you made it yourself, set verify_tls = false in [influxdb]": (
        "le certificat de {url} ne peut pas être vérifié\u202f: si vous l'avez créé vous-même, mettez "
        "verify_tls = false dans [influxdb]"
    ),
    "{url} cannot be reached ({reason}): is it running, and are address and port right?": (
        "{url} est injoignable ({reason})\u202f: le programme tourne-t-il, l'adresse et le port sont-ils bons\u202f?"
    ),
    # sinks/influxdb: answers
    "the disk or the quota of {url} is full (HTTP {status}: {text}): make room there": (
        "le disque ou le quota de {url} est plein (HTTP {status}\u202f: {text})\u202f: faites-y de la place"
    ),
    "{url} does not take compressed data (HTTP {status}: {text}): set gzip = false in [influxdb]": (
        "{url} n'accepte pas de données compressées (HTTP {status}\u202f: {text})\u202f: mettez gzip = false dans "
        "[influxdb]"
    ),
    "{url} refuses the data (HTTP {status}: {text})": "{url} refuse les données (HTTP {status}\u202f: {text})",
    "{url} wants a login (HTTP {status}: {text}): set token, or user and password, in [influxdb]": (
        "{url} demande une connexion (HTTP {status}\u202f: {text})\u202f: indiquez token, ou user et password, dans "
        "[influxdb]"
    ),
    "{url} refuses the token (HTTP {status}: {text}): is it right, may it write to {database}, and does the "
    "target want another scheme?": (
        "{url} refuse le jeton (HTTP {status}\u202f: {text})\u202f: est-il bon, peut-il écrire dans {database}, et la "
        "cible attend-elle un autre scheme\u202f?"
    ),
    '{url} refuses user "{user}" (HTTP {status}: {text}): check user and password, and the right to write to '
    "{database}": (
        "{url} refuse l'utilisateur «\u202f{user}\u202f» (HTTP {status}\u202f: {text})\u202f: vérifiez l'utilisateur "
        "et le mot de passe, et le droit d'écrire dans {database}"
    ),
    '{url} does not find the place (HTTP 404: {text}): is there a database or bucket "{database}", and is the '
    "path the one of the write endpoint?": (
        "{url} ne trouve pas l'endroit (HTTP 404\u202f: {text})\u202f: la base ou le bucket "
        "«\u202f{database}\u202f» existe-t-il, et le chemin est-il celui du point d'écriture\u202f?"
    ),
    "{url} cannot take data now (HTTP {status}: {text})": (
        "{url} ne peut pas prendre de données maintenant (HTTP {status}\u202f: {text})"
    ),
    "{url} does not answer like a write endpoint (HTTP {status}: {text}): are address, path and parameters right, "
    "and is there a proxy between?": (
        "{url} ne répond pas comme un point d'écriture (HTTP {status}\u202f: {text})\u202f: l'adresse, le chemin et "
        "les paramètres sont-ils bons, y a-t-il un proxy entre les deux\u202f?"
    ),
}
