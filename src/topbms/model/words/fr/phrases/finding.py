"""Finding out which dialect a battery speaks."""

PHRASES: dict[str, str] = {
    "{port}: {count} packs answer in dialect {dialect}.": (
        "{port}\u202f: {count} {count:batterie répond|batteries répondent} dans le dialecte {dialect}."
    ),
    "Dialect {dialect}, asked with VER {version}: the first answer fits it, and no other that is known.": (
        "Dialecte {dialect}, demandé avec VER {version}\u202f: la première réponse lui convient, et à aucun autre connu."
    ),
    "asking in every known dialect at {baud} baud": "demande dans chaque dialecte connu à {baud} bauds",
    "Something answers that fits no known dialect: {reason}": (
        "Quelque chose répond qui ne convient à aucun dialecte connu\u202f: {reason}"
    ),
    "{port}: stopped early; what was found until then:": (
        "{port}\u202f: arrêté avant la fin\u202f; ce qui a été trouvé jusque-là\u202f:"
    ),
    "{link} only listens; set listen = false to ask": (
        "{link} ne fait qu'écouter\u202f; mettez listen = false pour demander"
    ),
    "no pack has answered yet, so it is not known in which dialect to ask": (
        "aucune batterie n'a encore répondu, le dialecte dans lequel demander n'est donc pas connu"
    ),
}
