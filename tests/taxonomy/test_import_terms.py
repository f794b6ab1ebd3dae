"""The seeds: all or nothing, and nothing twice."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from osce_site.models import Area
from taxonomy import snapshot
from taxonomy.models import Label, Relation, Term

pytestmark = pytest.mark.django_db

HEAD = "vocabulary: fields-of-work\nrole: field\nkind: field\n"
SIX = "".join(f"{language}: Arms\n" for language in ("en", "fr", "de", "it", "ru", "es"))


def load(*files: Path, **options: object) -> None:
    call_command("import_terms", *map(str, files), verbosity=0, **options)


def seed(folder: Path, text: str, name: str = "fields.txt") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_the_seeds_hold_the_taxonomy_of_the_organisation() -> None:
    load()
    taxonomy = snapshot.current()
    below = {
        slug: len(taxonomy.below(taxonomy.by_slug["countries", slug]))
        for slug in ("participating-states", "asian-partners", "mediterranean-partners")
    }
    assert below == {"participating-states": 57, "asian-partners": 5, "mediterranean-partners": 6}
    assert len(taxonomy.top("fields-of-work")) == 23
    assert len(taxonomy.top("meetings")) == 16
    assert Relation.objects.filter(kind="chairs", since__year=2026).get().subject.code == "CH"
    preferred = Label.objects.filter(kind="preferred")
    for language in ("en", "fr", "de", "it", "ru", "es"):
        named = preferred.filter(language=language).values("term").distinct().count()
        assert (language, named) == (language, Term.objects.count())


def test_a_second_run_changes_nothing() -> None:
    load()
    before = list(Area.objects.values_list("key", "version", "stamp")), Label.objects.count()
    load()
    assert (list(Area.objects.values_list("key", "version", "stamp")), Label.objects.count()) == before


def test_a_dry_run_tells_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(seed(tmp_path, f"{HEAD}= arms\n{SIX}"), dry_run=True)
    assert "new term fields-of-work/arms" in capsys.readouterr().out
    assert Term.objects.count() == 0


def test_a_changed_seed_changes_what_it_names_and_no_more(tmp_path: Path) -> None:
    load(seed(tmp_path, f"{HEAD}= arms\n{SIX}= border\n{SIX}"))
    identity = Term.objects.get(slug="arms").uuid
    load(seed(tmp_path, f"{HEAD}= border\n{SIX}= arms\n{SIX.replace('en: Arms', 'en: Arms control')}"))
    assert [str(term) for term in Term.objects.all()] == ["Arms", "Arms control"]
    assert Term.objects.get(slug="arms").uuid == identity


BAD = {
    f"{HEAD}= arms\n{SIX}colour: red\n": "fields.txt:11: “colour” is no known key here",
    f"{HEAD}= arms\n{SIX}works on: fields-of-work/none\n": "fields.txt:11: there is no term “fields-of-work/none”",
    f"{HEAD}= arms\n{SIX}= arms\n": "fields.txt:11: “arms” stands twice",
    f"{HEAD}=== arms\n{SIX}": "fields.txt:4: “arms” stands 3 deep right below a heading 0 deep",
    f"{HEAD}= arms\nen: Arms\n": "fields.txt:4: “arms” has no name in fr, de, it, ru, es",
    f"{HEAD}= arms\n{SIX}opened: 2001-02-30\n": "fields.txt:11: “2001-02-30” is no date of the calendar",
    f"{HEAD}= arms\n{SIX}opened: soon\n": "fields.txt:11: “soon” is no date (YYYY, YYYY-MM or YYYY-MM-DD)",
    f"{HEAD}= arms\n{SIX}en 2005..2001: Old\n": "fields.txt:11: ends on 2001-12-31 before it begins on 2005-01-01",
    f"{HEAD}= arms\n{SIX}en 2001..: New\n": "fields.txt:4: “Arms” and “New” are names of the same days (en)",
    f"{HEAD}= Arms!\n{SIX}": "fields.txt:4: “Arms!” is no address word (small letters, digits, hyphens)",
    f"{HEAD}= arms\n{SIX}kind: dragon\n": "fields.txt:11: “kind” is “dragon”; allowed are field, state",
    "= arms\n": "fields.txt:1: the file must open with “vocabulary:” or “menu:”",
    f"{HEAD}nonsense\n": "fields.txt:4: is neither a heading nor “key: value”",
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_file_is_refused_whole_with_its_line_and_reason(text: str, tmp_path: Path) -> None:
    good = seed(tmp_path, f"vocabulary: pages\nkind: page\n= about\n{SIX}", "pages.txt")
    with pytest.raises(CommandError) as refused:
        load(good, seed(tmp_path, text))
    assert BAD[text] in str(refused.value)
    assert Term.objects.count() == 0


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fields.txt"
    path.write_bytes(b"vocabulary: \xff\xfe")
    with pytest.raises(CommandError, match=r"fields\.txt:1: cannot be read as UTF-8 text"):
        load(path)
