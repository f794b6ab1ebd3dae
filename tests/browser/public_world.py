"""A newsroom as readers meet it: the whole taxonomy, and a release of each sort, in English and in Russian."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.management import call_command

from osce_site import freshness
from osce_site.models import Address
from osce_site.models.address import remember
from press.correcting import correct, withdraw
from press.models import Contact, Release
from press.publishing import publish
from press.writing import now_renders, write
from taxonomy.models import Term
from tests import create

LANGUAGES = ("en", "ru")

HEADLINE = "Three border posts, one frequency: police officers of four countries learn to speak by radio"
LEAD = "Officers who share a river learn to share their radio channels."
BODY = (
    "<p>Forty officers from four countries took part in a training course on the Drina this week. The course "
    "was held by the Mission together with the border police of the countries, and ended with an exercise at night.</p>"
    "<h2>What was learnt</h2><ul><li>To speak short and clear</li><li>To listen first</li></ul>"
    "<blockquote><p>A river has two banks and one current.</p></blockquote>"
    "<p>The next course will be held in the spring. Its programme can be read in the document below.</p>"
)
RUSSIAN: dict[str, Any] = {
    "headline": "Три пограничных поста, одна частота: полицейские четырёх стран учатся говорить по радио",
    "lead": "Сотрудники, которых разделяет река, учатся работать на общей радиочастоте.",
    "body": "<p>Сорок сотрудников из четырёх стран на этой неделе приняли участие в учебном курсе на Дрине. Курс провела "
    "Миссия вместе с пограничной полицией этих стран, и завершился он ночными учениями.</p>"
    "<h2>Чему научились</h2><ul><li>Говорить коротко и ясно</li><li>Сначала слушать</li></ul>"
    "<p>Следующий курс пройдёт весной. С его программой можно ознакомиться в документе ниже.</p>",
    "place": "БЕЛГРАД",
}
CORRECTIONS = (
    (1, "en", BODY.replace("Forty officers", "Fifty officers"), "The number of officers was wrong."),
    (2, "en", BODY, "It was right before."),
    (2, "ru", RUSSIAN["body"].replace("Сорок", "Пятьдесят"), "Число сотрудников было неверным."),
)
"""Hours after the first edition, language, body, and what readers are told."""
WITHDRAWN = (
    "<p>The observers will meet voters and candidates in every region of the country and will publish what they saw on "
    "the day after the election, as they have done since the first mission was sent out many years ago.</p>"
)
LONG_AGO = create.instant(2021, 5, 4)


@dataclass
class World:
    full: Release
    """With photos, a document, contacts and two corrections, in both languages."""
    plain: Release
    """Of long ago, with many like it in English."""
    withdrawn: Release


def build() -> World:
    """On a fresh database. The releases are Ana's."""
    call_command("import_terms", verbosity=0)
    mission, field = _term("field-operations/mission-to-serbia"), _term("fields-of-work/border-management")
    filed: dict[str, Any] = {"source": [mission], "about": [field], "country": [_term("countries/serbia")]}
    Contact.objects.create(name="Press desk", duty="Spokesperson", email="press@example.org", source=mission)
    with freshness.as_of(LONG_AGO):
        plain = create.draft("River schools publish their report", **filed)
        _in_russian(plain)
        publish(plain, by=None)
        for number in range(1, 22):
            create.release(f"The course begins its week {number}", published_at=LONG_AGO, **filed)
    remember("/where-we-were", Address.Kind.GONE, 0)
    return World(full=_full(filed), plain=plain, withdrawn=_withdrawn(filed))


def _term(path: str) -> Term:
    vocabulary, slug = path.split("/")
    return Term.objects.get(vocabulary__slug=vocabulary, slug=slug)


def _full(filed: dict[str, Any]) -> Release:
    made = create.draft(
        HEADLINE,
        body=BODY,
        lead=LEAD,
        place="BELGRADE",
        meeting=[_term("meetings/ministerial-council-meetings")],
        **filed,
    )
    _in_russian(made)
    for alt in ("Two radio masts above a river", "Officers at a table"):
        create.photo(made, alt)
    create.document(made, language="en")
    begun = freshness.now() - timedelta(hours=3)
    with freshness.as_of(begun):
        publish(made, by=None)
    for hours, language, body, note in CORRECTIONS:
        with freshness.as_of(begun + timedelta(hours=hours)):
            write(made, language, by=create.officer(), body=body)
            correct(made, language, by=None, correction="correction", note=note)
    return made


def _in_russian(made: Release) -> None:
    write(made, "ru", by=create.officer(), **RUSSIAN)
    now_renders(made, "ru", by=create.officer(), number=made.texts.get(language="en").version)


def _withdrawn(filed: dict[str, Any]) -> Release:
    made = create.draft("Observers arrive in every region", body=WITHDRAWN, **filed)
    _in_russian(made)
    with freshness.as_of(freshness.now() - timedelta(hours=2)):
        publish(made, by=None)
    withdraw(made, by=None, kind="withdrawn", reason="It was sent out for another mission.")
    return made
