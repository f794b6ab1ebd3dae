"""Filing while one writes: what a release is filed under, and which of our own pages can be linked to."""

from typing import Any

from ninja import Router, Schema

from osce_site import freshness
from press import filing, rights
from press.api.asking import OfARelease, of_a_release
from press.models import Release
from press.models.tagging import Role
from taxonomy import finding, snapshot
from taxonomy.admin import tree

router = Router()
FOUND = 12
LONGEST = 200
"""Characters of what is typed that are looked at."""


class Filed(Schema):
    role: str
    role_name: str
    term: int
    name: str
    where: str
    mark: str


class Filing(Schema):
    term: int
    role: str = ""


class OwnPage(Schema):
    href: str
    name: str
    what: str


def filed(release: Release) -> list[dict[str, Any]]:
    """What it is filed under, in the order of the roles and, within one, as it was filed."""
    order = list(Role.values)
    known = snapshot.current().nodes
    rows = [row for row in release.taggings.all() if row.term_id in known]
    return [told(row.term_id, row.role) for row in sorted(rows, key=lambda row: order.index(row.role))]


def told(term_id: int, role: str) -> dict[str, Any]:
    taxonomy, today = snapshot.current(), freshness.now().date()
    return {
        "role": role,
        "role_name": str(Role(role).label),
        "term": term_id,
        "name": taxonomy.name(term_id, tree.language_of_the_desk(), today),
        "where": " › ".join(tree.above(taxonomy, term_id)),
        "mark": tree.mark(taxonomy, taxonomy.nodes[term_id], today),
    }


@router.get("/{int:number}/filing", response=list[Filed])
@of_a_release("press.view_release")
def filing_of(request: OfARelease, number: int) -> Any:
    return filed(request.release)


@router.post("/{int:number}/filing", response=list[Filed])
@of_a_release("press.change_release")
def file_under(request: OfARelease, number: int, said: Filing) -> Any:
    filing.file_under(request.release, said.term, said.role, by=request.user)
    return filed(request.release)


@router.delete("/{int:number}/filing/{role}/{int:term}", response=list[Filed])
@of_a_release("press.change_release")
def take_off(request: OfARelease, number: int, role: str, term: int) -> Any:
    filing.take_off(request.release, term, role, by=request.user)
    return filed(request.release)


@router.get("/{int:number}/terms", response=list[Filed])
@of_a_release("press.change_release")
def terms(request: OfARelease, number: int, q: str = "") -> Any:
    """The terms called so under which it can be filed, those at work first."""
    merged, stands = finding.Standing.MERGED, finding.standings()
    offered = []
    for one in finding.find(q[:LONGEST], past_last=True):
        role = filing.role_of(one.term_id)
        if not role or stands[one.term_id] == merged:
            continue
        if role == "source" and not rights.may_speak_for(request.user, one.term_id):
            continue
        offered.append(told(one.term_id, role))
        if len(offered) == FOUND:
            break
    return offered


@router.get("/{int:number}/pages", response=list[OwnPage])
@of_a_release("press.view_release")
def pages(request: OfARelease, number: int, q: str = "") -> Any:
    """Our own pages called so: terms, and releases by a headline or by number. What a link may lead to."""
    sought = q[:LONGEST].replace("\0", "")
    taxonomy, today, language = snapshot.current(), freshness.now().date(), tree.language_of_the_desk()
    found = [
        {
            "href": f"term:{taxonomy.nodes[one.term_id].uuid}",
            "name": taxonomy.name(one.term_id, language, today),
            "what": " › ".join(tree.above(taxonomy, one.term_id)),
        }
        for one in finding.find(sought, past_last=True)[: FOUND // 2]
    ]
    return found + [
        {"href": f"release:{release.pk}", "name": str(release), "what": release.get_kind_display()}
        for release in _releases(sought, request.user)
    ]


def _releases(sought: str, user: Any) -> list[Release]:
    if not sought.strip():
        return []
    readable = rights.readable_by(user).prefetch_related("texts")
    if sought.strip().isascii() and sought.strip().isdigit() and len(sought) < 13:
        return list(readable.filter(pk=int(sought)))
    called = readable.filter(texts__headline__icontains=sought.strip()).distinct()
    return list(
        Release.objects.filter(pk__in=called.values("pk")).newest_first().prefetch_related("texts")[: FOUND // 2]
    )
