"""Reads the taxonomy back out of the database, as seeds: applied to an empty site they make an equal one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from osce_site import freshness
from osce_site.languages import OFFICIAL
from osce_site.models import Address
from taxonomy import snapshot
from taxonomy.models import Menu, MenuEntry, Profile, Vocabulary
from taxonomy.seed_checks import unnamed
from taxonomy.seed_dates import known_to
from taxonomy.seed_text import FORMER_ADDRESS, FORMERLY, LABEL_KINDS, TOP, Seed, SeedFile, SeedLabel, SeedLink
from taxonomy.snapshot import Link, Node, Snapshot


def seed_files() -> list[SeedFile]:
    """All vocabularies in their order, then the menus. To be called in a transaction where others may write."""
    taxonomy, addresses = snapshot.read(), _addresses()
    profiles: dict[int, list[Profile]] = defaultdict(list)
    for profile in Profile.objects.order_by("id"):
        profiles[profile.term_id].append(profile)
    stood = places(taxonomy)
    files = []
    for vocabulary in Vocabulary.objects.all():
        file = SeedFile(_vocabulary_head(vocabulary, taxonomy, addresses), [])
        below = _terms(taxonomy, taxonomy.top(vocabulary.slug), None, stood)
        for node, seed in below:
            seed.words.update(_words(profiles[node.id]))
            seed.addresses = addresses[Address.Kind.TERM, node.id]
            file.seeds.append(seed)
        files.append(_promising(file))
    return files + [_promising(_menu(menu, taxonomy)) for menu in Menu.objects.all()]


def _promising(file: SeedFile) -> SeedFile:
    """The file, saying in which languages it is whole; where that is all, it goes without saying."""
    if missing := unnamed(file, OFFICIAL):
        file.head.values["languages"] = ", ".join(one for one in OFFICIAL if one not in missing) or "none"
    return file


def _vocabulary_head(
    vocabulary: Vocabulary, taxonomy: Snapshot, addresses: dict[tuple[str, int], list[SeedLink]]
) -> Seed:
    known = taxonomy.vocabularies[vocabulary.slug]
    head = Seed(vocabulary.slug, "", 0, addresses=addresses[Address.Kind.VOCABULARY, vocabulary.pk])
    head.values |= {"vocabulary": vocabulary.slug, "position": str(vocabulary.position)}
    if vocabulary.role:
        head.values["role"] = vocabulary.role
    if vocabulary.may_be_source:
        head.values["may be source"] = "yes"
    for language in [language for language in OFFICIAL if language in known.plural]:
        head.words["name", language] = [known.plural[language]]
        head.words["singular", language] = [known.singular[language]]
    return head


def _terms(
    taxonomy: Snapshot, term_ids: Iterable[int], parent: Seed | None, stood: dict[int, list[tuple[int | None, Link]]]
) -> Iterator[tuple[Node, Seed]]:
    """The terms and all below them, each before those below it."""
    for term_id in term_ids:
        node = taxonomy.nodes[term_id]
        made = seed(taxonomy, node, stood[term_id], parent)
        yield node, made
        yield from _terms(taxonomy, taxonomy.below(term_id), made, stood)


def places(taxonomy: Snapshot, of: str = "") -> dict[int, list[tuple[int | None, Link]]]:
    """Term -> under which term (``None``: at the top) it stood and when, the earliest first.

    ``of``: the vocabulary whose terms are asked for; all where none is given.
    """
    found: dict[int, list[tuple[int | None, Link]]] = defaultdict(list)
    for (vocabulary, broader), stays in taxonomy.stays.items():
        for stay in stays if of in ("", vocabulary) else ():
            found[stay.term_id].append((broader, stay))
    for stood in found.values():
        stood.sort(key=lambda place: (place[1].since or date.min, place[1].until or date.max))
    return found


def seed(
    taxonomy: Snapshot, node: Node, stood: Iterable[tuple[int | None, Link]] = (), parent: Seed | None = None
) -> Seed:
    """What the snapshot knows of a term, which is all but its profiles and former addresses."""
    made = Seed(f"{node.vocabulary}/{node.slug}", node.slug, parent.depth + 1 if parent else 1, parent)
    said = {
        "uuid": node.uuid,
        "kind": node.kind,
        "code": node.code,
        "opened": known_to(node.opened_on, node.opened_precision),
        "closed": known_to(node.closed_on, node.closed_precision, last=True),
    }
    made.values |= {key: value for key, value in said.items() if value}
    for broader, stay in stood:
        if stay.until is None and stay.since:
            made.values["since"] = stay.since.isoformat()
        elif stay.until:
            place = taxonomy.nodes[broader].slug if broader else TOP
            # A term may be called as the top is written; in full it is not mistaken for it.
            place = f"{node.vocabulary}/{place}" if broader and place == TOP else place
            made.former.append(SeedLink(FORMERLY, place, stay.since, stay.until, made.where))
    for language in OFFICIAL:
        for kind in LABEL_KINDS.values():
            for label in taxonomy.labels.get((node.id, language, kind), ()):
                made.labels.append(SeedLabel(language, kind, label.text, label.since, label.until, made.where))
    for link in sorted(taxonomy.links.get(node.id, ()), key=lambda link: (link.kind, link.since or date.min)):
        target = taxonomy.nodes[link.term_id]
        made.links.append(SeedLink(link.kind, f"{target.vocabulary}/{target.slug}", link.since, link.until, made.where))
    return made


def _words(profiles: Iterable[Profile]) -> dict[tuple[str, str], list[str]]:
    words: dict[tuple[str, str], list[str]] = {}
    for profile in sorted(profiles, key=lambda profile: list(OFFICIAL).index(profile.language)):
        said = {
            "summary": profile.summary,
            "body": profile.body,
            "picture": profile.picture.name or "",
            "picture alt": profile.picture_alt,
            "picture credit": profile.picture_credit,
        }
        # A profile that says nothing is there all the same.
        told = {sort: text for sort, text in said.items() if text} or {"summary": ""}
        for sort, text in told.items():
            words[sort, profile.language] = text.split("\n\n") if sort == "body" else [text]
    return words


def _addresses() -> dict[tuple[str, int], list[SeedLink]]:
    """Kind and key of a thing -> the paths it had before."""
    found: dict[tuple[str, int], list[SeedLink]] = defaultdict(list)
    for address in Address.objects.filter(kind__in=[Address.Kind.TERM, Address.Kind.VOCABULARY]).order_by("path"):
        link = SeedLink(FORMER_ADDRESS, address.path, None, None, address.path)
        found[address.kind, address.target_id].append(link)
    return found


def _menu(menu: Menu, taxonomy: Snapshot) -> SeedFile:
    children: dict[int | None, list[MenuEntry]] = defaultdict(list)
    now = freshness.now()
    for entry in menu.entries.select_related("vocabulary").prefetch_related("labels").order_by("position", "id"):
        if not entry.is_shown(now):  # the text has no word for what is kept back: taken in, it would be shown
            continue
        children[entry.parent_id].append(entry)
    file = SeedFile(Seed(menu.key, "", 0, values={"menu": menu.key}), [])

    def enter(entries: Iterable[MenuEntry], parent: Seed | None) -> None:
        for entry in entries:
            made = _entry(entry, parent, len(file.seeds), taxonomy)
            file.seeds.append(made)
            enter(children[entry.pk], made)

    enter(children[None], None)
    return file


def _entry(entry: MenuEntry, parent: Seed | None, place: int, taxonomy: Snapshot) -> Seed:
    made = Seed(f"{entry.menu_id}/{entry.key}", entry.key, parent.depth + 1 if parent else 1, parent)
    said = {
        "term": taxonomy.path(taxonomy.nodes[entry.term_id]).strip("/") if entry.term_id else "",
        "vocabulary": entry.vocabulary.slug if entry.vocabulary else "",
        "path": entry.path,
        "grow": str(entry.grow or ""),
        "since": str(entry.since or ""),
        "until": str(entry.until or ""),
        # Only where the order of the lines does not say it.
        "position": str(entry.position) if entry.position != place else "",
    }
    made.values |= {key: value for key, value in said.items() if value}
    for label in sorted(entry.labels.all(), key=lambda label: list(OFFICIAL).index(label.language)):
        made.labels.append(SeedLabel(label.language, "preferred", label.text, None, None, made.where))
    return made
