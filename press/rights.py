"""Who may do what at the desk: the one place where it is said (rights by ``rules``; docs/rights.md tells it).

``user.has_perm("press.publish_release", release)`` asks for one release, ``user.has_perm("press.publish_release")``
for any at all. A role holds for a source and all that stands below it today, or for the whole organisation.

A release belongs to the sources it is filed under: a role for one of them is enough. One without a source belongs
to who began it, who may write it but bring nothing of it before the public, and to those whose role holds for the
whole organisation. What hangs on a release is asked for by it. Photos and documents have no source: they belong to
the releases that show them; where none does, to who added them and to the whole organisation.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.shortcuts import get_object_or_404
from rules.permissions import add_perm, perm_exists
from rules.predicates import predicate

from osce_site.models import LedgerEntry, User
from press import reach
from press.models import Assignment, Contact, Document, Photo, Release, ReleaseSet
from press.models.assignment import Role
from press.reach import EVERYWHERE, ORDER, assignments, covers, keeps, may_speak_for, readable_by, sources_of, within

__all__ = [
    "EVERYWHERE",
    "ORDER",
    "PERMISSIONS",
    "WHAT_IS_NEVER_CHANGED",
    "assignments",
    "covers",
    "has_role",
    "keeps",
    "may_give",
    "may_speak_for",
    "may_write",
    "people_with",
    "readable_by",
    "release_for",
    "sources_of",
    "within",
]


def has_role(user: Any, role: Role, thing: Model | None = None) -> bool:
    """Whether a person has at least a role: for a thing, or, without one, for anything."""
    held = assignments(user).get(role, set())
    if not held or thing is None or EVERYWHERE in held:
        return bool(held)
    return _for_all(user, role, thing)


def _for_all(user: Any, role: Role, thing: Model) -> bool:
    """Whether a role that does not hold for the whole organisation reaches all that a thing belongs to."""
    match thing:
        case Contact():
            return covers(user, role, thing.source_id)
        case Photo() | Document():
            releases = list(reach.showing(thing))
            return _each(user, role, releases) if releases else thing.added_by_id == user.pk
        case ReleaseSet():
            releases = [member.release for member in thing.members.select_related("release")]
            return _each(user, role, releases) if releases else thing.made_by_id == user.pk
        case LedgerEntry():
            return _each(user, role, list(reach.refiled_by(thing)))
    release = reach.release_of(thing)
    return release is None or reach.reaches(user, role, release)


def _each(user: Any, role: Role, releases: list[Release]) -> bool:
    return bool(releases) and all(reach.reaches(user, role, release) for release in releases)


def at_least(role: Role) -> Any:
    @predicate(f"is at least {role.value}")
    def holds(user: Any, thing: Any = None) -> bool:
        return has_role(user, role, thing)

    return holds


def everywhere(role: Role) -> Any:
    """A role for the whole organisation, whatever it is about."""

    @predicate(f"is {role.value} of the whole organisation")
    def holds(user: Any, thing: Any = None) -> bool:
        return EVERYWHERE in assignments(user).get(role, set())

    return holds


def anything(role: Role) -> Any:
    """A role, whatever it is about: for what all of the communications staff look at."""

    @predicate(f"is {role.value} of something")
    def holds(user: Any, thing: Any = None) -> bool:
        return bool(assignments(user).get(role))

    return holds


@predicate
def sees_file(user: Any, thing: Any = None) -> bool:
    """A photo or document: what readers were ever given, and what a release shows that one may open."""
    return bool(assignments(user)) and (
        thing is None or reach.seen(user, type(thing)._default_manager.all()).filter(pk=thing.pk).exists()
    )


@predicate
def looks_after_person(user: Any, thing: Any = None) -> bool:
    """A chief; of a person: no superuser, and without a role outside of what the chief answers for."""
    if not assignments(user).get(Role.CHIEF):
        return False
    if not isinstance(thing, User) or thing.pk is None:
        return True
    held = Assignment.objects.of(thing).values_list("role", "source")
    return not thing.is_superuser and (
        thing.pk == user.pk or all(may_give(user, thing, Role(role), source) for role, source in held)
    )


@predicate
def gives_roles(user: Any, thing: Any = None) -> bool:
    """A chief; of an assignment: for a source he answers for, never more than his own."""
    if not isinstance(thing, Assignment):
        return bool(assignments(user).get(Role.CHIEF))
    return may_give(user, thing.user, Role(thing.role), thing.source_id)


def may_give(user: Any, to: User, role: Role, source: int | None) -> bool:
    """Whether a person may give (or take) a role for a source, or, where that is ``None``, for everything."""
    if user.is_superuser:
        return True
    return not to.is_superuser and covers(user, Role.CHIEF, source) and covers(user, role, source)


translator, writer, editor, chief = (at_least(role) for role in ORDER)
chief_of_all = everywhere(Role.CHIEF)

PERMISSIONS: dict[str, Any] = {
    # Whether an app is shown at the desk at all.
    "press": translator,
    "taxonomy": translator,
    "osce_site": editor,
    # A release: ``add`` begins one, ``change`` files it and puts photos and documents on it.
    "press.view_release": translator,
    "press.add_release": writer,
    "press.change_release": writer,
    "press.view_text": translator,
    "press.add_text": translator,
    "press.change_text": translator,
    # The original is written by writers; a translator writes every other language (``may_write``).
    "press.write_original": writer,
    "press.remark_release": translator,
    "press.ask_review": translator,
    "press.approve_release": editor,
    "press.publish_release": editor,
    "press.withdraw_release": editor,
    "press.force_release": chief,
    "press.show_release": editor,  # previews and embargoed access for persons without an account
}

WHAT_IS_NEVER_CHANGED = ("edition", "revision", "withdrawal", "review", "remark", "refiling", "refiled")
"""What everybody, the chief too, only looks at: no permission to change it exists."""


def _model(name: str, app: str = "press", **acts: Any) -> None:
    for verb, who in acts.items():
        PERMISSIONS[f"{app}.{verb}_{name}"] = who


_model("tagging", view=translator, add=writer, change=writer, delete=writer)
_model("photo", view=sees_file, add=writer, change=writer, delete=editor)
_model("phototext", view=translator, add=translator, change=translator, delete=writer)
_model("document", view=sees_file, add=writer, change=writer, delete=editor)
_model("releasephoto", view=translator, add=writer, change=writer, delete=writer)
_model("releasedocument", view=translator, add=writer, change=writer, delete=writer)
_model("contact", view=anything(Role.TRANSLATOR), add=editor, change=editor, delete=editor)
_model("releaseset", view=writer, add=editor, change=editor, delete=editor)
_model("setmember", view=writer, add=editor, change=editor, delete=editor)
_model("setmenuchange", view=writer, add=chief_of_all, change=chief_of_all, delete=chief_of_all)
for _seen in WHAT_IS_NEVER_CHANGED:
    _model(_seen, view=translator)
for _watched in ("showing", "opening"):
    _model(_watched, view=editor)
for _of_all in ("delivery", "linkcheck"):
    _model(_of_all, view=everywhere(Role.EDITOR))
# The home page is the whole organisation's, as what its editors put at its head.
_AT_THE_HEAD = everywhere(Role.EDITOR)
_model("pin", view=_AT_THE_HEAD, add=_AT_THE_HEAD, change=_AT_THE_HEAD, delete=_AT_THE_HEAD)
_model("assignment", view=gives_roles, add=gives_roles, delete=gives_roles)  # given or taken, never changed
# The ground. A chief sees all his colleagues; whom he does not look after he changes nothing of.
_model("user", "osce_site", view=anything(Role.CHIEF), add=chief, change=looks_after_person, delete=looks_after_person)
_model("ledgerentry", "osce_site", view=anything(Role.EDITOR))
_model("address", "osce_site", view=chief_of_all, add=chief_of_all, change=chief_of_all, delete=chief_of_all)
# The taxonomy is the whole organisation's: all who file under it look at it, its chiefs look after it.
_LOOKED_AFTER = {"add": chief_of_all, "change": chief_of_all, "delete": chief_of_all}
for _shown in ("vocabulary", "vocabularyname", "term", "label", "profile", "relation", "broader"):
    _model(_shown, "taxonomy", view=anything(Role.TRANSLATOR), **_LOOKED_AFTER)
for _kept in ("menu", "menuentry", "menuentrylabel"):
    _model(_kept, "taxonomy", view=chief_of_all, **_LOOKED_AFTER)


def register() -> None:
    """Enters every permission with ``rules``. Called once, when the app is ready."""
    for name, who in PERMISSIONS.items():
        if not perm_exists(name):
            add_perm(name, who)


def may_write(user: Any, release: Release, language: str) -> bool:
    """Whether a person writes the text of a release in a language: translators write all but the original."""
    permission = "press.write_original" if language == release.original_language else "press.change_text"
    return bool(user.has_perm(permission, release))


def release_for(user: Any, pk: int, permission: str) -> Release:
    """The release of this number, for an act on it.

    Raises ``PermissionDenied`` for whoever may do that to no release at all, or not to this one; ``Http404``
    where there is none that he may open: what is not his answers as what is not there.
    """
    if not user.has_perm(permission):
        raise PermissionDenied
    release = get_object_or_404(readable_by(user), pk=pk)
    if not user.has_perm(permission, release):
        raise PermissionDenied
    return release


def people_with(role: Role, release: Release) -> Iterable[Any]:
    """The active persons who have at least a role for a release: who is told of what waits for them."""
    at_least_it = [one.value for one in ORDER[ORDER.index(role) :]]
    known = (
        User.objects.filter(is_active=True, is_staff=True, assignments__role__in=at_least_it).distinct().order_by("pk")
    )
    return [user for user in known if has_role(user, role, release)]
