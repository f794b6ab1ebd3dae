"""The seeds: all or nothing, and nothing twice."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from osce_site.models import Area
from taxonomy import changes, snapshot, tree
from taxonomy.models import Broader, Label, MenuEntry, Relation, Term, Vocabulary

pytestmark = pytest.mark.django_db

NAMES = "".join(f"name {language}: Fields\n" for language in ("en", "fr", "de", "it", "ru", "es"))
HEAD = f"vocabulary: fields-of-work\nrole: field\nkind: field\n{NAMES}"
SIX = "".join(f"{language}: Arms\n" for language in ("en", "fr", "de", "it", "ru", "es"))


def load(*files: Path, **options: object) -> None:
    call_command("import_terms", *map(str, files), verbosity=0, **options)


def seed(folder: Path, text: str, name: str = "fields.txt") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def stamps() -> list[tuple[str, int, str]]:
    return list(Area.objects.order_by("key").values_list("key", "version", "stamp"))


def slugs() -> list[str]:
    return list(Term.objects.order_by("tree_id", "lft").values_list("slug", flat=True))


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


def test_a_second_run_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    load()
    before = stamps()
    call_command("import_terms")
    assert capsys.readouterr().out == "Taxonomy: nothing to change.\n"
    assert stamps() == before


def test_a_dry_run_tells_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = stamps()
    load(seed(tmp_path, f"{HEAD}= arms\n{SIX}"), dry_run=True)
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "fields.txt: new vocabulary fields-of-work"
    assert told[7] == "fields.txt: new term fields-of-work/arms"
    assert told[14:] == [
        "fields.txt: 6 new name, 1 new term, 1 new vocabulary, 6 new vocabulary name",
        "Taxonomy: 14 changes (dry run, nothing written).",
    ]
    assert (stamps(), Term.objects.count(), Vocabulary.objects.count()) == (before, 0, 0)


def test_a_whole_import_is_one_change(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[set[int]] = []
    monkeypatch.setattr(changes, "followers", [lambda terms, _progress: told.append(set(terms))])
    load()
    assert told == [set(Term.objects.values_list("pk", flat=True))]


def test_a_changed_seed_changes_what_it_names_and_no_more(tmp_path: Path) -> None:
    load(seed(tmp_path, f"{HEAD}= arms\n{SIX}= border\n{SIX}"))
    identity = Term.objects.get(slug="arms").uuid
    load(seed(tmp_path, f"{HEAD}= border\n{SIX}= arms\n{SIX.replace('en: Arms', 'en: Arms control')}"))
    assert [str(term) for term in Term.objects.all()] == ["Arms", "Arms control"]
    assert Term.objects.get(slug="arms").uuid == identity


def test_new_terms_take_their_place_in_the_order_at_once(tmp_path: Path) -> None:
    other = seed(tmp_path, f"vocabulary: pages\nkind: page\n{NAMES}= about\n{SIX}", "pages.txt")
    load(seed(tmp_path, f"{HEAD}= arms\n{SIX}= youth\n{SIX}"), other)
    parts = "".join(f"= {slug}\n{SIX}" for slug in ("aid", "arms", "media", "youth", "zeal"))
    load(seed(tmp_path, HEAD + parts), other)
    assert [slug for slug in slugs() if slug != "about"] == ["aid", "arms", "media", "youth", "zeal"]
    before = stamps()
    load(seed(tmp_path, HEAD + parts), other)
    assert stamps() == before


def test_what_the_desk_added_stays(tmp_path: Path) -> None:
    path = seed(tmp_path, f"{HEAD}= arms\n{SIX}= youth\n{SIX}")
    load(path)
    arms, vocabulary = Term.objects.get(slug="arms"), Vocabulary.objects.get()
    arms.code, arms.closed_on = "X", date(2020, 1, 1)
    arms.save()
    Label.objects.create(term=arms, language="en", kind="alternative", text="Weapons")
    tree.move(tree.insert(vocabulary, slug="between", kind="field"), after=arms)
    before = stamps()
    load(path)
    arms = Term.objects.get(slug="arms")
    assert (slugs(), arms.code, arms.closed_on) == (["arms", "between", "youth"], "X", date(2020, 1, 1))
    assert Label.objects.filter(text="Weapons").exists()
    assert stamps() == before


def test_a_name_of_the_desk_that_holds_on_the_same_days_refuses_the_seed(tmp_path: Path) -> None:
    path = seed(tmp_path, f"{HEAD}= arms\n{SIX}")
    load(path)
    Label.objects.filter(language="en").update(until=date(2019, 12, 31))
    Label.objects.create(term=Term.objects.get(), language="en", text="Arms control", since=date(2020, 1, 1))
    with pytest.raises(CommandError) as refused:
        load(path)
    assert str(refused.value).splitlines()[1:] == [
        "fields.txt:11: “Arms” (en) would be a name of the same days as “Arms control”, "
        "which is in the database and not in the seed"
    ]


def test_a_name_may_be_parted_into_a_former_and_a_new_one(tmp_path: Path) -> None:
    load(seed(tmp_path, f"{HEAD}= arms\n{SIX}"))
    parted = SIX.replace("en: Arms", "en 2014-02..: Arms control\nen ..2014-01: Arms")
    load(seed(tmp_path, f"{HEAD}= arms\n{parted}"))
    names = Label.objects.filter(language="en").order_by("id").values_list("text", "since", "until")
    assert list(names) == [("Arms", None, date(2014, 1, 31)), ("Arms control", date(2014, 2, 1), None)]


def test_a_term_that_moves_keeps_its_former_place_once(tmp_path: Path) -> None:
    load(seed(tmp_path, f"{HEAD}= members\n{SIX}= partners\n{SIX}== mongolia\n{SIX}"))
    moved = f"since: 2012-11-21\nformerly under: partners 2004..2012-11-20\n{SIX}"
    path = seed(tmp_path, f"{HEAD}= members\n{SIX}== mongolia\n{moved}= partners\n{SIX}")
    load(path)
    before = stamps()
    load(path)
    places = Broader.objects.filter(term__slug="mongolia").values_list("broader__slug", "since", "until")
    assert list(places) == [
        ("partners", date(2004, 1, 1), date(2012, 11, 20)),
        ("members", date(2012, 11, 21), None),
    ]
    assert stamps() == before


def test_dates_may_be_known_to_the_month_or_the_year(tmp_path: Path) -> None:
    load(seed(tmp_path, f"{HEAD}= arms\n{SIX}opened: 2000\nclosed: 2012-02\n"))
    arms = Term.objects.get()
    assert (arms.opened_on, arms.opened_precision) == (date(2000, 1, 1), "year")
    assert (arms.closed_on, arms.closed_precision) == (date(2012, 2, 29), "month")


def test_the_address_word_of_another_term_is_refused_with_what_to_do(tmp_path: Path) -> None:
    load(seed(tmp_path, f"{HEAD}= arms\n{SIX}"))
    desk = tree.insert(Vocabulary.objects.get(), slug="youth", kind="field")
    with pytest.raises(CommandError, match=f"fields.txt:10: .* say “uuid: {desk.uuid}”"):
        load(seed(tmp_path, f"{HEAD}= youth\n{SIX}"))
    load(seed(tmp_path, f"{HEAD}= youth\nuuid: {desk.uuid}\n{SIX}"))
    assert Term.objects.get(slug="youth").pk == desk.pk


BAD = {
    f"{HEAD}= arms\n{SIX}colour: red\n": "fields.txt:17: “colour” is no known key here",
    f"{HEAD}= arms\n{SIX}works on: fields-of-work/none\n": "fields.txt:17: there is no term “fields-of-work/none”",
    f"{HEAD}= arms\n{SIX}= arms\n": "fields.txt:17: “arms” stands twice",
    f"{HEAD}=== arms\n{SIX}": "fields.txt:10: “arms” stands 3 deep right below a heading 0 deep",
    f"{HEAD}= arms\nen: Arms\n": "fields.txt:10: “arms” has no name in fr, de, it, ru, es",
    f"{HEAD}= arms\n{SIX}opened: 2001-02-30\n": "fields.txt:17: “2001-02-30” is no date of the calendar",
    f"{HEAD}= arms\n{SIX}opened: soon\n": "fields.txt:17: “soon” is no date (YYYY, YYYY-MM or YYYY-MM-DD)",
    f"{HEAD}= arms\n{SIX}en 2005..2001: Old\n": "fields.txt:17: ends on 2001-12-31 before it begins on 2005-01-01",
    f"{HEAD}= arms\n{SIX}en 2001..: New\n": "fields.txt:17: “Arms” and “New” are names of the same days (en)",
    f"{HEAD}= Arms!\n{SIX}": "fields.txt:10: “Arms!” is no address word (small letters, digits, hyphens)",
    f"{HEAD}= arms\n{SIX}kind: dragon\n": "fields.txt:17: “kind” is “dragon”; allowed are field, state",
    "= arms\n": "fields.txt:1: the file must open with “vocabulary:” or “menu:”",
    f"{HEAD}nonsense\n": "fields.txt:10: is neither a heading nor “key: value”",
    f"{HEAD}= arms\n{SIX.replace('en: Arms', 'en ..2010: Old')}en 2015..: New\n": (
        "fields.txt:17: no name from the end of “Old” to “New” (en)"
    ),
    f"{HEAD}= arms\n{SIX}opened: 2010\nclosed: 2005\n": "fields.txt:18: ends on 2005-12-31 before it begins on",
    f"{HEAD}= arms\n{SIX}uuid: mine\n": "fields.txt:17: “mine” is no UUID",
    f"{HEAD}= arms\n{SIX}code: TOO-LONG-A-CODE\n": "fields.txt:17: has 15 characters; 10 is the most",
    f"{HEAD}= arms\n{SIX}summary en: A\nsummary en: B\n": "fields.txt:18: “summary en” is said twice",
    f"{HEAD}= arms\n{SIX}works on: fields-of-work/arms\n": "fields.txt:17: “fields-of-work/arms” cannot lead to itself",
    f"{HEAD}= arms\n{SIX}since: 2010\nformerly under: - 2005..2012\n": (
        "fields.txt:10: “arms” would stand in two places on the same day"
    ),
    "vocabulary: fields-of-work\nname en: Fields\n": "fields.txt:1: the vocabulary has no name in fr, de, it, ru, es",
    "menu: main\n= a\npath: elsewhere\n": "fields.txt:3: “elsewhere” is no path of this site: /search/",
    "menu: main\n= a\n": "fields.txt:2: “a” has no name in en, fr, de, it, ru, es",
    f"menu: main\n= a\npath: /a/\nterm: pages/about\n{SIX}": (
        "fields.txt:2: “a” leads to more than one thing: term, path"
    ),
    "menu: main\n= a\nvocabulary: none\n": "fields.txt:3: there is no vocabulary “none”",
    f"vocabulary: pages\nkind: page\n{NAMES}": "fields.txt:1: “pages” stands already at pages.txt:1",
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_file_is_refused_whole_with_its_line_and_reason(text: str, tmp_path: Path) -> None:
    good = seed(tmp_path, f"vocabulary: pages\nkind: page\n{NAMES}= about\n{SIX}", "pages.txt")
    with pytest.raises(CommandError) as refused:
        load(good, seed(tmp_path, text))
    assert [line for line in str(refused.value).splitlines() if line.startswith(BAD[text])]
    assert (Term.objects.count(), MenuEntry.objects.count()) == (0, 0)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        load(seed(tmp_path, "colour: red\n" + HEAD), seed(tmp_path, f"{HEAD}shade: blue\nhue: blue\n", "more.txt"))
    assert str(refused.value).splitlines() == [
        "Refused, nothing was changed:",
        "fields.txt:1: “colour” is no known key here",
        "more.txt:10: “shade” is no known key here",
        "more.txt:11: “hue” is no known key here",
    ]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fields.txt"
    path.write_bytes(b"vocabulary: pages\nname en: \xff\xfe")
    with pytest.raises(CommandError, match=r"fields\.txt:2: cannot be read as UTF-8 text"):
        load(path)
