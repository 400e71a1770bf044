"""What the settings of several sections say alike: addresses, files, passwords and certificates."""

PHRASES: dict[str, str] = {
    # settings/address
    'an address such as "{example}" is expected': 'une adresse telle que "{example}" est attendue',
    'the port must be a number from 1 to 65535, as in "{example}"': (
        'le port doit être un nombre de 1 à 65535, comme dans "{example}"'
    ),
    # settings/files
    "{setting}: {file} is not a plain file; name another": (
        "{setting}\u202f: {file} n'est pas un simple fichier\u202f; nommez-en un autre"
    ),
    "{setting}: {file} cannot be read ({reason}): check the path and its permissions": (
        "{setting}\u202f: {file} est illisible ({reason})\u202f: vérifiez le chemin et ses droits"
    ),
    "{setting}: {file} cannot be read: it is not text (UTF-8)": (
        "{setting}\u202f: {file} est illisible\u202f: ce n'est pas du texte (UTF-8)"
    ),
    # settings/password
    "{setting}: {file} has no password in its first line": (
        "{setting}\u202f: {file} n'a pas de mot de passe en première ligne"
    ),
    "the {key} is given twice; keep either {key} or {key}_file": (
        "{key} est donné deux fois\u202f; gardez soit {key}, soit {key}_file"
    ),
    # of several sections
    "user and password (or password_file) belong together; one of them is missing": (
        "user et password (ou password_file) vont ensemble\u202f; l'un d'eux manque"
    ),
    # settings/certificate
    "{section}.certificate_file: {file} and {key} are not a certificate and its key (PEM, without a passphrase)": (
        "{section}.certificate_file\u202f: {file} et {key} ne sont pas un certificat et sa clé (PEM, sans phrase secrète)"
    ),
    "certificate_file and key_file belong together; one of them is missing": (
        "certificate_file et key_file vont ensemble\u202f; l'un des deux manque"
    ),
}
