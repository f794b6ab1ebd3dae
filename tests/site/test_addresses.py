"""Every path a thing ever had answers: in one step, at its present address, for ever."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from osce_site.models import Address
from taxonomy import acting, succession, tree
from taxonomy.models import Term, Vocabulary
from taxonomy.succession import Close, Merge, Rename
from tests import create

pytestmark = pytest.mark.django_db
WHY: dict[str, Any] = {"on": date(2020, 5, 1), "reason": "So it was decided."}


def leads(client: Client, path: str) -> tuple[int, str]:
    answer = client.get(path)
    return answer.status_code, answer.get("Location", "")


def done(act: acting.Act) -> None:
    succession.carry_out(act, by=create.officer())


@pytest.fixture
def fields() -> tuple[Term, Term]:
    return create.term("Arms"), create.term("Security")


def test_a_merged_term_leads_to_what_it_is_part_of_in_one_step(client: Client, fields: tuple[Term, Term]) -> None:
    arms, security = fields
    peace = create.term("Peace")
    done(Rename(term=arms, names={}, slug="disarmament", **WHY))
    done(Merge(term=arms, target=security, **WHY))
    done(Merge(term=security, target=peace, **WHY))
    done(Rename(term=peace, names={}, slug="peace-and-security", **WHY))
    present = "/fields-of-work/peace-and-security/"
    for word in ("arms", "disarmament", "security", "peace"):
        assert leads(client, f"/fields-of-work/{word}/") == (301, present)
        assert leads(client, f"/ru/fields-of-work/{word}/") == (301, f"/ru{present}")
        assert leads(client, f"/feeds/fields-of-work/{word}.atom") == (
            301,
            "/feeds/fields-of-work/peace-and-security.atom",
        )
        assert leads(client, f"/press-releases/?about={word}") == (301, "/press-releases/?about=peace-and-security")
    assert client.get(present).status_code == 200


def test_a_closed_term_stays_a_page(client: Client, fields: tuple[Term, Term]) -> None:
    arms, security = fields
    done(Close(term=arms, successor=security, **WHY))
    assert client.get("/fields-of-work/arms/").status_code == 200


def test_what_was_deleted_answers_that_it_is_gone(client: Client, fields: tuple[Term, Term]) -> None:
    arms, _security = fields
    done(Rename(term=arms, names={}, slug="disarmament", **WHY))
    tree.delete(arms)
    for path in ("/fields-of-work/arms/", "/fields-of-work/disarmament/", "/fr/fields-of-work/arms/"):
        assert client.get(path).status_code == 410
    assert client.get(f"/id/{arms.uuid}").status_code == 410


def test_a_vocabulary_under_another_word_keeps_its_addresses_and_those_of_its_terms(
    client: Client, fields: tuple[Term, Term]
) -> None:
    vocabulary = Vocabulary.objects.get()
    client.force_login(create.officer("cem", chief=True))
    row = {"names-TOTAL_FORMS": 0, "names-INITIAL_FORMS": 0}
    said = {"slug": "themes", "position": 0, "role": "field"} | row
    assert client.post(f"/desk/taxonomy/vocabulary/{vocabulary.pk}/change/", said).status_code == 302
    done(Rename(term=fields[0], names={}, slug="weapons", **WHY))
    assert leads(client, "/fields-of-work/") == (301, "/themes/")
    assert leads(client, "/de/fields-of-work/arms/") == (301, "/de/themes/weapons/")
    assert leads(client, "/themes/arms/") == (301, "/themes/weapons/")
    assert leads(client, "/feeds/fields-of-work/security.atom") == (301, "/feeds/themes/security.atom")


def table(tmp_path: Path, *rows: str, head: str = "address,leads_to") -> Path:
    file = tmp_path / "old.csv"
    file.write_text("\n".join([head, *rows]), "utf-8")
    return file


def test_addresses_of_the_old_site_lead_to_what_they_meant(
    client: Client, fields: tuple[Term, Term], tmp_path: Path
) -> None:
    release = create.release("Mission trains police", languages=["en", "fr"], published_at=create.instant(2009))
    own, french = (release.editions.get(language=one).get_absolute_url() for one in ("en", "fr"))
    rows = [
        f"/node/42,{release.pk}",
        f"https://www.example.org/ru/node/43,{release.pk}",
        f"/serbia/44?download=true,{release.pk}",
        f"/partners-for-cooperation/mediterranean/45,{release.pk}",
        "/arms-control,/fields-of-work/arms/",
        "/what-we-do/,/fields-of-work/",
        "/old%20x/a%C3%A9?y=1,/fields-of-work/arms/",
    ]
    call_command("import_addresses", table(tmp_path, *rows), verbosity=0)
    call_command("import_addresses", table(tmp_path, *rows), verbosity=0)
    for path in ("/node/42", "/node/42/", "/node/43", "/serbia/44", "/partners-for-cooperation/mediterranean/45"):
        assert leads(client, path) == (301, own)
    assert leads(client, "/fr/node/42") == (301, f"/fr{french}")
    assert leads(client, "/en/node/42") == (301, own)
    assert leads(client, "/ARMS-control") == (301, "/fields-of-work/arms/")
    assert leads(client, "/what-we-do") == (301, "/fields-of-work/")
    assert leads(client, "/old%20x/a%C3%A9") == (301, "/fields-of-work/arms/")
    assert Address.objects.count() == 7


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("/node/1,999", "“999” is no release, term or vocabulary of this site"),
        ("node/1,/fields-of-work/arms/", "“node/1” is no address of a page"),
        ("/,/fields-of-work/arms/", "“/” is no address of a page"),
        ("/fields-of-work/arms,/fields-of-work/security/", "is an address of today"),
        ("/search/,/fields-of-work/arms/", "is an address of today"),
        ("/id/6f9619ff-8b86-4011-b42d-00c04fc964ff,/fields-of-work/arms/", "is an address of today"),
        ("/static/x,/fields-of-work/arms/", "is an address of today"),
        ("/node/1", "has 1 columns, not 2"),
        ("/node/1,/fields-of-work/arms/\n/node/1,/fields-of-work/security/", "led elsewhere at old.csv:3"),
        ('/node/1,"/fields', "is no table"),
    ],
)
@pytest.mark.usefixtures("fields")
def test_a_table_with_a_mistake_is_refused_as_a_whole(tmp_path: Path, row: str, reason: str) -> None:
    with pytest.raises(CommandError, match="nothing was changed") as refused:
        call_command("import_addresses", table(tmp_path, "/node/7,/fields-of-work/arms/", row))
    assert reason in str(refused.value)
    assert not Address.objects.exists()


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_bytes(b"\xff\xfe\x00")
    for file in (tmp_path / "odd.csv", tmp_path / "missing.csv", table(tmp_path, head="a;b")):
        with pytest.raises(CommandError, match="nothing was changed"):
            call_command("import_addresses", file)
