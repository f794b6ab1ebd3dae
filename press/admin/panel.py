"""What the page of a release tells above its form: where it stands, in each language, and what can be done."""

from typing import Any

from osce_site import freshness
from osce_site.languages import OFFICIAL
from press import alarms, rights
from press.admin import clocks
from press.models import Edition, Release, Review
from press.standing import READ, State, standing

ACTS = ("publish", "withdraw", "approve", "remark", "force", "show")


def panel(user: Any, release: Release) -> dict[str, Any]:
    now = freshness.now()
    stands = standing(release, now)
    may = {act: user.has_perm(f"press.{act}_release", release) for act in ACTS}
    may["ask"] = user.has_perm("press.ask_review", release)
    rows = _rows(user, release)
    return {
        "stands": stands,
        "state": stands.state.label,
        "state_key": str(stands.state),
        "is_read": stands.state in READ,
        "is_ahead": any(row["ahead"] for row in rows),
        "rows": rows,
        "may": may,
        "forced": release.reviews.filter(kind=Review.Kind.FORCED).first() if stands.unreviewed else None,
        "alarms": alarms.of(release, now),
        "open_remarks": release.remarks.filter(resolved_at=None).count(),
        "in_review": stands.state == State.IN_REVIEW,
        "is_planned": stands.goes_out_at is None,
        **clocks.told(release, stands.goes_out_at or release.planned_for),
    }


def _rows(user: Any, release: Release) -> list[dict[str, Any]]:
    """In each language: the text at the desk, the edition readers have, the one that is to come."""
    now = freshness.now()
    texts = {text.language: text for text in release.texts.all()}
    editions = list(Edition.objects.filter(release=release))
    return [
        {
            "language": language,
            "name": name,
            "text": texts.get(language),
            "may_write": rights.may_write(user, release, language),
            "public": next((one for one in editions if one.language == language and one.is_public(now)), None),
            "ahead": next((one for one in editions if one.language == language and one.is_ahead(now)), None),
        }
        for language, name in OFFICIAL.items()
    ]
