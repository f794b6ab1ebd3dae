"""Persons who speak in a text, by their surnames, and whether another text names them: six languages, two alphabets.

A name is two words with capitals beside a word of saying or a title of office, both listed per language: that finds
few names that are none. Within an alphabet a name is spelled as it is, but for the endings of a language and for
Slavic names, which each language transcribes in its way. Those, and all names between alphabets, are compared by their
consonants, as transcriptions differ in the rest, and by whether they are a man's or a woman's; never a name with fewer
than three consonants.
"""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from press.wording import MONTHS
from taxonomy.finding import fold

_SAYING = {
    "en": "said|says|added|noted|stressed|told|underlined|emphasized|explained|welcomed|stated|concluded|remarked|warned"
    "|recalled|announced|urged|according to",
    "fr": "a dit|a déclaré|a ajouté|a souligné|a noté|a expliqué|a rappelé|a annoncé|a conclu|a averti|déclare|selon",
    "de": "sagte|sagt|erklärte|betonte|unterstrich|ergänzte|warnte|erinnerte|mahnte|begrüßte|so|laut",
    "it": "ha detto|ha dichiarato|ha aggiunto|ha sottolineato|ha spiegato|ha ricordato|ha annunciato|secondo",
    "es": "dijo|declaró|afirmó|añadió|subrayó|señaló|explicó|recordó|anunció|advirtió|concluyó|según",
    "ru": "сказал|сказала|заявил|заявила|отметил|отметила|подчеркнул|подчеркнула|добавил|добавила|сообщил|сообщила"
    "|напомнил|напомнила|указал|указала|по словам|по мнению",
}
_TITLES = {
    "en": "Minister|Secretary General|Ambassador|President|Representative|Director|Commissioner|Chairperson|Head|Mr\\.?"
    "|Ms\\.?|Mrs\\.?|Dr\\.?|Professor|Chairperson-in-Office|Spokesperson|Co-ordinator|General|Judge|Mayor|Adviser",
    "fr": "ministre|secrétaire général|secrétaire générale|ambassadeur|ambassadrice|président|présidente|représentant|représentante|directeur"
    "|directrice|commissaire|M\\.|Mme|porte-parole|juge|maire",
    "de": "Minister|Ministerin|Außenminister|Außenministerin|Generalsekretär|Generalsekretärin|Botschafter|Botschafterin"
    "|Präsident|Präsidentin|Direktor|Direktorin|Herr|Frau|Sprecher|Sprecherin|Richter|Richterin|Bürgermeister",
    "it": "ministro|ministra|segretario generale|ambasciatore|ambasciatrice|presidente|rappresentante|direttore"
    "|direttrice|commissario|portavoce|giudice|sindaco",
    "es": "ministro|ministra|secretario general|secretaria general|embajador|embajadora|presidente|presidenta"
    "|representante|director|directora|portavoz|juez|jueza|alcalde|alcaldesa",
    "ru": "министр|министра|министром|генеральный секретарь|генерального секретаря|посол|посла|послом|президент"
    "|президента|президентом|председатель|председателя|представитель|представителя|директор|директора|комиссар"
    "|комиссара|судья|судьи|мэр|мэра|г-н|г-на|г-жа|г-жи",
}
_FIRST = "[A-ZÀ-ÖØ-ÞŠŽČĆĐА-ЯЁ]"
_NAME = (
    rf"(?<!\w)(?P<name>{_FIRST}[\w’'-]*[a-zà-žа-яё](?: (?:{_FIRST}\.|van|von|de|der|di|al|bin|du|la|ten))*"
    rf" {_FIRST}[\w’'-]+)"
)
_SPOKEN = {
    language: [
        re.compile(rf"(?:{_TITLES[language]}),? {_NAME}"),
        re.compile(rf"\b(?i:{saying}) {_NAME}"),
        re.compile(rf"{_NAME},? (?:{saying})\b"),
    ]
    for language, saying in _SAYING.items()
}
_NO_NAMES = {
    fold(word)
    for titles in (*_TITLES.values(), *("|".join(months) for months in MONTHS.values()))
    for word in re.findall(r"\w+", titles)
} | {
    fold(word)
    for word in "The A In On At Foreign Deputy Prime Vice Special High Permanent Council Office Mission Committee State "
    "States United Nations European Union Human Rights Today Both This These Chairman Chairpersonship Chairmanship "
    "Secretary Chief Group Assembly Parliamentary Parliament Government Ministry Department Police "
    "Conseil Bureau Comité Nations Unies Union Rat Büro Vereinte Nationen Union Europäische Consiglio Ufficio Unione "
    "Consejo Consejero Consejera Oficina Unión Совет Бюро Миссия Комитет Организация Союз".split()
}
_CAPITALISED = re.compile(rf"{_FIRST}[\w’'-]+")
ALIKE = 75
"""Per cent of likeness from which a word is another spelling of a name."""
SOUNDS_ALIKE = 70
"""The same for consonants across alphabets, where a word is the name."""


def surnames(text: str, language: str) -> list[str]:
    """Of who speaks in a text, in the order of the patterns, each once."""
    small = set(re.findall(r"\b[a-zà-žа-яё]{3,}\b", text))
    found: dict[str, None] = {}
    for pattern in _SPOKEN.get(language, []):
        for said in pattern.finditer(text):
            words = [re.sub(r"[’']s?$", "", word) for word in said["name"].split()]
            common = any(fold(word) in _NO_NAMES or word.lower() in small for word in words)
            if not common and not words[-1].isupper() and len(words[-1]) > 2:
                found[words[-1]] = None
    return list(found)


def is_named(surname: str, text: str) -> bool:
    """Whether a text holds a surname: in its own spelling, or by its sound where it is transcribed."""
    ending = "(?:[ауе]|ом|ым|ой)?" if is_cyrillic(surname) else "(?:e?s)?"
    if re.search(rf"(?<!\w){re.escape(_plain(surname))}{ending}(?!\w)", _plain(text)):
        return True
    others = set(_CAPITALISED.findall(text))
    if is_cyrillic(surname) == is_cyrillic(text):
        return any(_is_transcribed(surname, word) for word in others)
    return len(_consonants(surname)) < 3 or any(
        _likeness(surname, word) >= SOUNDS_ALIKE and _may_be_one(surname, word) for word in others
    )


def nearest(surname: str, text: str) -> re.Match[str] | None:
    """The word of a text that is most likely meant to be the surname."""
    alike = [
        (_likeness(surname, word[0]), -word.start(), word)
        for word in _CAPITALISED.finditer(text)
        if word[0][0] == surname[0] or is_cyrillic(word[0]) != is_cyrillic(surname)
    ]
    best = max(alike, default=None)
    return best[2] if best and best[0] >= ALIKE else None


def _likeness(one: str, other: str) -> float:
    """Per cent: of the spelling, and of the consonants where the alphabets differ."""
    if is_cyrillic(one) == is_cyrillic(other):
        return fuzz.ratio(fold(one), fold(other))
    return max(fuzz.ratio(_consonants(form), _consonants(sound)) for form in _forms(one) for sound in _forms(other))


def _forms(name: str) -> set[str]:
    """Ways to read a name: without what may be the ending of a case; g and c soft, j mute, its end mute as in French."""
    if is_cyrillic(name):
        return {name, _CASES.sub("", name)}
    soft = _SOFT.sub("z", name.lower())
    return {name, soft, *_without_j(name), *_without_j(soft), _MUTE.sub("", name)}


def _without_j(name: str) -> set[str]:
    return {name, name.lower().replace("j", "")}


_CASES = re.compile("(?<=[а-яё]{3})(?:ого|ому|[оеы]м|[оеу]й|ою)$")
_SOFT = re.compile("[gc](?=[eiyéè])")
_MUTE = re.compile("(?:lt|[dtsxz])$")


def _is_transcribed(one: str, other: str) -> bool:
    """Whether two spellings in one alphabet are the same Slavic name: "Lavrova" and "Lawrowa"."""
    return bool(
        _SLAVIC.search(one.lower())
        and _SLAVIC.search(other.lower())
        and {*map(_consonants, _without_j(one))} & {*map(_consonants, _without_j(other))}
        and _may_be_one(one, other)
    )


_SLAVIC = re.compile(r"(?:[eo](?:[vw]a?|ff)|sk(?:[iy]|[iy][jy]|a|a[jyiï]a)|enko|in[ae]?|i?t?s?ch)$")
# Of whom a name tells by its ending whether it is a man's or a woman's; in Russian in any case, so it may be either's.
_MENS = re.compile(
    r"(?:[eo](?:[vw]|ff)|in|sk(?:[iy]|[iy][jy])|(?:[оеё]в|[иы]н)(?:[ауе]|ым)?|[сц]к(?:ий|ого|ому|[ио]м))$"
)
_WOMENS = re.compile(r"(?:[eo][vw]a|ina|sk(?:a|a[jyiï]a)|(?:[оеё]в|[иы]н)(?:[ау]|о[йю])|[сц]к(?:ая|ую|о[йю]))$")


def _may_be_one(one: str, other: str) -> bool:
    """Not where one is a man's and the other a woman's: "Иванов" and "Ivanova"."""
    both = [(bool(_MENS.search(name.lower())), bool(_WOMENS.search(name.lower()))) for name in (one, other)]
    return not all(map(any, both)) or any(map(all, zip(*both, strict=True)))


def _plain(text: str) -> str:
    """Folded, compounds taken apart, and "ue" as "ü"."""
    return re.sub("(?<=[aou])e", "", fold(text.replace("-", " ")))


def is_cyrillic(text: str) -> bool:
    """By what most of its letters are."""
    return 2 * len(re.findall(r"[а-яё]", text.lower())) > len(re.findall(r"[^\W\d_]", text))


_SOUNDS = dict(
    zip("бвгджзклмнпрстфхцчшщ", "b v g d s s k l m n p r s t f k s s s s".split(), strict=True),
)
_SPELLINGS = [
    (r"tsch|sch|tch|sh|ch|zh|dž|dj|cz|ts|tz|дж", "s"),
    (r"ph", "f"),
    (r"th", "t"),
    (r"kh|ck|qu|[cqk]", "k"),
    (r"x|кс", "ks"),
    (r"w", "v"),
    (r"[zjšžčćđñ]", "s"),
]


@lru_cache(maxsize=10_000)
def _consonants(name: str) -> str:
    """The sounds of a name without its vowels, hisses all alike: "Шмидт" and "Schmidt" are "smdt"."""
    told = name.lower()
    for spelling, sound in _SPELLINGS:
        told = re.sub(spelling, sound, told)
    told = "".join(_SOUNDS.get(letter, letter) for letter in told)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^bdfgklmnprstv]", "", fold(told)))
