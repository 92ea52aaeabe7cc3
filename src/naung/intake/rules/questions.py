"""The danger questions in words that a frightened child, a neighbour or a teacher understands.

They ask the same as the codes of the list `bahaya`; on the public form four are shown at once, the rest open when one
of the four is answered with yes or the first answer speaks of sexual violence.
"""

from naung.core.text import Text

FIRST = ("B01", "B08", "B04", "B03")
QUESTIONS: dict[str, Text] = {
    "B01": Text(
        "Apakah anak luka parah, sakit berat, atau tidak sadar?",
        "Is the child badly hurt, very ill or unconscious?",
    ),
    "B08": Text(
        "Apakah anak takut pulang dan tidak punya tempat aman malam ini?",
        "Is the child afraid to go home, with no safe place for tonight?",
    ),
    "B04": Text(
        "Apakah ada yang mengancam akan membunuh, atau memakai senjata?",
        "Has somebody threatened to kill, or used a weapon?",
    ),
    "B03": Text(
        "Apakah ada perbuatan seksual terhadap anak, dan orangnya masih bisa bertemu anak?",
        "Was there anything sexual done to the child, and can that person still meet the child?",
    ),
    "B02": Text(
        "Apakah perbuatan seksual itu terjadi dalam tiga hari terakhir?",
        "Did the sexual act happen within the last three days?",
    ),
    "B05": Text(
        "Apakah anak hilang, disekap, dibawa pergi, atau akan dijual?",
        "Is the child missing, locked up, taken away or about to be sold?",
    ),
    "B06": Text(
        "Apakah anak ingin atau mencoba mengakhiri hidupnya?",
        "Does the child want to end, or has tried to end, his or her life?",
    ),
    "B07": Text(
        "Apakah anak di bawah 6 tahun sedang sendirian tanpa ada yang menjaga?",
        "Is a child under 6 alone with nobody to look after him or her?",
    ),
    "B09": Text(
        "Apakah anak sedang ditahan atau ditangkap tanpa ada yang menemani?",
        "Is the child held or arrested with nobody at his or her side?",
    ),
    "B10": Text(
        "Apakah foto atau video tubuh anak sedang disebarkan atau dipakai untuk mengancam?",
        "Are pictures or videos of the child's body being spread, or used as a threat?",
    ),
    "B11": Text(
        "Apakah anak keracunan, atau terlalu banyak minum obat atau zat?",
        "Is the child poisoned, or has taken too much of a drug or substance?",
    ),
}
MORE = tuple(code for code in QUESTIONS if code not in FIRST)
