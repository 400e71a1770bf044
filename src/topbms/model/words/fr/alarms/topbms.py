"""French words of every alarm; what holds for each level is said as in English, the sentences are French's own."""

from topbms.model.words.entry import AlarmWords

ALARMS: dict[str, AlarmWords] = {
    "cell_overvoltage": AlarmWords(
        words="Tension de cellule trop élevée",
        meaning="Une cellule dépasse sa limite haute de tension, ce qui arrive surtout en fin de charge. "
        "Au niveau protection, le BMS coupe la charge.",
        action="Vérifiez la tension de charge réglée sur l'onduleur ou le chargeur. "
        "Si cela revient chaque jour, la batterie a besoin d'être équilibrée.",
    ),
    "cell_undervoltage": AlarmWords(
        words="Tension de cellule trop basse",
        meaning="Une cellule est passée sous sa limite basse de tension, et rester vide l'abîmerait pour de bon. "
        "Au niveau protection, le BMS coupe la décharge.",
        action="Rechargez la batterie sans tarder et ne la laissez pas vide. "
        "Si elle n'accepte pas la charge, ne la forcez pas et appelez le fournisseur.",
    ),
    "pack_overvoltage": AlarmWords(
        words="Tension de batterie trop élevée",
        meaning="La batterie dépasse sa limite haute de tension. Au niveau protection, le BMS coupe la charge.",
        action="Vérifiez la tension de charge réglée sur l'onduleur ou le chargeur, "
        "et baissez-la si elle dépasse ce que le fournisseur autorise.",
    ),
    "pack_undervoltage": AlarmWords(
        words="Tension de batterie trop basse",
        meaning="La batterie est sous sa limite basse de tension, parce qu'elle est presque vide ou très sollicitée. "
        "Au niveau protection, le BMS coupe la décharge.",
        action="Éteignez les gros consommateurs, rechargez la batterie sans tarder et ne la laissez pas vide.",
    ),
    "charge_overcurrent": AlarmWords(
        words="Courant de charge trop élevé",
        meaning="Le courant qui entre dans la batterie dépasse sa limite. "
        "Au niveau protection, le BMS coupe la charge.",
        action="Réduisez le courant de charge réglé sur l'onduleur ou le chargeur. "
        "S'il y a plusieurs batteries, vérifiez qu'aucune n'est coupée et ne laisse sa part aux autres.",
    ),
    "discharge_overcurrent": AlarmWords(
        words="Courant de décharge trop élevé",
        meaning="Les consommateurs tirent plus de courant que la limite de la batterie. "
        "Au niveau protection, le BMS coupe la décharge.",
        action="Éteignez les gros consommateurs ou réduisez le courant de décharge réglé sur l'onduleur. "
        "S'il y a plusieurs batteries, vérifiez qu'aucune n'est coupée et ne laisse sa part aux autres.",
    ),
    "discharge_overcurrent_2": AlarmWords(
        words="Courant de décharge au-delà de la seconde limite",
        meaning="Les consommateurs ont tiré plus de courant que la seconde limite de la batterie, "
        "et le BMS a coupé la décharge.",
        action="Cherchez l'appareil en cause, par exemple un moteur ou un onduleur qui démarre, "
        "avant de le remettre en marche.",
    ),
    "short_circuit": AlarmWords(
        words="Court-circuit",
        meaning="Le BMS a détecté un court-circuit et a coupé la batterie.",
        action="Ouvrez le disjoncteur de la batterie et laissez-le ouvert tant que la cause n'est pas trouvée "
        "dans le câblage ou l'onduleur. Dans le doute, appelez un électricien.",
    ),
    "cell_difference": AlarmWords(
        words="Écart entre cellules trop grand",
        meaning="L'écart entre la cellule la plus haute et la plus basse dépasse la limite, "
        "et la batterie ne peut plus donner toute sa capacité.",
        action="Chargez la batterie à fond et laissez-la pleine quelques heures pour qu'elle s'équilibre. "
        "Si l'écart reste, faites contrôler les cellules et leurs connexions.",
    ),
    "charge_high_temperature": AlarmWords(
        words="Trop chaud pour charger",
        meaning="La batterie dépasse sa limite haute de température en charge. "
        "Au niveau protection, le BMS coupe la charge.",
        action="Réduisez ou arrêtez la charge et laissez la batterie refroidir. "
        "Cherchez une aération bouchée, une source de chaleur ou une borne desserrée qui chauffe.",
    ),
    "charge_low_temperature": AlarmWords(
        words="Trop froid pour charger",
        meaning="La batterie est sous sa limite basse de température en charge. Charger en dessous de 0\u202f°C "
        "abîme les cellules pour de bon, et au niveau protection le BMS coupe la charge.",
        action="Réchauffez la batterie ou le local avant de charger à nouveau, et ne contournez jamais le BMS.",
    ),
    "discharge_high_temperature": AlarmWords(
        words="Trop chaud pour décharger",
        meaning="La batterie dépasse sa limite haute de température en décharge. "
        "Au niveau protection, le BMS coupe la décharge.",
        action="Éteignez les gros consommateurs et laissez la batterie refroidir. "
        "Cherchez une aération bouchée, une source de chaleur ou une borne desserrée qui chauffe.",
    ),
    "discharge_low_temperature": AlarmWords(
        words="Trop froid pour décharger",
        meaning="La batterie est sous sa limite basse de température en décharge. "
        "Au niveau protection, le BMS coupe la décharge.",
        action="Réchauffez la batterie ou le local, limitez la consommation d'ici là, "
        "et ne chargez pas en dessous de 0\u202f°C.",
    ),
    "environment_high_temperature": AlarmWords(
        words="Température ambiante trop élevée",
        meaning="La température que le BMS mesure autour de lui dépasse sa limite haute. "
        "Au niveau protection, le BMS coupe la charge ou la décharge.",
        action="Réduisez la charge et la consommation, et donnez de l'air à la batterie en dégageant l'aération, "
        "en rafraîchissant le local et en la protégeant du soleil.",
    ),
    "environment_low_temperature": AlarmWords(
        words="Température ambiante trop basse",
        meaning="La température que le BMS mesure autour de lui est sous sa limite basse. "
        "Au niveau protection, le BMS coupe la charge ou la décharge.",
        action="Chauffez le local ou isolez la batterie. Ne la chargez pas en dessous de 0\u202f°C, "
        "cela abîme les cellules pour de bon.",
    ),
    "mosfet_high_temperature": AlarmWords(
        words="MOSFET trop chauds",
        meaning="Les MOSFET, interrupteurs de puissance du BMS, dépassent leur limite haute de température. "
        "Au niveau protection, le BMS coupe la charge ou la décharge.",
        action="Réduisez le courant, laissez le BMS refroidir et dégagez son aération. "
        "Si cela revient à un courant ordinaire, appelez le fournisseur.",
    ),
    "mosfet_low_temperature": AlarmWords(
        words="MOSFET trop froids",
        meaning="Les MOSFET, interrupteurs de puissance du BMS, sont sous leur limite basse de température. "
        "Au niveau protection, le BMS coupe la charge ou la décharge.",
        action="Chauffez le local de la batterie. Ne la chargez pas en dessous de 0\u202f°C, "
        "cela abîme les cellules pour de bon.",
    ),
    "cell_high_temperature": AlarmWords(
        words="Cellules trop chaudes",
        meaning="Une température parmi les cellules dépasse sa limite d'avertissement. "
        "La chaleur fait vieillir les cellules.",
        action="Réduisez le courant et laissez la batterie refroidir. "
        "Cherchez une aération bouchée, une source de chaleur ou une borne desserrée qui chauffe.",
    ),
    "cell_low_temperature": AlarmWords(
        words="Cellules trop froides",
        meaning="Une température parmi les cellules est sous sa limite d'avertissement. "
        "Charger en dessous de 0\u202f°C abîme les cellules pour de bon.",
        action="Veillez à ce que rien ne charge la batterie en dessous de 0\u202f°C, "
        "et chauffez le local si le froid dure.",
    ),
    "charger_reversed": AlarmWords(
        words="Chargeur branché à l'envers",
        meaning="Le BMS voit un chargeur dont le plus et le moins sont inversés.",
        action="Éteignez le chargeur, ouvrez le disjoncteur de la batterie et rétablissez la polarité "
        "avant de rebrancher quoi que ce soit. Dans le doute, faites contrôler le chargeur et le BMS.",
    ),
    "soc_low": AlarmWords(
        words="État de charge bas",
        meaning="L'état de charge est passé sous sa limite d'avertissement.",
        action="Rechargez la batterie, ou éteignez des consommateurs en attendant qu'elle soit rechargée.",
    ),
    "charge_mosfet_fault": AlarmWords(
        words="MOSFET de charge en panne",
        meaning="Le BMS signale que son interrupteur de charge ne fonctionne pas comme il faut. "
        "Il risque de ne plus pouvoir couper la charge, et la batterie ne serait alors plus protégée.",
        action="Coupez la charge, ouvrez le disjoncteur de la batterie et appelez le fournisseur.",
    ),
    "discharge_mosfet_fault": AlarmWords(
        words="MOSFET de décharge en panne",
        meaning="Le BMS signale que son interrupteur de décharge ne fonctionne pas comme il faut. "
        "Il risque de ne plus pouvoir couper la décharge, et la batterie ne serait alors plus protégée.",
        action="Éteignez les consommateurs, ouvrez le disjoncteur de la batterie et appelez le fournisseur.",
    ),
    "charge_mosfet_damaged": AlarmWords(
        words="MOSFET de charge endommagé",
        meaning="Le BMS signale que son interrupteur de charge est endommagé. "
        "Il risque de ne plus pouvoir couper la charge, et la batterie ne serait alors plus protégée.",
        action="Coupez la charge, ouvrez le disjoncteur de la batterie et appelez le fournisseur.",
    ),
    "discharge_mosfet_damaged": AlarmWords(
        words="MOSFET de décharge endommagé",
        meaning="Le BMS signale que son interrupteur de décharge est endommagé. "
        "Il risque de ne plus pouvoir couper la décharge, et la batterie ne serait alors plus protégée.",
        action="Éteignez les consommateurs, ouvrez le disjoncteur de la batterie et appelez le fournisseur.",
    ),
    "precharge_mosfet_damaged": AlarmWords(
        words="MOSFET de précharge endommagé",
        meaning="Le BMS signale que son interrupteur de précharge est endommagé. "
        "La précharge adoucit l'appel de courant quand on branche un onduleur.",
        action="Ne branchez ni ne rebranchez d'onduleur sur cette batterie, et appelez le fournisseur.",
    ),
    "cell_failure": AlarmWords(
        words="Cellule défaillante",
        meaning="Le BMS signale la défaillance d'une cellule.",
        action="Arrêtez la charge et la décharge, ouvrez le disjoncteur de la batterie et appelez le fournisseur. "
        "N'utilisez plus la batterie avant que la cellule ait été contrôlée.",
    ),
    "cell_fault": AlarmWords(
        words="Anomalie de cellule",
        meaning="Le BMS signale un problème de cellule, ou de mesure d'une cellule, "
        "autre qu'une tension trop élevée ou trop basse.",
        action="Comparez les tensions des cellules et appelez le fournisseur. "
        "Au niveau défaut, ou si une tension sort du lot, n'utilisez plus la batterie avant contrôle.",
    ),
    "cell_low": AlarmWords(
        words="Cellule sous sa limite",
        meaning="Le BMS marque une cellule comme étant sous sa limite basse, sans donner d'alarme de tension basse.",
        action="Comparez sa tension à celle des autres cellules et rechargez la batterie. "
        "Si elle est souvent la seule à être basse, appelez le fournisseur.",
    ),
    "cell_high": AlarmWords(
        words="Cellule au-dessus de sa limite",
        meaning="Le BMS marque une cellule comme étant au-dessus de sa limite haute, "
        "sans donner d'alarme de tension haute.",
        action="Comparez sa tension à celle des autres cellules. "
        "Si cela revient chaque jour en fin de charge, la batterie a besoin d'être équilibrée.",
    ),
    "front_end_fault": AlarmWords(
        words="Circuit de mesure en panne",
        meaning="Le BMS signale un défaut de son circuit d'entrée, celui qui mesure les cellules. "
        "Ni les valeurs ni les protections ne sont fiables.",
        action="Arrêtez la charge et la décharge, ouvrez le disjoncteur de la batterie et appelez le fournisseur.",
    ),
    "clock_fault": AlarmWords(
        words="Horloge du BMS en panne",
        meaning="Le BMS signale un défaut de son horloge, et les heures de son propre journal sont peut-être fausses. "
        "L'historique de topbms a sa propre horloge.",
        action="Signalez-le au fournisseur, et ne vous fiez pas aux heures du journal du BMS.",
    ),
    "data_storage_fault": AlarmWords(
        words="Mémoire de données en panne",
        meaning="Le BMS signale un défaut de sa mémoire de données, et son propre journal est peut-être incomplet "
        "ou faux. topbms tient son propre historique.",
        action="Signalez-le au fournisseur, et ne vous fiez pas au journal du BMS.",
    ),
    "parameter_storage_fault": AlarmWords(
        words="Mémoire des réglages en panne",
        meaning="Le BMS signale un défaut de la mémoire de ses réglages. "
        "Ses limites de tension, de courant et de température ne sont peut-être plus les bonnes.",
        action="Appelez le fournisseur et faites contrôler les réglages du BMS. "
        "D'ici là, ne laissez pas la batterie charger sans surveillance.",
    ),
    "high_voltage": AlarmWords(
        words="Protection haute tension",
        meaning="Le BMS a déclenché sa protection haute tension, car la tension qu'il voit est trop élevée pour lui.",
        action="Arrêtez la charge, et contrôlez la tension du chargeur ou de l'onduleur ainsi que le câblage. "
        "Si l'alarme reste, appelez le fournisseur.",
    ),
    "insulation": AlarmWords(
        words="Mauvais isolement",
        meaning="Le BMS signale que la batterie n'est pas assez bien isolée de la terre, sans dire par quel pôle.",
        action="Ne touchez ni câbles nus, ni bornes, ni boîtier. Ouvrez le disjoncteur de la batterie et faites "
        "mesurer l'isolement de la batterie et du câblage par un électricien.",
    ),
    "insulation_positive": AlarmWords(
        words="Mauvais isolement du P+",
        meaning="Le BMS signale que l'isolement du pôle positif (P+) est insuffisant.",
        action="Ne touchez ni câbles nus, ni bornes, ni boîtier. Ouvrez le disjoncteur de la batterie et faites "
        "mesurer l'isolement de la batterie et du câblage par un électricien.",
    ),
    "insulation_negative": AlarmWords(
        words="Mauvais isolement du P-",
        meaning="Le BMS signale que l'isolement du pôle négatif (P-) est insuffisant.",
        action="Ne touchez ni câbles nus, ni bornes, ni boîtier. Ouvrez le disjoncteur de la batterie et faites "
        "mesurer l'isolement de la batterie et du câblage par un électricien.",
    ),
    "temperature_sensor_fault": AlarmWords(
        words="Sonde de température en panne",
        meaning="Le BMS signale une sonde de température en défaut, et pourrait ne remarquer ni la chaleur ni le gel.",
        action="Ne chargez pas la batterie par gel ou forte chaleur, "
        "et appelez le fournisseur pour faire contrôler la sonde.",
    ),
    "vibration_sensor_fault": AlarmWords(
        words="Capteur de vibrations en panne",
        meaning="Le BMS signale un défaut de son capteur de vibrations.",
        action="Signalez-le au fournisseur, et surveillez les autres alarmes d'ici là.",
    ),
}
