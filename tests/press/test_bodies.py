"""Foreign HTML becomes a body in which nothing active survives; cleaning what is clean changes nothing."""

import re

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from press import body

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe src='https://example.org'></iframe>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></math>",
    "<p style='position:fixed' onclick='alert(1)' class='x' id='y'>x</p>",
    "<form action=/desk/><input name=x></form><base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'><link rel=stylesheet href=//evil.example>",
    "<!--[if gte mso 9]><xml></xml><![endif]--><object data=x></object><embed src=x>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
]
ALLOWED = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "strong", "em", "a", "br"} | {
    "table", "thead", "tbody", "tr", "th", "td"
}  # fmt: skip


def active(html: str) -> list[str]:
    """What a body must not hold, as it is read by a parser."""
    found = []
    for element in lxml.html.fragment_fromstring(html, create_parent="div").iterdescendants():
        names = set(element.attrib) - {"href", "colspan", "rowspan"}
        link = element.get("href", "https:")
        if element.tag not in ALLOWED or names or not re.match(r"https?:|mailto:|/|#|\?|[^:]*$", link):
            found.append(lxml.html.tostring(element, encoding="unicode"))
    return found


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_active_survives(html: str) -> None:
    cleaned = body.clean(f"<p>Before</p>{html}<p>After</p>")
    assert active(cleaned) == []
    assert "alert(1)" not in re.sub(r">[^<]*<", "><", cleaned)
    assert cleaned.startswith("<p>Before")
    assert cleaned.endswith("After</p>")


_pieces = st.sampled_from(
    [
        *HOSTILE,
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<ul><li>",
        "</li></ul>",
        "<b>",
        "</b>",
        "<h1>",
        "<table><tr><td>",
        "&nbsp;",
        "<br>",
        "<o:p></o:p>",
        "<blockquote>",
        "&lt;",
        "&amp;lt;",
        "<a href='/x'>",
        "</a>",
        "<!--",
        "-->",
        "\n",
        "<h4>t</h4>",
    ]
)


@given(st.lists(_pieces | st.text(max_size=8), max_size=12).map("".join))
def test_cleaning_twice_is_cleaning_once(html: str) -> None:
    cleaned = body.clean(html)
    assert body.clean(cleaned) == cleaned
    assert active(cleaned) == []


_said = st.sampled_from(["Forty", " judges ", "a", " ", "é", "\u2003", "", "&amp;", "x > y", "№ 5."])
_marked = st.tuples(
    st.sampled_from(["em", "strong", 'a href="https://example.org/a-b/"', 'a href="http://example.org"', "u"]), _said
).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>")
_line = st.lists(_said | _marked, max_size=5).map("".join)
_block = st.tuples(
    st.sampled_from(["<p>{}</p>", "<h2>{}</h2>", "<ul><li><p>{}</p></li></ul>", "<li>{}</li>"]), _line
).map(lambda pair: pair[0].format(pair[1]))


@given(st.lists(_block, max_size=4).map("".join))
def test_what_is_known_at_a_glance_is_what_cleaning_makes(html: str) -> None:
    glanced = body.clean(html), body.paragraphs(html)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(body, "_is_simple", lambda html: False)
        assert glanced == (body.clean(html), body.paragraphs(html))


def test_most_of_an_archive_is_known_at_a_glance() -> None:
    said = (
        '<h2>Forty</h2><p>He <em>said</em> it <a href="https://example.org/a">here</a>.</p><ul><li><p>One</p></li></ul>'
    )
    assert body._is_simple(said)
    assert body.paragraphs(said) == ["Forty", "He said it here.", "One"]
    for link in ("javascript:x", "/here/", "https://example.org/?a", "https://a@example.org/"):
        assert not body._is_simple(said.replace("https://example.org/a", link))


def test_what_is_pasted_from_a_word_processor_arrives_as_paragraphs() -> None:
    pasted = """<html xmlns:o="urn:x"><head><style>p.MsoNormal {margin:0}</style></head><body lang=EN-GB>
    <div class=WordSection1><p class=MsoNormal style='text-align:justify'><b><span lang=EN-GB
    style='font-size:12.0pt'>The Mission<o:p></o:p></span></b></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
    <p class=MsoNormal>It   trained&nbsp;forty <i>officers</i>.</p><p class=MsoListParagraph></p>
    <table border=1 cellpadding=0><tr><td width=10><p class=MsoNormal>One</p></td></tr></table></div></body></html>"""
    assert body.clean(pasted) == (
        "<p><strong>The Mission</strong></p><p>It trained forty <em>officers</em>.</p>"
        "<table><tbody><tr><td><p>One</p></td></tr></tbody></table>"
    )


def test_letters_of_every_script_and_direction_stay_as_they_are() -> None:
    for text in ("👩🏽‍🚀 лети", "שלום עולם", "مرحبا", "Çeşme Łódź ß", "‏עברית‎ mixed"):
        assert body.clean(f"<p>{text}</p>") == f"<p>{text}</p>"
        assert body.paragraphs(f"<p>{text}</p>") == [text]


def test_plain_text_becomes_paragraphs() -> None:
    assert body.from_plain("One & two\n\n<b>three</b>\n") == "<p>One &amp; two</p><p>&lt;b&gt;three&lt;/b&gt;</p>"
