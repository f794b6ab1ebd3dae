"""Persons who speak in a text, by their surnames, and whether another text names them: six languages, two alphabets.

A name is two words with capitals beside a word of saying or a title of office, both listed per language: that finds
few names that are none. Between alphabets names are compared by their consonants, as transcriptions differ in the
rest; there only that a person is missing is told, and never of a name with fewer than three consonants.
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
    "|напомнил|напомнила|указал|указала",
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
    "ru": "министр|генеральный секретарь|посол|президент|председатель|представитель|директор|комиссар|судья|мэр",
}
_FIRST = "[A-ZÀ-ÖØ-ÞŠŽČĆĐА-ЯЁ]"
_NAME = (
    rf"(?<!\w)(?P<name>{_FIRST}[\w’'-]*[a-zà-žа-яё](?: (?:{_FIRST}\.|van|von|de|der|di|al|bin|du|la|ten))*"
    rf" {_FIRST}[\w’'-]+)"
)
_SPOKEN = {
    language: [
        re.compile(rf"(?:{_TITLES[language]}),? {_NAME}"),
        re.compile(rf"\b(?:{saying}) {_NAME}"),
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
    """Whether a text holds a surname: in its own spelling, or by its sound where the alphabets differ."""
    if fold(surname) in fold(text):
        return True
    if is_cyrillic(surname) == is_cyrillic(text):
        return is_cyrillic(surname) and _is_inflected(surname, text)
    sought = _consonants(surname)
    return len(sought) < 3 or any(
        fuzz.ratio(sought, _consonants(word)) >= SOUNDS_ALIKE for word in set(_CAPITALISED.findall(text))
    )


def nearest(surname: str, text: str) -> re.Match[str] | None:
    """The word of a text, of the same alphabet, that is most likely meant to be the surname."""
    alike = [
        (fuzz.ratio(fold(surname), fold(word[0])), -word.start(), word)
        for word in _CAPITALISED.finditer(text)
        if word[0][0] == surname[0]
    ]
    best = max(alike, default=None)
    return best[2] if best and best[0] >= ALIKE else None


def is_cyrillic(text: str) -> bool:
    """By what most of its letters are."""
    return 2 * len(re.findall(r"[а-яё]", text.lower())) > len(re.findall(r"[^\W\d_]", text))


def _is_inflected(surname: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(surname[: max(4, len(surname) - 2)])}", text))


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
