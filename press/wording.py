"""Words of the six languages that the checks know: months, weekdays, numbers, days, names of link and State.

All in small letters. Forms that a language declines are given as beginnings where the end does not matter.
"""

import re


def small(word: str) -> str:
    """A word in small letters as the tables have it: without regard to case other letters fit i and s too."""
    return word.translate(_ALSO_FIT).lower()


_ALSO_FIT = str.maketrans("İıſ", "iis")

# Months, as they stand in a date.
MONTHS: dict[str, dict[str, int]] = {
    "en": dict(
        zip(
            "january february march april may june july august september october november december".split(),
            range(1, 13),
            strict=True,
        )
    ),
    "fr": dict(
        zip(
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
            range(1, 13),
            strict=True,
        )
    ),
    "de": dict(
        zip(
            "januar februar märz april mai juni juli august september oktober november dezember".split(),
            range(1, 13),
            strict=True,
        )
    )
    | {"jänner": 1, "feber": 2},
    "it": dict(
        zip(
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),
            range(1, 13),
            strict=True,
        )
    ),
    "ru": dict(
        zip(
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
            range(1, 13),
            strict=True,
        )
    ),
    "es": dict(
        zip(
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
            range(1, 13),
            strict=True,
        )
    )
    | {"setiembre": 9},
}

# Monday is 0, as ``date.weekday`` counts.
WEEKDAYS: dict[str, dict[str, int]] = {
    "en": dict(zip("monday tuesday wednesday thursday friday saturday sunday".split(), range(7), strict=True)),
    "fr": dict(zip("lundi mardi mercredi jeudi vendredi samedi dimanche".split(), range(7), strict=True)),
    "de": dict(zip("montag dienstag mittwoch donnerstag freitag samstag sonntag".split(), range(7), strict=True))
    | {"sonnabend": 5},
    "it": dict(zip("lunedì martedì mercoledì giovedì venerdì sabato domenica".split(), range(7), strict=True)),
    "ru": dict(zip("понедельник вторник среда четверг пятница суббота воскресенье".split(), range(7), strict=True))
    | {"среду": 2, "пятницу": 4, "субботу": 5},
    "es": dict(zip("lunes martes miércoles jueves viernes sábado domingo".split(), range(7), strict=True)),
}

# What joins two days of one month: "24 and 25 October", "24–25 October".
DAY_JOINTS = {
    "en": ["and", "to", "until", "or"],
    "fr": ["et", "au", "à", "ou"],
    "de": ["und", "bis", "oder"],
    "it": ["e", "al", "all’", "all'", "o"],
    "ru": ["и", "по", "или"],
    "es": ["y", "al", "a", "o"],
}

RELATIVE_DAYS = {
    "en": {"today": 0, "yesterday": -1, "tomorrow": 1},
    "fr": {"aujourd’hui": 0, "aujourd'hui": 0, "hier": -1, "demain": 1},
    "de": {"heute": 0, "gestern": -1},  # "morgen" is also the morning
    "it": {"oggi": 0, "ieri": -1, "domani": 1},
    "ru": {"сегодня": 0, "вчера": -1, "завтра": 1},
    "es": {"hoy": 0, "ayer": -1},  # "mañana" is also the morning
}

# Before the name of a place.
IN_A_PLACE = {"en": ["in"], "fr": ["à", "en"], "de": ["in"], "it": ["a", "ad", "in"], "ru": ["в", "во"], "es": ["en"]}

# Small numbers in words; each form that a text may use.
_SMALL = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit dix-neuf vingt",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn achtzehn neunzehn zwanzig",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici "
    "sedici diciassette diciotto diciannove venti",
    "ru": "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать "
    "четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte",
}
_TENS = {
    "en": "thirty forty fifty sixty seventy eighty ninety hundred",
    "fr": "trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix cent",
    "de": "dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert",
    "it": "trenta quaranta cinquanta sessanta settanta ottanta novanta cento",
    "ru": "тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто",
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta noventa cien",
}
# Other forms of the same, and ordinals, which a translation may put for a figure.
_MORE = {
    "en": {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "dozen": 12, "twice": 2, "both": 2}
    | {"sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "once": 1, "half": 2, "twentieth": 20},
    "fr": {"une": 1, "premier": 1, "première": 1, "deuxième": 2, "troisième": 3, "quatrième": 4, "douzaine": 12}
    | {"cinquième": 5, "dixième": 10, "dizaine": 10, "vingtaine": 20, "trentaine": 30, "centaine": 100, "cents": 100},
    "de": {"ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "erste": 1, "ersten": 1, "zweite": 2, "zweiten": 2}
    | {"beide": 2, "beiden": 2, "dritte": 3, "dritten": 3, "vierte": 4, "vierten": 4, "fünfte": 5, "fünften": 5}
    | {"dutzend": 12, "zwölften": 12, "zehnte": 10, "zehnten": 10, "einhundert": 100},
    "it": {"una": 1, "un": 1, "primo": 1, "prima": 1, "secondo": 2, "seconda": 2, "terzo": 3, "terza": 3}
    | {"quarto": 4, "quarta": 4, "quinto": 5, "quinta": 5, "decimo": 10, "decima": 10, "decina": 10, "dozzina": 12}
    | {"ventina": 20, "trentina": 30, "centinaio": 100},
    "ru": {"одна": 1, "одного": 1, "одной": 1, "одном": 1, "две": 2, "двух": 2, "двум": 2, "двумя": 2, "трех": 3}
    | {"трёх": 3, "трем": 3, "тремя": 3, "четырех": 4, "четырёх": 4, "пяти": 5, "шести": 6, "семи": 7, "восьми": 8}
    | {"девяти": 9, "десяти": 10, "двенадцати": 12, "двадцати": 20, "тридцати": 30, "сорока": 40, "пятидесяти": 50}
    | {"ста": 100, "первый": 1, "первая": 1, "второй": 2, "вторая": 2, "третий": 3, "третья": 3, "оба": 2, "обе": 2},
    "es": {"una": 1, "un": 1, "primer": 1, "primero": 1, "primera": 1, "segundo": 2, "segunda": 2, "tercer": 3}
    | {"tercera": 3, "cuarto": 4, "cuarta": 4, "quinto": 5, "quinta": 5, "décimo": 10, "decena": 10, "docena": 12}
    | {"ciento": 100, "veintena": 20},
}
NUMBER_WORDS: dict[str, dict[str, int]] = {
    language: {word: value for value, word in enumerate(_SMALL[language].split())}
    | {word: value for value, word in zip(range(30, 101, 10), _TENS[language].split(), strict=True)}
    | _MORE[language]
    for language in _SMALL
}

# Words of size, as patterns: 100, 1,000, a million, a milliard.
SIZES: dict[str, list[tuple[int, str]]] = {
    "en": [
        (100, "hundreds?"),
        (10**3, "thousands?"),
        (10**6, "millions?"),
        (10**9, "billions?"),
        (10**12, "trillions?"),
    ],
    "fr": [(100, "cents?|centaines?"), (10**3, "mille|milliers?"), (10**6, "millions?"), (10**9, "milliards?")],
    "de": [(100, "hunderte?"), (10**3, "tausende?"), (10**6, "million(?:en)?|mio\\.?"), (10**9, "milliarden?|mrd\\.?")],
    "it": [(100, "cento|centinaia"), (10**3, "mille|mila|migliaia"), (10**6, "milion[ei]"), (10**9, "miliard[oi]")],
    "ru": [
        (100, "сот(?:ен|ни|ня|ен)?|сто"),
        (10**3, "тысяч[аиу]?|тыс\\.?"),
        (10**6, "миллион(?:а|ов)?|млн\\.?"),
        (10**9, "миллиард(?:а|ов)?|млрд\\.?"),
    ],
    "es": [(100, "cien(?:tos?|tas)?|centenares"), (10**3, "mil(?:es)?"), (10**6, "mill[oó]n(?:es)?")],
}
SIZE_PATTERNS = {language: "|".join(pattern for _value, pattern in sizes) for language, sizes in SIZES.items()}


def size_of(word: str, language: str) -> int:
    """How much a word of size is worth: 1,000 for "thousand"."""
    return next(value for value, pattern in SIZES[language] if re.fullmatch(pattern, word, re.I))


PER_CENT = {
    "en": "per ?cent",
    "fr": "pour ?cent",
    "de": "prozent",
    "it": "per ?cento",
    "ru": "процент(?:а|ов)?",
    "es": "por ?ciento",
}
CURRENCIES = {
    "en": {"$": "dollars?", "€": "euros?", "£": "pounds?"},
    "fr": {"$": "dollars?", "€": "euros?", "£": "livres?"},
    "de": {"$": "dollar", "€": "euro", "£": "pfund"},
    "it": {"$": "dollar[oi]", "€": "euro", "£": "sterlin[ae]"},
    "ru": {"$": "доллар(?:а|ов)?", "€": "евро", "£": "фунт(?:а|ов)?"},
    "es": {"$": "dólar(?:es)?", "€": "euros?", "£": "libras?"},
}

# Words that say nothing of where a link leads.
EMPTY_LINK_WORDS = {
    "en": ["here", "click here", "this link", "link", "read more", "more", "this", "this page", "see here"],
    "fr": ["ici", "cliquez ici", "cliquer ici", "lien", "ce lien", "lire la suite", "plus", "en savoir plus"],
    "de": ["hier", "klicken sie hier", "hier klicken", "link", "diesem link", "mehr", "weiterlesen", "mehr lesen"],
    "it": ["qui", "clicca qui", "cliccare qui", "link", "questo link", "leggi tutto", "qua", "continua"],
    "ru": ["здесь", "тут", "нажмите здесь", "ссылка", "ссылке", "по ссылке", "подробнее", "далее", "сюда"],
    "es": ["aquí", "haga clic aquí", "pulse aquí", "enlace", "este enlace", "leer más", "más", "clic aquí"],
}
# A sentence that promises a link: its last word leads somewhere, or should.
PROMISES_OF_A_LINK = {
    "en": r"(?:available|found|visit|click|read|see|register|apply|download|viewed|consulted|accessed|watch|followed)"
    r"(?: \w+){0,2} (here)",
    "fr": r"(?:disponibles?|consultée?s?|cliquez|trouvée?s?|inscrire|accessibles?)(?: [\w’']+){0,2} (ici)",
    "de": r"(?:finden|abrufbar|erhältlich|klicken|lesen|anmelden)(?: \w+){0,3} (hier)",
    "it": r"(?:disponibil[ei]|cliccare|consultabil[ei]|trovare|iscriversi)(?: [\w’']+){0,2} (qui)",
    "ru": r"(?:доступ\w+|найти|нажмите|ознакомиться|узнать|зарегистрироваться)(?: \w+){0,3} (здесь|тут)",
    "es": r"(?:disponibles?|consultarse?|pulse|clic|encontrar|inscribirse)(?: \w+){0,2} (aquí)",
}

# What stands twice in a row rightly.
RIGHT_TWICE = {
    "en": {"had", "that"},
    "fr": {"nous", "vous", "faire"},
    "de": {"der", "die", "das", "den", "dem", "des", "sie", "ihnen", "ihr", "es", "sich", "zu", "wir", "an"},
    "it": {"così", "man", "mano", "piano", "via", "ciascun", "poco"},
    "ru": {"что", "все", "так", "чуть", "еле", "где", "кто", "то"},
    "es": {"casi", "poco", "nos"},
}

# Those who have member states of their own; where one is named, "member States" is theirs.
OTHERS_WITH_MEMBERS = re.compile(
    r"\b(EU|UE|ЕС|European Union|Union européenne|Europäischen? Union|Unione europea|Европейск\w+ союз\w*|Unión Europea"
    r"|UN|ONU|ООН|United Nations|Nations Unies|Vereinten? Nationen|Nazioni Unite|Naciones Unidas"
    r"|Организаци\w+ Объединенных Наций|NATO|OTAN|НАТО|Council of Europe|Conseil de l[’']Europe|Europarat\w*"
    r"|Consiglio d[’']Europa|Совет\w* Европы|Consejo de Europa|CIS|СНГ|African Union|WTO|UNESCO|UNECE|ILO|IOM|CSTO)\b"
)
OURSELVES = re.compile(r"\b(OSCE|OSZE|ОБСЕ|CSCE|CSCE|KSZE|СБСЕ)(?![-‐]\w)|\b57\b")
