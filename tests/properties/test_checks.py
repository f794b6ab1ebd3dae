"""Whatever stands in the editor, the checks say something of it or nothing: they never fail, and quote what is there."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_site.languages import OFFICIAL
from press import body
from press.body_links import body_links
from press.datelines import Dateline, against_dateline
from press.house_style import Passage, remarks
from press.reckoning import days, numbers, times
from press.translation_checks import against_original

pytestmark = pytest.mark.django_db

PIECES = st.sampled_from(
    [
        *" \n,.;:!?\"'’“”„«»()–-",
        *(
            "24",
            "October",
            "octobre",
            "октября",
            "de octubre",
            "2017",
            "31. Februar",
            "0",
            "1,500",
            "1 500",
            "1.2.3",
            "14:30",
        ),
        *(
            "200 hundred",
            "million",
            "тысяч",
            "5%",
            "per cent",
            "the the",
            "in Palermo",
            "в Риме",
            "today",
            "heute",
            "здесь",
        ),
        *(
            "participating states",
            "member states",
            "OSCE",
            "said Maria Berg",
            "сказала Мария Бергова",
            "Wien",
            "Алма-Ата",
            "Monday",
            "lundi",
            "½",
            "24 APRİL",
            "24 auguſt",
            "mılyon",
            "٣",
            "İ",
            "ß",
            "\u202f",
        ),
        *("<b>", "</b>", '<a href="/a/">', "</a>", "<p>", "</p>", "<br>", "<li>", "&amp;", "\ue000", "\x00"),
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map(" ".join) | st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80)
LANGUAGES = st.sampled_from(list(OFFICIAL))


@given(html=TEXTS, language=LANGUAGES, original=TEXTS, original_language=LANGUAGES, place=TEXTS)
def test_the_checks_quote_what_is_there(
    html: str, language: str, original: str, original_language: str, place: str
) -> None:
    cleaned = body.clean(html)
    text = body.plain(cleaned)
    links = body_links(cleaned)
    assert [text[link.start : link.end] for link in links] == [link.words for link in links]
    passage = Passage("body", language, text, tuple((link.start, link.end) for link in links))
    other = Passage("body", original_language, body.plain(body.clean(original)))
    found = [
        *remarks(passage),
        *against_dateline(Dateline(place, date(2017, 10, 24)), [passage]),
        *against_original([passage], [other]),
    ]
    for one in found:
        assert one.message
        assert one.start == -1 or text[one.start : one.start + len(one.quote)] == one.quote != ""
    spans = [(day.start, day.end) for day in days(text, language)]
    spans += [(number.start, number.end) for number in numbers(text, language)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(0 <= minutes < 24 * 60 + 60 for minutes, _start, _end in times(text))
