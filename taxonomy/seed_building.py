"""Seeds put together from statements that come in any order: rows of tables, triples of a graph."""

from collections import defaultdict
from collections.abc import Iterable

from taxonomy.seed_text import BadSeed, Seed, SeedFile, entered, say

PROFILE = ("summary", "body", "picture", "picture alt", "picture credit")
"""What a term's profile in a language may hold."""


class Building:
    """Takes statements as they come, keeps what is wrong with each, and gives all of it, or the reasons, at the end.

    ``where`` is where a thing was said, ``file:line`` or as near as the format comes to it.
    """

    def __init__(self) -> None:
        self.reasons: list[str] = []
        self.files: dict[tuple[str, str], SeedFile] = {}
        """By ``vocabulary`` or ``menu`` and its slug."""
        self._seeds: dict[tuple[str, str], dict[str, Seed]] = defaultdict(dict)
        self._under: dict[int, str] = {}

    def open(self, sort: str, slug: str, where: str) -> Seed | None:
        """A vocabulary or a menu; ``None`` where it cannot be."""
        head = Seed(where, "", 0)
        if (sort, slug) in self.files:
            self.refuse(where, f"“{slug}” stands already at {self.files[sort, slug].head.where}")
            return None
        if not self.say(head, sort, slug, where):
            return None
        self.files[sort, slug] = SeedFile(head, [])
        return head

    def enter(self, sort: str, within: str, slug: str, where: str, under: str = "") -> Seed | None:
        """A term or an entry, below another where ``under`` names one; ``None`` where it cannot be."""
        if self.head(sort, within, where) is None:
            return None
        try:
            seed = entered(Seed(where, slug, 1), self._seeds[sort, within], menu=sort == "menu")
        except ValueError as error:
            self.refuse(where, str(error))
            return None
        self._under[id(seed)] = under
        return seed

    def head(self, sort: str, slug: str, where: str) -> Seed | None:
        file = self.files.get((sort, slug))
        if file is None:
            self.refuse(where, f"there is no {sort} “{slug}” here")
        return file.head if file else None

    def seed(self, sort: str, within: str, slug: str, where: str) -> Seed | None:
        seed = self._seeds[sort, within].get(slug)
        if seed is None:
            self.refuse(where, f"there is no {'entry' if sort == 'menu' else 'term'} “{within}/{slug}” here")
        return seed

    def say(self, here: Seed, key: str, value: str, where: str, *, menu: bool = False) -> bool:
        """One statement; whether it was taken."""
        try:
            say(here, key, value, where, menu=menu)
        except ValueError as error:
            self.refuse(where, str(error))
            return False
        return True

    def say_all(self, here: Seed, said: Iterable[tuple[str, str]], where: str, *, menu: bool = False) -> None:
        """Those statements that are not empty."""
        for key, value in said:
            if value:
                self.say(here, key, value, where, menu=menu)

    def profile(self, here: Seed, language: str, said: dict[str, str], where: str) -> None:
        """What a profile holds; one that holds nothing is there all the same."""
        if any(spoken == language for _sort, spoken in here.words):
            self.refuse(where, f"the profile of “{here.slug}” is said twice ({language})")
            return
        for sort, text in ({sort: text for sort, text in said.items() if text} or {"summary": ""}).items():
            for part in text.split("\n\n") if sort == "body" else [text]:
                self.say(here, f"{sort} {language}", part, where)

    def refuse(self, where: str, reason: str) -> None:
        self.reasons.append(f"{where}: {reason}")

    def finished(self) -> list[SeedFile]:
        """The files, their terms and entries each before those below it. Raises ``BadSeed``."""
        for key, file in self.files.items():
            file.seeds = self._arranged(self._seeds[key])
        if self.reasons:
            raise BadSeed(self.reasons)
        return list(self.files.values())

    def _arranged(self, seeds: dict[str, Seed]) -> list[Seed]:
        below: dict[str, list[Seed]] = defaultdict(list)
        for seed in seeds.values():
            under = self._under[id(seed)]
            if under and under not in seeds:
                self.refuse(seed.where, f"“{seed.slug}” stands below “{under}”, which is not here")
            below[under].append(seed)
        arranged: list[Seed] = []
        waiting = list(reversed(below[""]))
        while waiting:
            seed = waiting.pop()
            seed.parent = seeds.get(self._under[id(seed)])
            seed.depth = seed.parent.depth + 1 if seed.parent else 1
            arranged.append(seed)
            waiting += reversed(below[seed.slug])
        if len(arranged) < len(seeds) and not self.reasons:
            placed = {id(seed) for seed in arranged}
            lost = next(seed for seed in seeds.values() if id(seed) not in placed)
            self.refuse(lost.where, f"“{lost.slug}” stands below itself")
        return arranged
