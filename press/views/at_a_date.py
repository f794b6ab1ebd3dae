"""The site as of a day: the same pages, read at its last instant. And the page where a day is chosen."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osce_site import freshness, past
from osce_site.languages import OFFICIAL, ORIGINAL, local
from osce_site.query_strings import Parameter, grammar
from press.models import Edition

Answer = Callable[[HttpRequest], HttpResponse]


def at_a_date(get_response: Answer) -> Answer:
    """Middleware, within that of the pulse: answers ``/at/<day>/…`` with what stood at ``…`` when the day ended."""

    def answer(request: HttpRequest) -> HttpResponse:
        found = past.ADDRESS.fullmatch(request.path_info)
        if not found or (found[1] and found[1][1:] not in {*OFFICIAL} - {ORIGINAL}):
            return get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        now, day, path = freshness.now(), _day(found[2]), found[3]
        if day is None or not past.has(path or "/") or not _first_day(now) <= day <= _today(now):
            raise Http404
        if path is None or day == _today(now):
            query = request.META.get("QUERY_STRING", "")
            target = f"{found[1]}{path or '/'}" if day == _today(now) else f"{request.path}/"
            return HttpResponseRedirect(f"{target}?{query}" if query else target)
        request.path_info = f"{found[1]}{path}"
        with past.looking_back(day, now), freshness.as_of(_end(day)):
            response = freshness.read_pulse(get_response)(request)
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


@grammar(Parameter("day", lambda raw: raw if raw == "" or _day(raw) else None))
def choose(request: HttpRequest) -> HttpResponse:
    """A form for the day; it leads to the home page of that day, or says why there is none."""
    now, language = freshness.now(), get_language() or ORIGINAL
    asked = request.asked.get("day", "")  # type: ignore[attr-defined]
    first, today = _first_day(now), _today(now)
    if asked and first <= date.fromisoformat(asked) <= today:
        return HttpResponseRedirect(local(f"/at/{asked}/", language))
    context = {
        "first": first,
        "last": today,
        "asked": asked,
        "has_any": first <= today,
        "crumbs": [(_("Home"), "/"), (_("The site at a date"), "")],
    }
    response = render(request, "press/at_a_date.html", context)
    if asked:
        response["X-Robots-Tag"] = "noindex"
    return response


def _day(raw: str) -> date | None:
    try:
        return parse_date(raw) if len(raw) == 10 and raw.isascii() else None
    except ValueError:
        return None


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.SITE_ZONE)


def _today(now: datetime) -> date:
    return now.astimezone(_zone()).date()


def _end(day: date) -> datetime:
    """The last instant of a day where the organisation sits."""
    following = datetime.combine(day + timedelta(days=1), datetime.min.time(), _zone())
    return following.astimezone(UTC) - timedelta(microseconds=1)


def _first_day(now: datetime) -> date:
    """The day on which readers were first given something; where they never were, a day that does not come."""
    first = Edition.objects.ever_published(now).order_by("published_at").values_list("published_at", flat=True).first()
    return _today(first) if first else date.max
