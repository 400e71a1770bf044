"""Finding out which dialect a battery speaks."""

PHRASES: dict[str, str] = {
    "Pack {address}: {values}": "Batterie {address}\u202f: {values}",
    "{count} cells": "{count} {count:cellule|cellules}",
    "{port}: somebody answers, but no pack could be read.": (
        "{port}\u202f: quelqu'un répond, mais aucune batterie n'a pu être lue."
    ),
    (
        "{port}: nobody answers at {baud} baud. Check that the pack is on, the cable is in its RS232 port (RJ11), "
        "TX and RX are not swapped, and a converter is set to {usual} 8N1."
    ): (
        "{port}\u202f: personne ne répond à {baud} bauds. Vérifiez que la batterie est allumée, que le câble est dans sa "
        "prise RS232 (RJ11), que TX et RX ne sont pas inversés, et qu'un convertisseur est réglé sur {usual} 8N1."
    ),
    (
        "{port}: somebody already talks here ({count} frames heard, addresses {addresses}): an inverter, a master "
        "pack or another program. Two masters garble each other, so nothing was sent."
    ): (
        "{port}\u202f: quelqu'un parle déjà ici ({count} {count:trame entendue|trames entendues}, "
        "{places:adresse|adresses} {addresses})\u202f: un onduleur, une batterie maîtresse ou un autre programme. Deux "
        "maîtres se gênent mutuellement, rien n'a donc été envoyé."
    ),
    "To ask all the same: --force": "Pour interroger quand même\u202f: --force",
    "To ask in one of them: --dialect NAME": "Pour interroger dans l'un d'eux\u202f: --dialect NOM",
    "{port}: {count} bytes were heard that are no frames: is the baud rate right, are A and B swapped?": (
        "{port}\u202f: {count} {count:octet entendu ne forme|octets entendus ne forment} pas de trame\u202f: la vitesse "
        "est-elle juste, A et B sont-ils inversés\u202f?"
    ),
    "What is sent comes back at once: the adapter echoes, or its TX and RX touch each other.": (
        "Ce qui est envoyé revient aussitôt\u202f: l'adaptateur renvoie l'écho, ou ses fils TX et RX se touchent."
    ),
    (
        "How sure: of a master, not of its packs. No request and reply that follow each other were understood; "
        "listen = true on the link goes on listening."
    ): (
        "Certitude\u202f: un maître, sans doute\u202f; ses batteries, non. Aucune demande suivie de sa réponse n'a été "
        "comprise\u202f; listen = true sur la liaison continue d'écouter."
    ),
    (
        "How sure: sure, by listening. Replies of packs {packs} fit dialect {dialect} and no other, each to the "
        "request heard before it; listen = true on the link reads along."
    ): (
        "Certitude\u202f: sûr, rien qu'à l'écoute. Les réponses {count:de la batterie|des batteries} {packs} conviennent "
        "au dialecte {dialect} et à aucun autre, chacune à la demande entendue juste avant\u202f; listen = true sur la liaison "
        "lit sans parler."
    ),
    (
        "Unproven in dialect {dialect}: {kinds}, which no captured frame has shown yet. Compare them with the "
        "pack's own display."
    ): (
        "Pas encore prouvé dans le dialecte {dialect}\u202f: {kinds}, qu'aucune trame capturée n'a montré. Comparez avec "
        "l'écran de la batterie."
    ),
    "alarms and states": "alarmes et états",
    "limits": "limites",
    "identity": "identité",
    "How sure: hardly. Nothing was read of what answers to dialect {dialect}, asked with VER {asked}.": (
        "Certitude\u202f: presque aucune. De ce qui répond au dialecte {dialect}, demandé avec VER {asked}, rien n'a pu être lu."
    ),
    (
        "How sure: fairly. {count} replies fit dialect {dialect} to the last byte, {others} did not (asked with "
        "VER {asked}, answered with VER {answered})."
    ): (
        "Certitude\u202f: assez sûr. {count} {count:réponse convient|réponses conviennent} au dialecte {dialect} jusqu'au "
        "dernier octet, {others} non (demandé avec VER {asked}, répondu avec VER {answered})."
    ),
    (
        "How sure: undecided. {count} replies fit dialect {dialect} to the last byte, but fit {rivals} as well; see "
        "which one shows what the pack's display shows."
    ): (
        "Certitude\u202f: indécis. {count} {count:réponse convient|réponses conviennent} au dialecte {dialect} jusqu'au "
        "dernier octet, mais aussi à {rivals}\u202f; voyez lequel montre ce que montre l'écran de la batterie."
    ),
    (
        "How sure: sure. {count} replies, which all fit dialect {dialect} to the last byte, asked with VER {asked}, "
        "answered with VER {answered}; no other known dialect fits."
    ): (
        "Certitude\u202f: sûr. {count} {count:réponse, qui convient|réponses, qui conviennent toutes} au dialecte {dialect} "
        "jusqu'au dernier octet, demandé avec VER {asked}, répondu avec VER {answered}\u202f; aucun autre dialecte connu ne "
        "convient."
    ),
    "Pack {address}: some of its answers could not be read: {reason}": (
        "Batterie {address}\u202f: une partie de ses réponses n'a pas pu être lue\u202f: {reason}"
    ),
    "Pack {address} answers, but cannot be read: {reason}": (
        "La batterie {address} répond, mais ne peut être lue\u202f: {reason}"
    ),
    (
        "How sure: undecided. An answer fits more than one dialect: {names}. Read in each of them, and see which "
        "one shows what the pack's display shows."
    ): (
        "Certitude\u202f: indécis. Une réponse convient à plusieurs dialectes\u202f: {names}. Lisez dans chacun, et voyez lequel "
        "montre ce que montre l'écran de la batterie."
    ),
    (
        "How sure: of a sound on the wire, not of a battery. What comes back is no whole frame ({reason}): is the "
        "baud rate right, are A and B swapped?"
    ): (
        "Certitude\u202f: un bruit sur la ligne, pas une batterie. Ce qui revient n'est pas une trame entière "
        "({reason})\u202f: la vitesse est-elle juste, A et B sont-ils inversés\u202f?"
    ),
    ("How sure: of a BMS of this family, not of its dialect. Its frames are whole, and it refuses: {reason}"): (
        "Certitude\u202f: un BMS de cette famille, mais pas son dialecte. Ses trames sont entières, et il refuse\u202f: {reason}"
    ),
    (
        "How sure: of a BMS of this family, of none that is known. Something answers that fits no known dialect: "
        "{reason}"
    ): (
        "Certitude\u202f: un BMS de cette famille, mais aucun de ceux qui sont connus. Quelque chose répond qui ne convient à "
        "aucun dialecte connu\u202f: {reason}"
    ),
    "Nothing was heard that could be shared; {path} was not written.": (
        "Rien n'a été entendu qui puisse être partagé\u202f; {path} n'a pas été écrit."
    ),
    "To share what was heard, masked: scan again with --output scan.jsonl": (
        "Pour partager ce qui a été entendu, masqué\u202f: relancez avec --output scan.jsonl"
    ),
    (
        "Every frame of this scan is in {path}, serial numbers and bar codes masked. Look at them with topbms decode, "
        "then share the file in an issue, and say what battery it is."
    ): (
        "Chaque trame de ce scan est dans {path}, numéros de série et codes-barres masqués. Regardez-les avec topbms "
        "decode, puis partagez le fichier dans un ticket, en disant quelle batterie c'est."
    ),
    "{port}: nobody was asked yet.": "{port}\u202f: personne n'a encore été interrogé.",
    (
        "How sure: of a master, not of its packs (dialect {dialect}). Only replies are heard here, not what is "
        "asked, and listen = true needs both."
    ): (
        "Certitude\u202f: un maître, sans doute\u202f; ses batteries, non (dialecte {dialect}). On n'entend ici que les "
        "réponses, pas les demandes, et listen = true a besoin des deux."
    ),
    "{port}, dialect {dialect}": "{port}, dialecte {dialect}",
    "the battery speaks dialect {dialect}": "la batterie parle le dialecte {dialect}",
    (
        "{port}: pack {pack} speaks dialect {dialect}, in which nothing but values can be asked for, as far as is known; "
        "read them with: topbms read {port} --pack {pack}"
    ): (
        "{port}\u202f: la batterie {pack} parle le dialecte {dialect}, où l'on ne sait demander que les valeurs\u202f; "
        "lisez-les avec\u202f: topbms read {port} --pack {pack}"
    ),
    "{port}: {count} packs answer in dialect {dialect}.": (
        "{port}\u202f: {count} {count:batterie répond|batteries répondent} dans le dialecte {dialect}."
    ),
    "asking in every known dialect at {baud} baud": "demande dans chaque dialecte connu à {baud} bauds",
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
