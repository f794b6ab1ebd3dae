"""Places that a text names, States, towns and offices, and whether a text in another language names them.

States and offices are known by the names of their terms, in each language; towns by the table below. Named is what
stands in full, as a noun. Found again is what a text says by any name the place has, or by an adjective: "Germany"
is found in "das deutsche Recht". So an inflected or derived form is no difference.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from press.office_names import is_the_organisation
from taxonomy import recognising, snapshot
from taxonomy.finding import fold
from taxonomy.recognising import Hit, Named
from taxonomy.snapshot import Dated

_LANGUAGES = ("en", "fr", "de", "it", "ru", "es")
# A town in the order of the languages; names that one language has beside each other are parted by a stroke.
_TOWNS = [
    [tuple(name.replace("_", " ").split("|")) for name in line.split()]
    for line in """
Almaty Almaty|Alma-Ata Almaty|Alma-Ata Almaty Алматы|Алма-Ата Almaty|Almatý
Ankara Ankara Ankara Ankara Анкара Ankara
Ashgabat Achgabat|Achkhabad Aschgabat Ashgabat Ашхабад|Ашгабат Ashgabat|Asjabad
Astana Astana Astana Astana Астана Astaná|Astana
Athens Athènes Athen Atene Афины Atenas
Baku Bakou Baku Baku Баку Bakú
Belgrade Belgrade Belgrad Belgrado Белград Belgrado
Berlin Berlin Berlin Berlino Берлин Berlín
Bern|Berne Berne Bern Berna Берн Berna
Bishkek Bichkek Bischkek Bishkek Бишкек Bishkek|Biskek
Bratislava Bratislava Bratislava|Pressburg Bratislava Братислава Bratislava
Brussels Bruxelles Brüssel Bruxelles Брюссель Bruselas
Bucharest Bucarest Bukarest Bucarest Бухарест Bucarest
Budapest Budapest Budapest Budapest Будапешт Budapest
Chisinau|Chişinău|Chișinău Chisinau|Chişinău|Chișinău Chisinau|Chişinău|Chișinău|Kischinau Chisinau|Chişinău|Chișinău Кишинев|Кишинёв Chisinau|Chisináu|Chişinău|Chișinău
Copenhagen Copenhague Kopenhagen Copenaghen Копенгаген Copenhague
Dublin Dublin Dublin Dublino Дублин Dublín
Dushanbe Douchanbé Duschanbe Dushanbe Душанбе Dusambé|Dushambé|Dushanbe
Geneva Genève Genf Ginevra Женева Ginebra
The_Hague La_Haye Den_Haag L’Aia|Aia Гаага La_Haya
Helsinki Helsinki Helsinki Helsinki Хельсинки Helsinki
Istanbul Istanbul Istanbul Istanbul Стамбул Estambul
Kyiv|Kiev Kiev|Kyiv Kiew|Kyjiw Kiev|Kyiv Киев Kiev|Kyiv
Lisbon Lisbonne Lissabon Lisbona Лиссабон Lisboa
Ljubljana Ljubljana Ljubljana|Laibach Lubiana Любляна Liubliana|Ljubljana
London Londres London Londra Лондон Londres
Madrid Madrid Madrid Madrid Мадрид Madrid
Minsk Minsk Minsk Minsk Минск Minsk
Moscow Moscou Moskau Mosca Москва Moscú
Nicosia Nicosie Nikosia Nicosia Никосия Nicosia
Oslo Oslo Oslo Oslo Осло Oslo
Ottawa Ottawa Ottawa Ottawa Оттава Ottawa
Palermo Palerme Palermo Palermo Палермо Palermo
Paris Paris Paris Parigi Париж París
Podgorica Podgorica Podgorica Podgorica Подгорица Podgorica
Prague Prague Prag Praga Прага Praga
Reykjavik Reykjavik Reykjavik Reykjavik Рейкьявик Reikiavik
Riga Riga Riga Riga Рига Riga
Rome Rome Rom Roma Рим Roma
Samarkand Samarcande Samarkand Samarcanda Самарканд Samarcanda
Sarajevo Sarajevo Sarajevo|Sarajewo Sarajevo Сараево Sarajevo
Skopje Skopje Skopje Skopje Скопье Skopie|Skopje
Stockholm Stockholm Stockholm Stoccolma Стокгольм Estocolmo
Strasbourg Strasbourg Straßburg Strasburgo Страсбург Estrasburgo
Tallinn Tallinn Tallinn|Reval Tallinn Таллин|Таллинн Tallin
Tashkent Tachkent Taschkent Tashkent Ташкент Tashkent|Taskent
Tbilisi Tbilissi Tiflis|Tbilissi Tbilisi Тбилиси Tiflis|Tbilisi
Tirana Tirana Tirana Tirana Тирана Tirana
Ulaanbaatar Oulan-Bator Ulan-Bator|Ulaanbaatar Ulan_Bator|Ulaanbaatar Улан-Батор Ulán_Bator|Ulan_Bator
Valletta La_Valette Valletta La_Valletta Валлетта La_Valeta
Vienna Vienne Wien Vienna Вена Viena
Vilnius Vilnius Vilnius|Wilna Vilnius Вильнюс Vilna|Vilnius
Warsaw Varsovie Warschau Varsavia Варшава Varsovia
Yerevan Erevan Eriwan|Jerewan Yerevan|Erevan Ереван Ereván|Yereván
Zagreb Zagreb Zagreb|Agram Zagabria Загреб Zagreb
Zurich Zurich Zürich Zurigo Цюрих Zúrich
""".strip().splitlines()
]
# How words begin by which a text speaks of a State without its name, in any of the languages; folded.
_ALSO = {
    code: tuple(stems.split())
    for code, stems in {
        "AF": "afgh афган",
        "AL": "alban",
        "AM": "armen арм",
        "BA": "bosn босн",
        "BG": "bulg болг",
        "BY": "belor bielor weissr белор",
        "CH": "swiss suis svizz suiz schweiz",
        "CY": "cypr zypr chypr cipr chipr",
        "CZ": "czech tchequ tschech ceco ceche cechi cheque checa checo чеш",
        "DE": "german deutsch allem tedesc aleman немец немц",
        "DK": "danis danes danois dani датск",
        "DZ": "alger argel",
        "EE": "eston estni",
        "EG": "egyp agyp egit egip",
        "ES": "span espan spagn",
        "FI": "finn финск",
        "FR": "fren franc franz франц",
        "GB": "brit gross grande gran велико англ engl usa uk",
        "GR": "greek grec griech греч",
        "HR": "croat kroat hrvat",
        "HU": "hung hongr ungar ungher венг",
        "IE": "irish irl irland",
        "IS": "icel isla",
        "IT": "ital итал",
        "JP": "jap giap",
        "KG": "kyrgy kirgi kirgh кирги кыргы",
        "KR": "kore core sudkor sudcor surcor корей южнокор",
        "KZ": "kazak kasach kazaj казах",
        "LT": "lithu litua litau литов",
        "LV": "latv lett leton латв латыш",
        "MA": "moroc maroc marok marroq",
        "MC": "moneg",
        "MD": "mold молд",
        "MK": "maced mazed macedon македон",
        "NL": "dutch nether neerl niederl oland holl голланд",
        "NO": "norw norv norue norueg норве",
        "PL": "polis poln polon polac поль",
        "RO": "rouma ruman rumen румын",
        "RS": "serb",
        "RU": "russ rusi ruso rusa росс русск",
        "SE": "swed sued schwed sved svez suec шведс",
        "SK": "slova slowa slovac словац",
        "SM": "sammar",
        "TH": "thai tai",
        "TJ": "tajik tadsch tadjik tagik tayik таджик",
        "TM": "turkm туркм",
        "TN": "tunis tunez",
        "TR": "turk turc turq turch турец",
        "UA": "ukr ucra укр",
        "US": "america amerika americ amerik etats stati eeuu usa сша америк",
        "UZ": "uzbek usbek ouzbek узбек",
        "VA": "vatic vatik ватик apost апост",
    }.items()
}
_TWO_PLACES = {"it": {"Monaco"}}
"""Names of States that are also those of a town: Munich."""
_GENERIC = frozenset(
    fold(
        "republic république republik repubblica república республика federation fédération föderation federazione "
        "federación федерация united unis vereinigte vereinigtes uniti unito unidos unido соединенные соединенное "
        "kingdom royaume königreich regno reino королевство states états staaten stati estados штаты north nord norte "
        "nördlich северная holy saint heiliger santa святой престол stuhl sede siège"
    ).split()
)


@dataclass(frozen=True)
class Place:
    """``key`` tells it from others of its sort: state, town or office."""

    sort: str
    key: int
    start: int
    end: int
    names: tuple[Named, ...] = ()
    """Of an office: those by which it is called here, which say where it was then."""


def places(text: str, language: str) -> Iterator[Place]:
    """All that are named in a text, towns first, then States and offices in its order."""
    for key, pattern in enumerate(_town_patterns(language)):
        yield from (Place("town", key, said.start(), said.end()) for said in pattern.finditer(text))
    for hit in recognising.hits(text, language):
        if place := _of_hit(hit, language):
            yield place


def is_found(place: Place, text: str, language: str) -> bool:
    """Whether a text in a language speaks of a place that another names."""
    folded = f" {_NO_WORD.sub(' ', fold(text.replace('-', ' ')))}"
    if place.sort == "town":
        return any(_begins(folded, _stem(fold(name))) for names in _TOWNS[place.key] for name in names)
    if place.sort == "state":
        return _is_state_found(place.key, text, folded, language)
    return _is_office_found(place, text, folded, language)


# Towns


@lru_cache
def _town_patterns(language: str) -> list[re.Pattern[str]]:
    at = _LANGUAGES.index(language)
    return [
        re.compile(rf"(?<![\w-])(?:{'|'.join(_as_noun(name, language) for name in town[at])})(?![\w-])")
        for town in _TOWNS
    ]


def _as_noun(name: str, language: str) -> str:
    """A name as a pattern, its cases with it."""
    if language == "ru" and name[-1] in "аяьй":
        return rf"{re.escape(name[:-1])}[а-я]{{1,2}}"
    if language == "ru" and name[-1] == "ы" and name != "Алматы":
        return rf"{re.escape(name[:-1])}(?:ы|ам|ами|ах)?"
    if language == "ru" and name[-1] not in "оеиуы":
        return rf"{re.escape(name)}(?:а|у|ом|е)?"
    return re.escape(name) + ("s?" if language == "de" else "")


# States


def _of_hit(hit: Hit, language: str) -> Place | None:
    taxonomy = snapshot.current()
    terms = {taxonomy.present(named.term_id) for named in hit.names}
    if len(terms) != 1 or recognising.is_abbreviation(hit.words) or is_the_organisation(*terms):
        return None
    node = taxonomy.nodes[next(iter(terms))]
    role = taxonomy.vocabularies[node.vocabulary].role
    if hit.words in _TWO_PLACES.get(language, ()):
        return None
    if role == "country" and node.code and any(_is_in_full(hit.words, named.text) for named in hit.names):
        return Place("state", node.id, hit.start, hit.end)
    if role == "source" and len(hit.words.split()) > 1:
        return Place("office", node.id, hit.start, hit.end, hit.names)
    return None


def _is_in_full(words: str, name: str) -> bool:
    """Whether it is the name but for the end of each word: by stems alone "Данная" is "Дания"."""
    said, right = fold(words).split(), fold(name).split()
    ends = 1 if len(right) == 1 else 2
    return len(said) == len(right) and all(
        word.startswith(whole[: max(1, len(whole) - ends)]) for word, whole in zip(said, right, strict=True)
    )


def _is_state_found(term_id: int, text: str, folded: str, language: str) -> bool:
    taxonomy = snapshot.current()
    stems = [*_ALSO.get(taxonomy.nodes[term_id].code.upper(), ())]
    for name in taxonomy.all_names(term_id):
        stems += [_stem(word) for word in fold(name).split() if len(word) > 3 and word not in _GENERIC]
    return any(_begins(folded, stem) for stem in stems) or any(
        taxonomy.present(named.term_id) == term_id for hit in recognising.hits(text, language) for named in hit.names
    )


# Offices


def _is_office_found(place: Place, text: str, folded: str, language: str) -> bool:
    """By a name of the same time: an office that moved is called after another town then."""
    if any(
        _overlap(one, other) for hit in recognising.hits(text, language) for one in hit.names for other in place.names
    ):
        return True
    wanted = [one for named in place.names for word in _whereabouts(named, language) for one in _spellings(word)]
    return not wanted or any(_begins(folded, _stem(fold(word), 5)) for word in wanted)


def _overlap(one: Named, other: Named) -> bool:
    """Whether two names are of one term and of one time."""
    return one.term_id == other.term_id and _at_one_time(one, other)


def _at_one_time(one: Named | Dated, other: Named | Dated) -> bool:
    return (one.since or date.min) < (other.until or date.max) and (other.since or date.min) < (one.until or date.max)


def _whereabouts(named: Named, language: str) -> list[str]:
    """Where an office was, as its names of that time in a language end: "Skopje" of "Mission to Skopje"."""
    taxonomy = snapshot.current()
    labels = [label for kind in recognising.KINDS for label in taxonomy.labels.get((named.term_id, language, kind), ())]
    last = [label.text.split()[-1] for label in labels if _at_one_time(label, named)]
    return [word for word in last if len(word) > 3 and word[0].isupper() and not word.isupper()]


def _spellings(word: str) -> Iterator[str]:
    """The word, and where it is a town, all that is called in any language."""
    yield word
    for town in _TOWNS:
        names = {name for names in town for name in names}
        if any(word.startswith(name[:-1]) for name in names):
            yield from names


# Words


def _stem(word: str, most: int = 6) -> str:
    """How a word begins that is derived from a name; Russian ends in more letters."""
    if re.search("[а-я]", word):
        return word[: max(3, min(most, len(word) - (2 if len(word) > 5 else 1)))]
    return word[: max(4, min(most, len(word) - 1))]


def _begins(folded: str, stem: str) -> bool:
    """Whether a word of a folded text begins so."""
    return f" {_NO_WORD.sub(' ', stem)}" in folded


_NO_WORD = re.compile(r"[^\w]+")
