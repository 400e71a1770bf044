"""French words of the alarms that EG4 boards were the first to report."""

from topbms.model.words.entry import AlarmWords

ALARMS: dict[str, AlarmWords] = {
    "fire_alarm": AlarmWords(
        words="Alarme incendie",
        meaning="Le BMS signale un feu ou de la fumée dans la batterie.",
        action="Quittez le local, ne touchez pas à la batterie, appelez les pompiers, puis le fournisseur.",
    ),
}
