"""A register of families with a known truth: brothers, sisters, twins, newborns, titles, nicknames, one word for two.

Nothing in it is real. The names are this project's own list, from many of the peoples who live in one city. The same
seed gives the same rows. What it knows of spelling is written here by itself, not taken from the code that is measured.
"""

import csv
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

TODAY = date(2026, 6, 30)
COLUMNS = (
    "rec_id", "child_id", "name", "nickname", "sex", "birth_date", "age_years", "seen_on", "mother", "regency",
    "village", "phone", "nik",
)  # fmt: skip
LINES = [line.split() for line in Path(__file__).with_name("names.txt").read_text("utf-8").splitlines()]
KINDS = ("boys", "girls", "last")
BOYS, GIRLS, LAST = ([word for line in LINES if line[0] == kind for word in line[1:]] for kind in KINDS)
RHYMES = [
    ("Rafa", "Rafi"), ("Hasan", "Husin"), ("Salma", "Salwa"), ("Nabila", "Nadila"), ("Rina", "Rini"),
    ("Zahra", "Zahwa"), ("Dina", "Dini"), ("Rahma", "Rahmi"), ("Nadia", "Nadila"), ("Rehan", "Farhan"),
]  # fmt: skip
SHORT = {"Muhammad": ["Moh.", "M.", "Muh.", "Mohammad", "Mochamad", "Mhd"], "Ahmad": ["Achmad", "Akhmad", "Ach."],
         "Siti": ["St.", "Sitti"], "Abdul": ["Abd."], "Nur": ["Noor", "Nor"]}  # fmt: skip
SOUNDS = [
    ("u", "oe"), ("j", "dj"), ("c", "tj"), ("sy", "s"), ("z", "s"), ("f", "p"), ("v", "f"), ("kh", "h"), ("q", "k"),
    ("y", "j"), ("i", "ie"), ("ll", "l"), ("s", "ss"), ("d", "t"),
]  # fmt: skip
Hit = Callable[[float], bool]
TITLES = ["H.", "Ananda", "An.", "Sdr.", "Almh."]
VILLAGES = [(f"64719{district}", f"{district}-{number}") for district in range(1, 7) for number in range(1, 7)]


@dataclass
class Child:
    """One child of a family, as it truly is."""

    id: str
    name: str
    nickname: str
    sex: str
    born: date
    mother: str
    place: tuple[str, str]
    phone: str
    nik: str
    siblings: "list[Child]" = field(default_factory=list)


class Maker:
    """Draws families and the accounts that people give of their children."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311
        self.count = 0
        self.serials: dict[str, int] = {}

    def family(self) -> list[Child]:
        """One to four children of one mother; in one of forty families with a second child a pair of twins."""
        draw = self.draw
        mother, last = self._name("F", ""), draw.choice(LAST) if draw.random() < 0.5 else ""
        place, phone = draw.choice(VILLAGES), f"08{draw.randint(10**9, 10**10 - 1)}"
        born = TODAY - timedelta(draw.randint(200, 17 * 365))
        children: list[Child] = []
        for number in range(draw.choices((1, 2, 3, 4), (35, 35, 20, 10))[0]):
            twin = number > 0 and draw.random() < 0.03
            if number and not twin:
                born = born - timedelta(draw.randint(330, 1700))
            children.append(self._child(mother, last, place, phone, born, children[-1] if twin else None))
        young = [child for child in children if child.born > date(2008, 8, 1)]
        for child in young:
            child.siblings = [other for other in young if other is not child]
        return young

    def _child(
        self, mother: str, last: str, place: tuple[str, str], phone: str, born: date, twin: Child | None
    ) -> Child:
        draw, sex = self.draw, self.draw.choice("MF")
        name = self._name(sex, last)
        if twin is not None and draw.random() < 0.5:
            sex, name = twin.sex, self._rhyming(twin.name)
        self.count += 1
        nick = (
            draw.choice(name.split())[: draw.choice((3, 4))]
            if draw.random() < 0.7
            else draw.choice(("Adek", "Ucil", "Iki"))
        )
        nik = self._nik(sex, born)
        return Child(f"C{self.count:07d}", name, nick.capitalize(), sex, born, mother, place, phone, nik)

    def _nik(self, sex: str, born: date) -> str:
        """The next serial of the day: twins and other children of that day have neighbours, as in real life."""
        day = f"647199{born.day + (40 if sex == 'F' else 0):02d}{born:%m%y}"
        self.serials[day] = self.serials.get(day, 0) + 1
        return f"{day}{self.serials[day]:04d}"

    def _name(self, sex: str, last: str) -> str:
        draw, pool = self.draw, BOYS if sex == "M" else GIRLS
        weights = [1 / (place + 6) for place in range(len(pool))]
        count = draw.choices((1, 2, 3), (18, 55, 27))[0]
        given = list(dict.fromkeys(draw.choices(pool, weights)[0] for _ in range(count)))
        more = [last] if last else [draw.choice(LAST)] if draw.random() < 0.4 else []
        return " ".join([*given, *more])

    def _rhyming(self, name: str) -> str:
        """A twin's name: one word changed for one that sounds like it, the others kept."""
        words = name.split()
        pairs = dict(RHYMES) | {b: a for a, b in RHYMES}
        at = next((place for place, word in enumerate(words) if word in pairs), None)
        if at is None:
            at, new = 0, self.draw.choice(BOYS if words[0] in BOYS else GIRLS)
        else:
            new = pairs[words[at]]
        return " ".join([*words[:at], new, *words[at + 1 :]]) if words[at] != new else f"{new} {self.draw.choice(LAST)}"

    def account(self, child: Child, *, first: bool) -> dict[str, str]:
        """What somebody writes of a child: the first time nearly right, later as it comes."""
        draw = self.draw

        def hit(share: float) -> bool:
            return draw.random() < share * (0.15 if first else 1.0)

        newborn = hit(0.06)
        seen = max(child.born, TODAY - timedelta(draw.randint(0, 700)))
        row = {
            "child_id": child.id, "name": self._written(child, hit), "sex": "" if newborn else child.sex,
            "nickname": child.nickname if draw.random() < 0.3 else "", "seen_on": seen.isoformat(),
            "mother": "" if hit(0.3) else self._spelled(child.mother, otherwise=hit(0.4)),
            "phone": "" if draw.random() < 0.4 or hit(0.3) else child.phone,
            "nik": "" if newborn or draw.random() < 0.35 or hit(0.4) else self._number(child.nik, wrong=hit(0.06)),
            **self._place(child, moved=hit(0.15)), **self._age(child, seen, hit),
        }  # fmt: skip
        if newborn:
            row |= {
                "name": f"By. Ny. {child.mother}",
                "nickname": "",
                "mother": "",
                "birth_date": child.born.isoformat(),
            }
        return row

    def _place(self, child: Child, *, moved: bool) -> dict[str, str]:
        district, village = self.draw.choice(VILLAGES) if moved else child.place
        return {"regency": district, "village": village}

    def _age(self, child: Child, seen: date, hit: Hit) -> dict[str, str]:
        if hit(0.3):
            years = max(0, (seen - child.born).days // 365 + self.draw.choice((-1, 0, 0, 0, 1)))
            return {"birth_date": "", "age_years": str(years)}
        born = child.born
        if hit(0.06):
            born = date(born.year, 1, 1)
        elif hit(0.08):
            born = born.replace(day=min(born.day, 28), year=born.year + self.draw.choice((-1, 1)))
        elif hit(0.04) and born.day <= 12:
            born = date(born.year, born.day, born.month)
        return {"birth_date": min(born, TODAY).isoformat(), "age_years": ""}

    def _number(self, nik: str, *, wrong: bool) -> str:
        at = self.draw.randrange(6, 16)
        return f"{nik[:at]}{self.draw.randint(0, 9)}{nik[at + 1 :]}" if wrong else nik

    def _written(self, child: Child, hit: Hit) -> str:
        draw, words = self.draw, child.name.split()
        if hit(0.06):
            return child.nickname
        if len(words) > 1 and hit(0.1):
            at = draw.randrange(len(words) - 1)
            words[at : at + 2] = [words[at] + words[at + 1].lower()]
        if len(words) > 2 and hit(0.15):
            del words[draw.randrange(1, len(words))]
        if len(words) > 1 and hit(0.1):
            words[-1] = f"{words[-1][0]}."
        if hit(0.05):
            draw.shuffle(words)
        name = self._spelled(" ".join(words), otherwise=hit(0.5))
        return f"{draw.choice(TITLES)} {name}" if hit(0.08) else name

    def _spelled(self, name: str, *, otherwise: bool) -> str:
        return " ".join(self._word(word) for word in name.split()) if otherwise else name

    def _word(self, word: str) -> str:
        draw = self.draw
        if word in SHORT:
            return draw.choice(SHORT[word])
        if draw.random() < 0.25 and len(word) > 4:
            at = draw.randrange(1, len(word) - 1)
            return draw.choice((word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]))
        able = [(a, b) for a, b in SOUNDS if a in word.lower()]
        old, new = draw.choice(able) if able and draw.random() < 0.7 else ("", "")
        return word.lower().replace(old, new, 1).capitalize() if old else word


def make(folder: Path, records: int, queries: int, seed: int) -> None:
    """Write register, truth, queries and kinds: a query is of a known child, its sibling (family) or a stranger."""
    maker, rows, kept, left = Maker(seed), list[dict[str, str]](), list[Child](), list[Child]()
    while len(rows) < records:
        for child in maker.family():
            if maker.draw.random() < 0.3:
                left.append(child)
                continue
            kept.append(child)
            copies = maker.draw.choices((0, 1, 2), (82, 15, 3))[0]
            rows += [maker.account(child, first=number == 0) for number in range(copies + 1)]
    maker.draw.shuffle(rows)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "register.csv", COLUMNS, (row | {"rec_id": f"R{n:07d}"} for n, row in enumerate(rows, 1)))
    by_child: dict[str, list[str]] = {}
    for number, row in enumerate(rows, 1):
        by_child.setdefault(row["child_id"], []).append(f"R{number:07d}")
    pairs = ({"rec_id_a": a, "rec_id_b": b} for ids in by_child.values() for a, b in combinations(ids, 2))
    _write(folder / "truth.csv", ("rec_id_a", "rec_id_b"), pairs)
    _queries(folder, maker, kept, left, queries)


def _queries(folder: Path, maker: Maker, kept: list[Child], left: list[Child], count: int) -> None:
    known = {child.id for child in kept}
    family = [child for child in left if any(other.id in known for other in child.siblings)]
    strangers = [child for child in left if not any(other.id in known for other in child.siblings)]
    asked, kinds = list[dict[str, str]](), list[dict[str, str]]()
    for kind, children in (("known", kept), ("family", family), ("stranger", strangers)):
        for child in maker.draw.sample(children, min(len(children), count // 3)):
            row = maker.account(child, first=False) | {"rec_id": f"Q{len(asked):05d}"}
            asked.append(row | {"child_id": child.id if kind == "known" else ""})
            kinds.append({"rec_id": row["rec_id"], "kind": kind})
    _write(folder / "queries.csv", COLUMNS, iter(asked))
    _write(folder / "kinds.csv", ("rec_id", "kind"), iter(kinds))


def _write(path: Path, columns: tuple[str, ...], rows: Iterator[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
