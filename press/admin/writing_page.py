"""The writing page: the text, and beside it its checks, its filing, what it carries, how readers will see it.

Everything on it works as a plain form; the scripts save while one types, tell who else is there and what to look at.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from js_asset.media import Media

from osce_site import freshness
from osce_site.languages import OFFICIAL
from press import comparing, rights, uploads, writing
from press.admin import editor_words
from press.admin.acts import act, show
from press.admin.forms import WritingForm
from press.api.carrying import carried
from press.api.filing import filed
from press.api.texts import label
from press.body import paragraphs
from press.models import Contact, Edition, Release, Revision, Text
from press.standing import standing

EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
"""The one style sheet that the rich-text editor writes into its page; a browser test tells when it is another."""


@act("press.view_text")
def text(request: HttpRequest, release: Release, language: str) -> HttpResponse:
    """Without scripts a save goes here, and is merged as any other: the conflicts then stand above the form."""
    known = Text.objects.filter(release=release, language=language).first()
    may_write = rights.may_write(request.user, release, language)
    initial = {"version": known.version, **known.words()} if known else begun(release, language)
    form = WritingForm(request.POST or None, initial=initial, may_write=may_write)
    conflicts: list[Any] = []
    if request.method == "POST" and may_write and form.is_valid():
        try:
            saved = writing.save(
                release, language, by=request.user, based_on=form.cleaned_data["version"] or 0, **form.words()
            )
        except writing.TooLong as refusal:
            for name, told in refusal.message_dict.items():
                form.add_error(name, told)
        else:
            conflicts, known = saved.conflicts, saved.text
            if not conflicts:
                messages.success(request, _("Merged with what was saved meanwhile.") if saved.merged else _("Saved."))
                return HttpResponseRedirect(request.path)
            form = WritingForm(initial={"version": known.version, **known.words()})
    return show(
        request,
        release,
        "writing",
        _("Text in %s") % get_language_info(language)["name_translated"],
        form=form,
        language=language,
        media=Media.from_media(form.media, nonce=str(getattr(request, "csp_nonce", ""))),
        known=known,
        may_write=may_write,
        editor_words=editor_words.words(),
        conflicts=[vars(conflict) | {"label": label(conflict.field)} for conflict in conflicts],
        is_nav_sidebar_enabled=False,  # the room is the text's
        **surroundings(request, release, language, known),
    )


def begun(release: Release, language: str) -> dict[str, Any]:
    """What a new text begins with: the place from which its sources last reported in that language."""
    sources = [tagging.term_id for tagging in release.taggings.all() if tagging.role == "source"]
    given = Edition.objects.in_language(language).ever_published(freshness.now())
    last = given.filter(placements__term__in=sources).exclude(place="")
    newest = last.order_by("-published_at").first() if sources else None
    return {"version": 0, "place": newest.place if newest else ""}


def surroundings(request: HttpRequest, release: Release, language: str, known: Text | None) -> dict[str, Any]:
    """What stands around the text."""
    now = freshness.now()
    day = release.dateline_on or now.astimezone(ZoneInfo(settings.SITE_ZONE)).date()
    sources = [tagging.term_id for tagging in release.taggings.all() if tagging.role == "source"]
    stands = standing(release, now)
    with override(language):
        dateline_day = date_format(day, "DATE_FORMAT")
    return {
        "standing": stands,
        "instants": instants(release, stands.goes_out_at),
        "tabs": tabs(release, language),
        "filed": filed(release),
        "may_file": request.user.has_perm("press.change_release", release),
        "carried": carried(release),
        "largest_file": uploads.LARGEST_DOCUMENT,
        "contacts": Contact.objects.on(day).filter(source__in=sources).select_related("source"),
        "places": Edition.objects.in_language(language)
        .ever_published(now)
        .exclude(place="")
        .order_by("place")
        .values_list("place", flat=True)
        .distinct()[:200],
        "dateline_day": dateline_day,
        "zone_of_the_site": settings.SITE_ZONE,
        "officer_zone": timezone.get_current_timezone_name(),
        "original": original(release, language, known),
        "api": f"/api/releases/{release.pk}",
        "preview": reverse("admin:press_release_preview", args=[release.pk, language]),
    }


def instants(release: Release, goes_out_at: datetime | None) -> list[tuple[str, datetime]]:
    """What the clock has yet to bring, or has brought while it waited."""
    ahead = (_("goes out"), goes_out_at) if goes_out_at else (_("planned for"), release.planned_for)
    return [(words, at) for words, at in (ahead, (_("embargo until"), release.embargo_until)) if at]


def tabs(release: Release, language: str) -> list[dict[str, Any]]:
    texts = {text.language: text for text in release.texts.all()}
    return [
        {"code": code, "name": name, "text": texts.get(code), "current": code == language}
        for code, name in OFFICIAL.items()
    ]


def original(release: Release, language: str, known: Text | None) -> dict[str, Any] | None:
    """The original beside a translation, with what was changed in it since the version the translation gives."""
    if language == release.original_language:
        return None
    source = release.texts.filter(language=release.original_language).first()
    if source is None:
        return None
    rendered = known.renders if known else None
    changed = rendered is not None and rendered.number != source.version
    parts = {"headline": source.headline, "lead": source.lead, "body": "\n\n".join(paragraphs(source.body))}
    before = {}
    if rendered is not None:
        before = {
            "headline": rendered.headline,
            "lead": rendered.lead,
            "body": "\n\n".join(paragraphs(rendered.body)),
        }
    return {
        "language": source.language,
        "name": OFFICIAL[source.language],
        "version": source.version,
        "renders": rendered.number if rendered else None,
        "changed": changed,
        "parts": [
            {"name": name, "differences": comparing.differences(before[name] if changed else said, said)}
            for name, said in parts.items()
            if said
        ],
    }


@require_POST
@act("press.view_text")
def rendering(request: HttpRequest, release: Release, language: str) -> HttpResponse:
    """The translator says that his text gives the original as of a version."""
    raw = request.POST.get("number", "")
    if not rights.may_write(request.user, release, language):
        raise PermissionDenied
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0
    try:
        writing.now_renders(release, language, by=request.user, number=number)
    except (Text.DoesNotExist, Revision.DoesNotExist):
        messages.error(request, _("The original has no such version."))
    else:
        messages.success(request, _("The translation gives version %s of the original.") % number)
    return HttpResponseRedirect(reverse("admin:press_release_text", args=[release.pk, language]))


def urls() -> list[Any]:
    """Below ``/desk/press/release/<number>/``."""
    page = csp_update({"style-src": [EDITOR_STYLE], "frame-src": ["'self'"]})(admin.site.admin_view(text))
    return [
        path("<int:pk>/text/<str:language>/", page, name="press_release_text"),
        path(
            "<int:pk>/text/<str:language>/rendering/",
            admin.site.admin_view(rendering),
            name="press_release_rendering",
        ),
    ]
