"""The rules of the house style: what each remarks on in six languages, and what it leaves alone."""

import pytest

from press.body_links import body_links
from press.house_style import Passage, remarks
from press.reckoning import days, numbers, times


def said(text: str, language: str = "en", *codes: str, field: str = "body") -> list[tuple[str, str, str]]:
    """Code, quote and suggestion of what is remarked, in the order of the text."""
    found = sorted(remarks(Passage(field, language, text)), key=lambda one: one.start)
    assert all(text[one.start : one.start + len(one.quote)] == one.quote for one in found)
    assert not any(one.blocking for one in found)
    return [(one.code, one.quote, one.suggestion) for one in found if not codes or one.code in codes]


# Sizes said twice


@pytest.mark.parametrize(
    ("language", "text", "quote", "suggestion"),
    [
        ("en", "More than 200 hundred representatives came.", "200 hundred", "200"),
        ("en", "Some 5,000 thousand voters.", "5,000 thousand", "5,000"),
        ("en", "A fund of 2 million thousand euros.", "million thousand", "million"),
        ("fr", "Plus de 200 cents représentants.", "200 cents", "200"),
        ("fr", "Environ 5\u202f000 mille électeurs.", "5\u202f000 mille", "5\u202f000"),
        ("de", "Mehr als 200 hundert Vertreter.", "200 hundert", "200"),
        ("de", "Rund 5.000 tausend Wähler.", "5.000 tausend", "5.000"),
        ("de", "2 Millionen tausend Euro.", "Millionen tausend", "Millionen"),
        ("it", "Più di 200 cento rappresentanti.", "200 cento", "200"),
        ("it", "Circa 5.000 mila elettori.", "5.000 mila", "5.000"),
        ("ru", "Более 200 сотен представителей.", "200 сотен", "200"),
        ("ru", "Около 5 000 тысяч избирателей.", "5 000 тысяч", "5 000"),
        ("es", "Más de 200 cientos representantes.", "200 cientos", "200"),
        ("es", "Unos 5.000 mil electores.", "5.000 mil", "5.000"),
    ],
)
def test_a_number_that_says_its_size_twice_is_remarked(language: str, text: str, quote: str, suggestion: str) -> None:
    assert said(text, language) == [("number-said-twice", quote, suggestion)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Two hundred came; 15 hundred, 200 thousand, 1,000 million and a hundred thousand did not."),
        ("fr", "Deux cents, 200 mille, cent mille et mille millions."),
        ("de", "Zweihundert, 200 tausend, hundert Millionen."),
        ("it", "Duecento, 200 mila, cento milioni."),
        ("ru", "Двести, 200 тысяч, сто тысяч и сто миллионов."),
        ("es", "Doscientos, 200 mil, 3 mil millones y cien mil."),
    ],
)
def test_numbers_that_are_one_number_are_left_alone(language: str, text: str) -> None:
    assert said(text, language) == []


def test_a_sign_and_its_word_are_one_too_many() -> None:
    assert said("It cost €5 million euros, 5% per cent more.", "en") == [
        ("sign-said-twice", "€5 million euros", ""),
        ("sign-said-twice", "5% per cent", ""),
    ]
    assert said("It cost €5 million, 5% more, 5 per cent.", "en") == []
    assert said("Um 5 % Prozent.", "de") == [("sign-said-twice", "5 % Prozent", "")]


# Spaces


@pytest.mark.parametrize("language", ["en", "fr", "de", "it", "ru", "es"])
def test_no_language_has_a_space_before_a_comma_or_a_full_stop(language: str) -> None:
    assert said("Abc , def .", language) == [
        ("space-before-comma", "Abc ,", "Abc,"),
        ("space-before-comma", "def .", "def."),
    ]
    assert said("Abc\u00a0, def.", language) == [("space-before-comma", "Abc\u00a0,", "Abc,")]
    assert said("Abc, def. Ghi … and . . . so .5", language) == []


@pytest.mark.parametrize("language", ["en", "de", "it", "ru", "es"])
def test_a_space_before_a_colon_belongs_to_french(language: str) -> None:
    assert said("Abc : def ?", language) == [
        ("space-before-mark", "Abc :", "Abc:"),
        ("space-before-mark", "def ?", "def?"),
    ]
    assert said("Abc: def? At 12:30.", language) == []


def test_french_has_spaces_before_high_marks_and_within_guillemets() -> None:
    right = ["Trois tâches\u202f: ouvrir\u00a0; fermer !", "«\u202fBonjour\u202f», dit-il. « Merci ».", "À 12:30."]
    assert [said(text, "fr") for text in right] == [[], [], []]
    assert said("Trois tâches: ouvrir; «bonjour»", "fr") == [
        ("french-space", "tâches:", "tâches\u202f:"),
        ("french-space", "ouvrir;", "ouvrir\u202f;"),
        ("french-space", "«bonjour»", "«\u202fbonjour\u202f»"),
    ]


# Words and signs twice


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("en", "In the the hall", "the the"),
        ("fr", "Dans la la salle", "la la"),
        ("de", "In in der Halle", "In in"),
        ("it", "Nella nella sala", "Nella nella"),
        ("ru", "В зале зале заседаний", "зале зале"),
        ("es", "En la la sala", "la la"),
    ],
)
def test_a_word_that_slipped_in_twice_is_remarked(language: str, text: str, quote: str) -> None:
    assert said(text, language) == [("double-word", quote, quote.split()[0])]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He had had enough. From Baden Baden. The in in-depth talks. That that is."),
        ("fr", "Nous nous réunissons. Vous vous trompez."),
        ("de", "Die Länder, die die Mittel geben. Dass sie sie kennen."),
        ("it", "A mano mano. Così così."),
        ("ru", "Он сказал, что что бы ни случилось, чуть чуть."),
        ("es", "Poco poco."),
    ],
)
def test_what_rightly_stands_twice_is_left_alone(language: str, text: str) -> None:
    assert said(text, language, "double-word") == []


def test_a_sign_that_slipped_in_twice_is_remarked_and_three_dots_are_not() -> None:
    assert said("It ended.. Then,, it … went on... so") == [
        ("mark-twice", "ended..", "ended."),
        ("mark-twice", "Then,,", "Then,"),
    ]


# Links


@pytest.mark.parametrize(
    ("language", "words"),
    [
        *(("en", words) for words in ("here", "Click here", "this link", "Read more …")),
        *(("fr", words) for words in ("ici", "cliquez ici", "En savoir plus")),
        *(("de", words) for words in ("hier", "Klicken Sie hier", "mehr")),
        *(("it", words) for words in ("qui", "Clicca qui")),
        *(("ru", words) for words in ("здесь", "по ссылке")),
        *(("es", words) for words in ("aquí", "Haga clic aquí")),
    ],
)
def test_a_link_says_where_it_leads(language: str, words: str) -> None:
    html = f'<p>Abc <a href="https://example.org/">{words}</a> def.</p>'
    (link,) = body_links(html)
    text = f"Abc {words} def."
    (found,) = remarks(Passage("body", language, text, ((link.start, link.end),)))
    assert (found.code, found.quote, found.start) == ("link-words", words, 4)


def test_words_that_say_where_a_link_leads_are_left_alone() -> None:
    text = "See the report on elections here in Vienna."
    assert remarks(Passage("body", "en", text, ((8, 27),))) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "More information can be found here."),
        ("fr", "Le rapport est disponible ici."),
        ("de", "Der Bericht ist abrufbar hier."),
        ("it", "Il rapporto è disponibile qui."),
        ("ru", "Отчет доступен здесь."),
        ("es", "El informe está disponible aquí."),
    ],
)
def test_a_link_that_was_lost_is_missed(language: str, text: str) -> None:
    assert [code for code, _quote, _suggestion in said(text, language)] == ["promised-link"]
    start = text.rindex(" ") + 1
    linked = remarks(Passage("body", language, text, ((start, len(text) - 1),)))
    assert [one.code for one in linked] == ["link-words"]


# The States


@pytest.mark.parametrize(
    ("language", "text", "quote", "suggestion"),
    [
        ("en", "The 57 participating states met.", "participating states", "participating States"),
        ("en", "A participating state objected.", "participating state", "participating State"),
        ("en", "Participating states met.", "Participating states", "Participating States"),
        ("en", "The OSCE Participating States met.", "Participating States", "participating States"),
        ("en", "The OSCE member states met.", "member states", "participating States"),
        ("en", "Each of the 57 Member States met.", "Member States", "participating States"),
        ("fr", "Les Etats participants se réunissent.", "Etats participants", "États participants"),
        ("fr", "Un état participant s’abstient.", "état participant", "État participant"),
        ("fr", "Les États membres de l’OSCE.", "États membres", "États participants"),
        ("de", "Die teilnehmenden Staaten trafen sich.", "teilnehmenden Staaten", "Teilnehmerstaaten"),
        ("de", "Die Mitgliedstaaten der OSZE.", "Mitgliedstaaten", "Teilnehmerstaaten"),
        ("it", "Gli stati partecipanti si riuniscono.", "stati partecipanti", "Stati partecipanti"),
        ("it", "Gli Stati membri dell’OSCE.", "Stati membri", "Stati partecipanti"),
        ("ru", "Все государства участники.", "государства участники", "государства-участники"),
        ("ru", "Государства-члены ОБСЕ.", "Государства-члены", "государства-участники"),
        ("es", "Los estados participantes se reúnen.", "estados participantes", "Estados participantes"),
        ("es", "Los Estados miembros de la OSCE.", "Estados miembros", "Estados participantes"),
    ],
)
def test_the_states_are_written_as_the_organisation_writes_them(
    language: str, text: str, quote: str, suggestion: str
) -> None:
    assert said(text, language) == [("participating-states", quote, suggestion)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The participating States met. Participating States agreed. One participating State did not."),
        ("en", "EU member states and the OSCE met. Member states of the Council of Europe did too."),
        ("en", "The member states of another union met."),
        ("fr", "Les États participants et un État participant."),
        ("fr", "Les États membres de l’Union européenne et l’OSCE."),
        ("de", "Die Teilnehmerstaaten. Die EU-Mitgliedstaaten und die OSZE, anders als die EU, trafen sich."),
        ("it", "Gli Stati partecipanti. Gli Stati membri dell’Unione europea e l’OSCE."),
        ("ru", "Государства-участники ОБСЕ и государства-члены ЕС."),
        ("es", "Los Estados participantes. Los Estados miembros de la Unión Europea y la OSCE."),
    ],
)
def test_right_names_of_states_and_those_of_others_are_left_alone(language: str, text: str) -> None:
    assert said(text, language) == []


def test_a_headline_in_capitals_of_titles_may_write_participating_states_so() -> None:
    assert said("OSCE Participating States Adopt Decision", "en", field="headline") == []


# Quotation marks and apostrophes


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "“One,” she said. “Two ‘three’.”\n“A long one\n“goes on\n“and ends.”"),
        ("en", '"One," she said. A screen of 15" is no quotation.'),
        ("fr", "« Un », dit-elle. « Deux “trois” quatre. »"),
        ("de", "„Eins“, sagte sie. „Zwei“."),
        ("de", "»Eins«, sagte sie."),
        ("de", "«Eins», sagte sie in Bern."),
        ("it", "“Uno”, disse."),
        ("it", "«Uno», disse."),
        ("ru", "«Один», – сказала она. «Два „три“ четыре»."),
        ("es", "«Uno», dijo. «Dos “tres” cuatro»."),
        ("en", "“A statement that opens here\nand goes on\nand ends here.”"),
    ],
)
def test_quotations_that_open_and_close_are_left_alone(language: str, text: str) -> None:
    assert said(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "at"),
    [
        ("en", "“One, she said.", 0),
        ("en", "One,” she said.", 4),
        ("en", 'She said "one.\nTwo.', 9),
        ("fr", "« Un, dit-elle.", 0),
        ("de", "„Eins”, sagte sie.", 5),
        ("de", "Eins“, sagte sie.", 4),
        ("it", "Uno”, disse.", 3),
        ("ru", "«Один, – сказала она.", 0),
        ("es", "Uno», dijo.", 3),
    ],
)
def test_a_quotation_that_does_not_open_or_close_is_remarked_where_it_stands(language: str, text: str, at: int) -> None:
    (found,) = remarks(Passage("body", language, text))
    assert (found.code, found.start) == ("unbalanced-quotes", at)


def test_two_styles_of_quotation_in_one_text_are_remarked_once() -> None:
    assert said('“One,” she said. "Two," he said. "Three."') == [("mixed-quotes", '"', "")]
    assert said("«Uno», disse. “Due”, rispose.", "it") == [("mixed-quotes", "“", "")]


def test_two_styles_of_apostrophe_in_one_text_are_remarked_once() -> None:
    assert said("Italy’s minister, Austria's and France's.") == [("mixed-apostrophes", "Austria's", "Austria’s")]
    assert said("Austria's and France's.") == []


# Where links stand


def test_the_words_of_links_are_found_in_the_plain_text() -> None:
    html = (
        '<p>See <a href="https://a.example/"><strong>the</strong> report</a> and <a href="/b/"> the report</a>.</p>'
        '<ul><li><p><a href="term:x">Arms</a></p></li></ul>'
    )
    assert [(link.href, link.words, link.start) for link in body_links(html)] == [
        ("https://a.example/", "the report", 4),
        ("/b/", "the report", 19),
        ("term:x", "Arms", 31),
    ]


# Values


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "on 24 and 25 October 2017"),
        ("en", "on October 24–25, 2017"),
        ("fr", "les 24 et 25 octobre 2017"),
        ("de", "am 24. und 25. Oktober 2017"),
        ("it", "il 24 e 25 ottobre 2017"),
        ("ru", "24–25 октября 2017 года"),
        ("es", "el 24 y 25 de octubre de 2017"),
    ],
)
def test_days_are_read_by_their_value(language: str, text: str) -> None:
    assert [(day.day, day.month, day.year) for day in days(text, language)] == [(24, 10, 2017), (25, 10, 2017)]
    assert [number for number in numbers(text, language) if number.firm] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "1,234.5 and 1.5 million"),
        ("fr", "1\u202f234,5 et 1,5 million"),
        ("de", "1.234,5 und 1,5 Millionen"),
        ("it", "1.234,5 e 1,5 milioni"),
        ("ru", "1 234,5 и 1,5 млн"),
        ("es", "1.234,5 y 1,5 millones"),
        ("de", "1’234,5 und 1 500 000"),
    ],
)
def test_numbers_are_read_by_their_value(language: str, text: str) -> None:
    assert [float(number.value) for number in numbers(text, language) if number.firm] == [1234.5, 1_500_000]


def test_times_are_read_by_their_value_and_are_no_numbers() -> None:
    said = ["at 14:30", "at 2.30 p.m.", "à 14 h 30", "um 14.30 Uhr", "um 14 Uhr 30", "в 14:30"]
    assert [[minutes for minutes, _start, _end in times(text)] for text in said] == [[870]] * 6
    assert numbers("at 14:30 and 2 p.m.", "en") == []


def test_numbers_in_names_telephones_and_addresses_are_not_counted() -> None:
    text = (
        "COVID-19, the 21st, +43 1 514 36 6180, https://example.org/2017/5, press@57.example, the 1990s, version 1.2.3"
    )
    assert [number.value for number in numbers(text, "en") if number.firm] == []
