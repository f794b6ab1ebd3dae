"""What is not public changes not one byte of any anonymous answer; at its instant all outlets flip together."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from osce_site.models.address import remember
from press import images, pinning, showing
from press.correcting import correct, withdraw
from press.models import Edition, Photo, Release, ReleaseSet, SetMember, SetMenuChange, Showing, Tagging, Text
from press.publishing import call_off, publish
from press.refiling import refile
from press.release_sets import publish_together
from press.writing import write
from taxonomy import changes
from taxonomy.acting import carry_out
from taxonomy.models import Menu, MenuEntry, MenuEntryLabel, Term
from tests import create
from tests.movable_clock import the_time_is
from tests.properties.outlets import UNKNOWN, WORDS, addresses, answer, answers, desk_addresses, pasted, plain

NOW = create.instant(2021, 5, 1)
LATER = NOW + timedelta(hours=1)
SECRET = "A secret about the border"
PASTED = [
    f"{headline}\nA week of training ended.\nVIENNA, 1 May 2021 – Forty officers took part."
    for headline in ("Mission trains border police", SECRET, f"{SECRET}, again", f"{SECRET}, in work")
]
"""Texts as somebody may ask about them: what is public, what is not, and what is in work."""


def site() -> dict[str, Term]:
    """A site with something public of every sort, made an hour ago."""
    security = create.term("Security")
    terms = {
        "security": security,
        "borders": create.term("Borders", under=security),
        "state": create.term("Albania", "countries", kind="state"),
        "mission": create.term("Mission", "field-operations", kind="operation"),
        "conferences": create.term("Border conferences", "meetings", kind="meeting-series"),
    }
    made = create.draft(
        "Mission trains border police",
        languages=["en", "fr"],
        about=[terms["borders"]],
        source=[terms["mission"]],
        kind="news",
    )
    create.photo(made, alt="A road")
    publish(made, by=create.officer("bo"), at=create.instant(2020, 3, 1))
    create.release(
        "Second border release",
        published_at=create.instant(2021, 3, 1),
        country=[terms["state"]],
        meeting=[terms["conferences"]],
    )
    write(made, "en", by=create.officer(), headline="Mission trains fifty border police")
    with the_time_is(NOW - timedelta(hours=1)):
        correct(made, "en", by=create.officer("bo"), correction="correction", note="There were fifty.")
        gone = create.release("Bridge opens", published_at=create.instant(2021, 2))
        withdraw(gone, by=create.officer("bo"), kind="in-error", reason="It did not open.")
        pinning.pin(made, by=create.officer("bo"))
    return terms


@pytest.fixture(autouse=True)
def _words_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The links for guests are made with the words whose addresses are asked."""

    def draw() -> str:
        used = set(Showing.objects.values_list("digest", flat=True))
        return next(word for word in WORDS if showing.digest_of(word) not in used)

    monkeypatch.setattr(showing, "draw_word", draw)


def hidden(terms: dict[str, Term]) -> Release:
    """A draft with everything that could betray it."""
    draft = create.draft(
        SECRET,
        languages=["en", "fr"],
        about=[terms["borders"]],
        source=[terms["mission"]],
        country=[terms["state"]],
        meeting=[terms["conferences"]],
        kind="news",
    )
    create.photo(draft, alt=SECRET)
    create.document(draft, title=SECRET)
    remember(f"/node/{draft.pk}", "release", draft.pk)
    return draft


def _describe_the_public_photo_otherwise(terms: dict[str, Term], draft: Release) -> None:
    """At the desk; and the worker makes its files anew."""
    photo = Photo.objects.filter(editions__edition__in=Edition.objects.published(NOW)).distinct().get()
    Photo.objects.filter(pk=photo.pk).update(credit=SECRET, copyright=SECRET, usage_terms=SECRET)
    photo.texts.update(alt=SECRET, caption=SECRET)
    photo.texts.update_or_create(language="fr", defaults={"alt": SECRET})
    photo.refresh_from_db()
    images.ask(photo)
    images.make_sizes(photo, photo.wanted)
    photo.refresh_from_db()
    assert photo.standing == "ready"


def _write_another(terms: dict[str, Term], draft: Release) -> None:
    hidden(terms)


def _rewrite(terms: dict[str, Term], draft: Release) -> None:
    write(draft, "en", by=create.officer(), headline=f"{SECRET}, again", body="<p>Border secret.</p>")


def _edit_what_is_public(terms: dict[str, Term], draft: Release) -> None:
    text = Text.objects.filter(release__editions__isnull=False, language="en").exclude(release=draft).first()
    assert text is not None
    write(text.release, "en", by=create.officer(), headline=f"{SECRET}, in work")


def _translate(terms: dict[str, Term], draft: Release) -> None:
    write(draft, "de", by=create.officer(), headline=SECRET, body="<p>Geheim.</p>")


def _tag(terms: dict[str, Term], draft: Release) -> None:
    Tagging.objects.get_or_create(release=draft, term=terms["security"], role="field")


def _tag_what_is_public(terms: dict[str, Term], draft: Release) -> None:
    public = Release.objects.filter(editions__isnull=False).exclude(pk=draft.pk).first()
    Tagging.objects.get_or_create(release=public, term=terms["state"], role="country")


def _schedule(terms: dict[str, Term], draft: Release) -> None:
    if draft.state(NOW) == "draft":
        publish(draft, by=create.officer("bo"), at=LATER)


def _schedule_and_call_off(terms: dict[str, Term], draft: Release) -> None:
    other = hidden(terms)
    publish(other, by=create.officer("bo"), at=LATER)
    call_off(other, by=create.officer("bo"), reason="Too early.")


def _file_anew(terms: dict[str, Term], draft: Release) -> None:
    hidden_ones = Release.objects.exclude(pk__in=Edition.objects.published(NOW).values("release"))
    act = refile(hidden_ones, reason=SECRET, remove=terms["borders"], add=terms["security"])
    if act.touched().exists():
        carry_out(act, by=create.officer())


def _show_to_a_guest(terms: dict[str, Term], draft: Release) -> None:
    """Who opens it, remarks and approves."""
    word, guest = _shown(draft, "preview"), Client()
    assert SECRET.encode() in guest.get(f"/preview/{word}/en/").content
    guest.post(f"/preview/{word}/remarks/", {"language": "en", "words": SECRET})
    assert guest.post(f"/preview/{word}/approval/").status_code == 303


def _give_to_a_journalist(terms: dict[str, Term], draft: Release) -> None:
    other = hidden(terms)
    publish(other, by=create.officer("bo"), at=LATER)
    word = _shown(other, "embargoed")
    assert SECRET.encode() in Client().get(f"/preview/{word}/en/").content


def _show_and_take_back(terms: dict[str, Term], draft: Release) -> None:
    found = showing.open_with(_shown(draft, "preview"), NOW)
    assert found is not None
    showing.revoke(found, by=create.officer("bo"), reason=SECRET)


def _show_until_just_now(terms: dict[str, Term], draft: Release) -> None:
    Showing.objects.create(
        release=draft,
        kind="preview",
        digest=showing.digest_of(showing.draw_word()),
        name=SECRET,
        shown=showing.frozen(draft, None, NOW),
        made_at=NOW - timedelta(days=1),
        expires_at=NOW,
    )


def _shown(draft: Release, kind: str) -> str:
    """The word of a new link."""
    ends = NOW + timedelta(days=1)
    return showing.show_to(draft, kind=kind, name=SECRET, by=create.officer("bo"), expires_at=ends)[1]


def _put_at_the_head_of_the_home_page(terms: dict[str, Term], draft: Release) -> None:
    """What is not public, above and below what is, and one that was withdrawn."""
    for release in Release.objects.exclude(pk__in=Edition.objects.published(NOW).values("release")):
        if not release.pins.standing(NOW).exists():
            pinning.pin(release, by=create.officer("bo"), until=LATER if release == draft else None)
            pinning.move(release, to=release.pk % 3 + 1, by=create.officer("bo"))


def _schedule_a_set(terms: dict[str, Term], draft: Release) -> None:
    """With what it shows in the menu."""
    together = ReleaseSet.objects.create(name=SECRET)
    SetMember.objects.create(release_set=together, release=hidden(terms))
    menu = Menu.objects.get_or_create(key="main")[0]
    entry = MenuEntry.objects.create(menu=menu, key=f"set-{together.pk}", path="/search/", kept_back_since=NOW)
    MenuEntryLabel.objects.create(entry=entry, language="en", text=SECRET)
    changes.announce()
    SetMenuChange.objects.create(release_set=together, entry=entry)
    publish_together(together, by=create.officer("cem", chief=True), at=LATER)


def _schedule_a_correction(terms: dict[str, Term], draft: Release) -> None:
    """Where none is scheduled: a second one is refused."""
    public = Release.objects.get(pk=Edition.objects.published(NOW).in_language("fr").get().release_id)
    if not public.editions.ahead(NOW).exists():
        write(public, "fr", by=create.officer(), headline=SECRET)
        correct(public, "fr", by=create.officer("bo"), correction="correction", note=SECRET, at=LATER)


def _schedule_a_correction_and_call_it_off(terms: dict[str, Term], draft: Release) -> None:
    _schedule_a_correction(terms, draft)
    public = Edition.objects.published(NOW).in_language("fr").get().release
    call_off(public, by=create.officer("bo"), reason="Too early.")


def _own_of_guests(paths: Iterable[str]) -> set[str]:
    """The addresses below a word that opens something now."""
    valid = [word for word in WORDS if showing.open_with(word, NOW)]
    return {path for path in paths if path.startswith(tuple(f"/preview/{word}/" for word in valid))}


CHANGES: list[Callable[[dict[str, Term], Release], None]] = [
    _write_another,
    _rewrite,
    _edit_what_is_public,
    _translate,
    _tag,
    _tag_what_is_public,
    _schedule,
    _schedule_and_call_off,
    _file_anew,
    _show_to_a_guest,
    _give_to_a_journalist,
    _show_and_take_back,
    _show_until_just_now,
    _describe_the_public_photo_otherwise,
    _put_at_the_head_of_the_home_page,
    _schedule_a_set,
    _schedule_a_correction,
    _schedule_a_correction_and_call_it_off,
]


@pytest.mark.django_db
@settings(
    max_examples=8,
    deadline=None,
    # A site is slow to make: what fails is shown as it was drawn.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(acts=[_put_at_the_head_of_the_home_page, _schedule, _write_another])
@example(acts=[_schedule_a_set, _schedule_a_correction, _schedule_a_correction_and_call_it_off])
@example(acts=[_describe_the_public_photo_otherwise, _edit_what_is_public])
@given(acts=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=5))
def test_what_is_not_public_changes_no_answer(
    client: Client, acts: list[Callable[[dict[str, Term], Release], None]]
) -> None:
    with transaction.atomic(), the_time_is(NOW):
        terms = site()
        draft = hidden(terms)
        before, said = answers(client, addresses()), pasted(client, PASTED)
        for act in acts:
            act(terms, draft)
        paths = addresses()
        after = answers(client, paths)
        assert pasted(client, PASTED) == said
        own = _own_of_guests(paths)
        others = set(before) - own
        assert {path: after[path] for path in others} == {path: before[path] for path in others}
        telling = {path for path, (_status, _headers, body) in after.items() if tells(body)}
        assert {path for path in own if path.endswith(("/en/", "/fr/"))} <= telling <= own
        transaction.set_rollback(True)


def tells(body: bytes) -> bool:
    """Whether a page shows the secret, be it with marks on what was asked."""
    return SECRET.encode() in re.sub(rb"</?mark>", b"", body)


@pytest.mark.django_db
def test_at_its_instant_every_outlet_flips_together(client: Client) -> None:
    with the_time_is(NOW):
        terms = site()
        draft = hidden(terms)
        publish(draft, by=create.officer("bo"), at=LATER)
        pinning.pin(draft, by=create.officer("bo"))
        paths = addresses()
        own = f"/press-releases/{draft.pk}/{draft.editions.get(language='en').slug}/"
        token = draft.release_photos.get().photo.token
    telling = {
        "/",
        "/fr/",
        "/press-releases/",
        "/press-releases/?kind=news",
        "/press-releases/?q=border",
        "/press-releases/?about=security",
        "/press-releases/?country=albania",
        "/press-releases/?source=mission",
        "/search/?q=secret",
        "/fields-of-work/security/",
        "/fields-of-work/borders/",
        "/countries/albania/",
        "/field-operations/mission/",
        "/feeds/press-releases.atom",
        "/feeds/fields-of-work/security.atom",
        own,
    }
    assert telling <= set(paths)
    with the_time_is(LATER - timedelta(microseconds=1)):
        early, said_early = answers(client, paths), pasted(client, [PASTED[1]])
    with the_time_is(LATER):
        late, said_late = answers(client, paths), pasted(client, [PASTED[1]])
    assert {path for path in telling if tells(early[path][2])} == set()
    assert {path for path in telling if tells(late[path][2])} == telling
    assert (early[f"/files/{token}/full.jpg"][0], late[f"/files/{token}/full.jpg"][0]) == (404, 200)
    assert (own.encode() in said_early[PASTED[1]][2], own.encode() in said_late[PASTED[1]][2]) == (False, True)
    kit = own + "media-kit.zip"
    assert (early[kit][0], late[kit][0]) == (404, 200)
    assert (early[f"/node/{draft.pk}"][0], late[f"/node/{draft.pk}"][0]) == (404, 301)
    # The address of what is not there yet answers as one that never was.
    missing = answers(client, [f"/press-releases/{draft.pk + 1}/"])
    assert early[f"/press-releases/{draft.pk}/"][0] == missing[f"/press-releases/{draft.pk + 1}/"][0] == 404


def _known(key: int, token: str, word: str) -> dict[str, str]:
    """What to put into the addresses of the desk."""
    keys = dict.fromkeys(["object_id", "int", "number", "key", "revision_number"], str(key))
    return {**keys, "language": "en", "role": "field", "token": token, "slug": word, "str": word}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete"])
def test_the_desk_and_its_api_tell_a_stranger_nothing(client: Client, method: str) -> None:
    """Each address answers the same for what is there and for what is not, as it did before anything was made."""
    forms_only = method in {"get", "head", "post"}

    def asked(known: dict[str, str]) -> list[str]:
        return [path for path in desk_addresses(known) if forms_only or path.startswith("/api/")]

    with the_time_is(NOW):
        terms = site()
        nothing = _known(87654321, "a-token-that-was-never-drawn", UNKNOWN)
        before = {path: plain(answer(client, path, method), nothing) for path in asked(nothing)}
        draft = hidden(terms)
        photo = create.photo(draft, alt=SECRET, pk=draft.pk)  # one key for all that is there
        _show_until_just_now(terms, draft)
        something = _known(draft.pk, photo.token, WORDS[0])
        after = {path: plain(answer(client, path, method), something) for path in asked(something)}
        officer = Client()
        officer.force_login(create.officer("cem", chief=True))
        seen = [path for path in after if method == "get" and SECRET.encode() in answer(officer, path)[2]]
    assert list(after.values()) == list(before.values())
    assert not [path for path, (_status, _headers, body) in after.items() if SECRET.encode() in body]
    # The same addresses do tell it to who is signed in.
    assert method != "get" or {
        f"/desk/press/release/{draft.pk}/change/",
        f"/desk/press/photo/{photo.pk}/change/",
        f"/api/releases/{draft.pk}/texts/en",
    } <= set(seen)
    assert {status for status, _headers, _body in before.values()} <= {200, 301, 302, 401, 403, 404, 405}
