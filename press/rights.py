"""Who may do what at the desk: the one place where it is said (DESIGN: rights by ``rules``).

``user.has_perm("press.publish_release", release)`` asks for one release, ``user.has_perm("press.publish_release")``
for any at all. A role holds for a source and all that stands below it today, or for the whole organisation.
A release belongs to the sources it is filed under; one without a source belongs to who began it and to those
whose role holds for the whole organisation.
"""

from collections.abc import Callable, Iterable
from typing import Any

import rules
from django.db.models import Q, QuerySet

from press.models import Assignment, Release
from press.models.assignment import Role
from taxonomy import snapshot

ORDER = [Role.TRANSLATOR, Role.WRITER, Role.EDITOR, Role.CHIEF]
EVERYWHERE = None


def assignments(user: Any) -> dict[str, set[int | None]]:
    """The sources of each role a person has, lower roles included. One query a request (kept on the user)."""
    if not getattr(user, "is_authenticated", False):
        return {}
    known = getattr(user, "_assignments", None)
    if known is None:
        known = {}
        for role, source in Assignment.objects.of(user).values_list("role", "source"):
            for lower in ORDER[: ORDER.index(Role(role)) + 1]:
                known.setdefault(lower.value, set()).add(source)
        user._assignments = known
    return known  # type: ignore[no-any-return]


def sources_of(release: Release) -> set[int]:
    """The present terms it comes from, and all above them."""
    taxonomy = snapshot.current()
    tagged = [tagging.term_id for tagging in release.taggings.all() if tagging.role == "source"]
    present = [taxonomy.present(term_id) for term_id in tagged if term_id in taxonomy.nodes]
    return {one for term_id in present for one in (term_id, *taxonomy.above(term_id))}


def has_role(user: Any, role: Role, release: Release | None = None) -> bool:
    """Whether a person has at least a role: for a release, or, without one, for anything."""
    held = assignments(user).get(role.value, set())
    if release is None or not held:
        return bool(held)
    if EVERYWHERE in held:
        return True
    sources = sources_of(release)
    if not sources:
        return release.begun_by_id is not None and release.begun_by_id == user.pk
    taxonomy = snapshot.current()
    return bool(sources & {taxonomy.present(one) for one in held if one in taxonomy.nodes})


def may_speak_for(user: Any, term_id: int) -> bool:
    """Whether a person writes for a source: his own, or one below it."""
    held = assignments(user).get(Role.WRITER.value, set())
    if getattr(user, "is_superuser", False) or EVERYWHERE in held:
        return True
    taxonomy = snapshot.current()
    present = taxonomy.present(term_id)
    return bool({present, *taxonomy.above(present)} & {taxonomy.present(one) for one in held if one in taxonomy.nodes})


def at_least(role: Role) -> Any:
    @rules.predicate(f"is at least {role.value}")
    def holds(user: Any, thing: Any = None) -> bool:
        return has_role(user, role, thing if isinstance(thing, Release) else None)

    return holds


def readable_by(user: Any) -> QuerySet[Release]:
    """The releases a person may open at the desk."""
    if getattr(user, "is_superuser", False):
        return Release.objects.all()
    held = assignments(user).get(Role.TRANSLATOR.value, set())
    if EVERYWHERE in held:
        return Release.objects.all()
    taxonomy = snapshot.current()
    sources = {taxonomy.present(one) for one in held if one in taxonomy.nodes}
    below = sources | {one for source in sources for one in taxonomy.below(source)}
    # What is filed under a term that was merged into one of these belongs to it too.
    filed = below | {one for one in taxonomy.nodes if taxonomy.present(one) in below}
    own = Q(begun_by=getattr(user, "pk", None)) & ~Q(taggings__role="source")
    return Release.objects.filter(Q(taggings__role="source", taggings__term__in=filed) | own).distinct()


translator, writer, editor, chief = (at_least(role) for role in ORDER)

PERMISSIONS: dict[str, Any] = {
    # A release: ``add`` begins one, ``change`` files it and puts photos and documents on it.
    "press.view_release": translator,
    "press.add_release": writer,
    "press.change_release": writer,
    "press.view_text": translator,
    "press.add_text": translator,
    "press.change_text": translator,
    # The original is written by writers; a translator writes every other language.
    "press.write_original": writer,
    "press.remark_release": translator,
    "press.ask_review": translator,
    "press.approve_release": editor,
    "press.publish_release": editor,
    "press.withdraw_release": editor,
    "press.force_release": chief,
    "press.show_release": editor,  # previews and embargoed access for persons without an account
}


def _model(name: str, **acts: Any) -> None:
    for verb, who in acts.items():
        PERMISSIONS[f"press.{verb}_{name}"] = who


_model("tagging", view=translator, add=writer, change=writer, delete=writer)
_model("photo", view=translator, add=writer, change=writer, delete=editor)
_model("phototext", view=translator, add=translator, change=translator, delete=writer)
_model("document", view=translator, add=writer, change=writer, delete=editor)
_model("releasephoto", view=translator, add=writer, change=writer, delete=writer)
_model("releasedocument", view=translator, add=writer, change=writer, delete=writer)
_model("contact", view=translator, add=editor, change=editor, delete=editor)
_model("releaseset", view=writer, add=editor, change=editor, delete=editor)
_model("setmember", view=writer, add=editor, change=editor, delete=editor)
_model("setmenuchange", view=writer, add=chief, change=chief, delete=chief)
_model("assignment", view=chief, add=chief, change=chief, delete=chief)
for _seen in ("edition", "revision", "withdrawal", "review", "remark", "refiling", "refiled"):
    _model(_seen, view=translator)
for _watched in ("showing", "opening", "delivery", "linkcheck"):
    _model(_watched, view=editor)


def register() -> None:
    """Enters every permission with ``rules``. Called once, when the app is ready."""
    for name, predicate in PERMISSIONS.items():
        if not rules.perm_exists(name):
            rules.add_perm(name, predicate)


def may(name: str) -> Callable[[Any, Any], bool]:
    """``may("press.publish_release")(user, release)``."""
    return lambda user, thing=None: bool(user.has_perm(name, thing))


def people_with(role: Role, release: Release) -> Iterable[Any]:
    """The active persons who have at least a role for a release: who is told of what waits for them."""
    from osce_site.models import User

    at_least_it = [one.value for one in ORDER[ORDER.index(role) :]]
    known = User.objects.filter(is_active=True, assignments__role__in=at_least_it).distinct().order_by("pk")
    return [user for user in known if has_role(user, role, release)]
