"""French words of the alarms that Daren boards were the first to report."""

from topbms.model.words.entry import AlarmWords

ALARMS: dict[str, AlarmWords] = {
    "fuse_blown": AlarmWords(
        words="Fusible fondu",
        meaning="Le BMS signale qu'un fusible de la batterie a fondu\u202f: le courant est coupé, ou n'est plus protégé.",
        action="Éteignez la batterie, ne remplacez jamais le fusible par un pont et appelez le fournisseur.",
    ),
}
