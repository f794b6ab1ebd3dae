"""How far a role reaches: from its source over all that stands below it, in Python and as queries (parity is tested)."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import CharField, Exists, F, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from osce_site import freshness
from osce_site.models import LedgerEntry
from press.models import Assignment, Edition, Refiled, Release, Tagging
from press.models.assignment import Role
from taxonomy import snapshot

ORDER = [Role.TRANSLATOR, Role.WRITER, Role.EDITOR, Role.CHIEF]
EVERYWHERE = None
"""In the place of a source: the whole organisation."""

PATHS = {
    "text": "release",
    "revision": "text__release",
    "edition": "release",
    "withdrawal": "release",
    "tagging": "release",
    "releasephoto": "release",
    "releasedocument": "release",
    "presence": "release",
    "review": "release",
    "remark": "release",
    "refiled": "release",
    "setmember": "release",
    "showing": "release",
    "opening": "showing__release",
}
"""Model of ``press`` -> the way from it to its release."""


def assignments(user: Any) -> dict[str, set[int | None]]:
    """The sources of each role a person has, lower roles included. One query a request (kept on the user)."""
    if not (getattr(user, "is_authenticated", False) and user.is_active and user.is_staff):
        return {}
    known: dict[str, set[int | None]] | None = getattr(user, "_assignments", None)
    if known is None:
        known = {}
        for role, source in Assignment.objects.of(user).values_list("role", "source"):
            for lower in ORDER[: ORDER.index(Role(role)) + 1]:
                known.setdefault(lower.value, set()).add(source)
        user._assignments = known
    return known


def _with_all_above(term_id: int) -> set[int]:
    """What a term is today, and all that stands above it."""
    taxonomy = snapshot.current()
    if term_id not in taxonomy.nodes:
        return set()
    present = taxonomy.present(term_id)
    return {present, *taxonomy.above(present)}


def sources_of(release: Release) -> set[int]:
    """The present terms it comes from, and all above them."""
    tagged = [tagging.term_id for tagging in release.taggings.all() if tagging.role == "source"]
    return {one for term_id in tagged for one in _with_all_above(term_id)}


def covers(user: Any, role: Role, source: int | None) -> bool:
    """Whether a role of a person holds for a source, or, where that is ``None``, for the whole organisation."""
    held = assignments(user).get(role, set())
    if user.is_superuser or EVERYWHERE in held:
        return True
    return source is not None and bool(_with_all_above(source) & _present(held))


def may_speak_for(user: Any, source: int) -> bool:
    """Whether a person may file a release under a source, and take one off it."""
    return covers(user, Role.WRITER, source)


def keeps(user: Any, release: Release, sources: Iterable[int]) -> bool:
    """Whether a person would still write a release that came from these sources."""
    sources = list(sources)
    if sources:
        return any(may_speak_for(user, source) for source in sources)
    return covers(user, Role.WRITER, EVERYWHERE) or (release.begun_by_id is not None and release.begun_by_id == user.pk)


def _present(held: set[int | None]) -> set[int]:
    taxonomy = snapshot.current()
    return {taxonomy.present(one) for one in held if one in taxonomy.nodes}


def reaches(user: Any, role: Role, release: Release) -> bool:
    """Whether a role reaches a release: over one of its sources. What has none is written by who began it."""
    held = assignments(user).get(role, set())
    if EVERYWHERE in held:
        return True
    if sources := sources_of(release):
        return bool(sources & _present(held))
    return bool(held) and role in ORDER[:2] and release.begun_by_id is not None and release.begun_by_id == user.pk


def filed_below(user: Any, role: Role) -> set[int]:
    """The terms that a role reaches, those that were merged into one of them included."""
    taxonomy = snapshot.current()
    held = _present(assignments(user).get(role, set()))
    below = held | {one for source in held for one in taxonomy.everything_below(source)}
    return {one for one in taxonomy.nodes if taxonomy.present(one) in below} if below else set()


def within(user: Any, role: Role) -> QuerySet[Release]:
    """The releases for which a person has at least a role: ``reaches`` as a query."""
    held = assignments(user).get(role, set())
    if (getattr(user, "is_superuser", False) and user.is_active) or EVERYWHERE in held:
        return Release.objects.all()
    if not held:
        return Release.objects.none()
    sources = Tagging.objects.filter(role="source")
    found = Q(pk__in=sources.filter(term__in=filed_below(user, role)).values("release"))
    if role in ORDER[:2]:
        found |= Q(begun_by=user.pk) & ~Q(pk__in=sources.values("release"))
    return Release.objects.filter(found)


def readable_by(user: Any) -> QuerySet[Release]:
    """The releases a person may open at the desk."""
    return within(user, Role.TRANSLATOR)


def release_of(thing: Model) -> Release | None:
    """The release that a thing hangs on; ``None`` for what hangs on none."""
    if isinstance(thing, Release):
        return thing
    found: Any = thing
    for step in PATHS.get(thing._meta.model_name or "", "").split("__"):
        found = getattr(found, step, None) if step else None
    return found if isinstance(found, Release) else None


def _uses(model: str) -> list[Any]:
    """The models in which a photo or a document is used: at the desk, in editions."""
    return [apps.get_model("press", f"{place}{model}") for place in ("Release", "Edition")]


def showing(thing: Model) -> QuerySet[Release]:
    """The releases that show a photo or a document, at the desk or in an edition."""
    name = thing._meta.model_name or ""
    at_the_desk, in_editions = _uses(name)
    return Release.objects.filter(
        Q(pk__in=at_the_desk.objects.filter(**{name: thing.pk}).values("release"))
        | Q(pk__in=in_editions.objects.filter(**{name: thing.pk}).values("edition__release"))
    )


def refiled_by(entry: LedgerEntry) -> QuerySet[Release]:
    """The releases that an act told in the ledger filed anew; those it is about, where it is about one."""
    if "refiling" in entry.details:
        return Release.objects.filter(
            pk__in=Refiled.objects.filter(refiling=entry.details["refiling"]).values("release")
        )
    label, _colon, key = entry.subject.partition(":")
    return Release.objects.filter(pk=key) if label == Release._meta.label_lower else Release.objects.none()


# What a list shows


def seen(user: Any, things: QuerySet[Any]) -> QuerySet[Any]:
    """Of a list of things those a person may look at; what belongs to no source is left as it is."""
    if getattr(user, "is_superuser", False):
        return things
    if path := PATHS.get(things.model._meta.model_name or ""):
        return things.filter(**{f"{path}__in": readable_by(user)})
    narrow = _NARROWED.get(things.model._meta.label_lower)
    return things.filter(narrow(user)) if narrow else things


def _files(model: str) -> Any:
    def narrow(user: Any) -> Q:
        at_the_desk, in_editions = _uses(model)
        name, here = model.lower(), OuterRef("pk")
        if EVERYWHERE in assignments(user).get(Role.TRANSLATOR, set()):
            return Q()
        public = Edition.objects.ever_published(freshness.now())
        mine = readable_by(user)
        used = Q(Exists(at_the_desk.objects.filter(**{name: here})))
        used |= Q(Exists(in_editions.objects.filter(**{name: here})))
        return (
            Q(Exists(at_the_desk.objects.filter(**{name: here}, release__in=mine)))
            | Q(Exists(in_editions.objects.filter(**{name: here}, edition__in=public)))
            | Q(Exists(in_editions.objects.filter(**{name: here}, edition__release__in=mine)))
            | Q(added_by=user.pk) & ~used
        )

    return narrow


def _sets(user: Any) -> Q:
    members = apps.get_model("press", "SetMember").objects.filter(release_set=OuterRef("pk"))
    mine = within(user, Role.WRITER)
    if EVERYWHERE in assignments(user).get(Role.WRITER, set()):
        return Q()
    return Q(Exists(members)) & ~Q(Exists(members.exclude(release__in=mine))) | Q(made_by=user.pk) & ~Q(Exists(members))


def _assigned(user: Any) -> Q:
    """A chief looks at what he may give."""
    if EVERYWHERE in assignments(user).get(Role.CHIEF, set()):
        return Q(user__is_superuser=False)
    return Q(source__in=filed_below(user, Role.CHIEF), user__is_superuser=False)


def _ledger(user: Any) -> Q:
    """All of it, but what tells of releases, and of the press in any other way, only where one may open them."""
    if EVERYWHERE in assignments(user).get(Role.TRANSLATOR, set()):
        return Q()
    label = Value(f"{Release._meta.label_lower}:")
    mine = readable_by(user).values(subject=Concat(label, Cast(F("pk"), CharField())))
    return ~Q(subject__startswith="press.") & ~Q(act="refiled") | Q(subject__in=mine)


_NARROWED = {
    "press.release": lambda user: Q(pk__in=readable_by(user).values("pk")),
    "press.photo": _files("Photo"),
    "press.document": _files("Document"),
    "press.releaseset": _sets,
    "press.assignment": _assigned,
    "osce_site.ledgerentry": _ledger,
}
"""Model -> what of it a person may look at."""
