""" "Is this ours?": a text, an address or a file is held against what readers were given.

What was sent is read from memory, compared and forgotten: it is posted, so it stands in no address and no log; no
answer is kept; errors tell nothing of it. No cookie is set, so there is no token in the form: whoever has a browser
ask on his behalf learns nothing, since what comes from another site is refused.
"""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler, UploadFileException
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL, local, without_language
from osce_site.models import Address
from osce_site.models.address import normal
from osce_site.query_strings import Parameter, grammar, words
from osce_site.security import comes_from_here
from press import authenticity, pdf_words
from press.models import Edition, Withdrawal
from taxonomy import addresses, snapshot

LARGEST_REQUEST = pdf_words.LARGEST + 4 * authenticity.LONGEST + 10_000
"""Bytes: a file, the longest text in letters of four bytes, and what a form puts around them."""


class _KeptInMemory(MemoryFileUploadHandler):
    """Whatever its size: the request was measured before. Nothing is put on a disk."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form; with what was found below it."""
    response = _answer_to_words(request) if request.method == "POST" else _answer_to_address(request)
    response["Cache-Control"] = "no-store"
    return response


@grammar(Parameter("address", words))
def _answer_to_address(request: HttpRequest) -> HttpResponse:
    asked = request.asked.get("address", "")  # type: ignore[attr-defined]
    found = _about_address(request, asked) if asked else {}
    response = _page(request, {"address": asked, **found})
    if asked:
        response["X-Robots-Tag"] = "noindex"
    return response


@sensitive_variables()
def _answer_to_words(request: HttpRequest) -> HttpResponse:
    if not comes_from_here(request):
        raise PermissionDenied
    try:
        text = _sent(request)
    except _CannotRead as refusal:
        return _page(request, {"refusal": str(refusal)}, status=422)
    if _is_address(text):
        return _page(request, {"text": text, **_about_address(request, text.strip())})
    return _page(request, {"text": text, **_about_text(text)})


class _CannotRead(ValueError):
    pass


@sensitive_variables()
def _sent(request: HttpRequest) -> str:
    """The words of the file, else of the field. Raises ``_CannotRead``."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST_REQUEST:
        raise _CannotRead(_("That is too much at once. A file may have 5 MB."))
    request.upload_handlers = [_KeptInMemory(request)]
    try:
        upload, typed = request.FILES.get("file"), request.POST.get("text", "")
    except (RequestDataTooBig, MultiPartParserError, UploadFileException, UnicodeDecodeError):
        raise _CannotRead(_("What was sent could not be read.")) from None
    text = _words_of_file(upload.read()) if upload else typed
    if len(text) > authenticity.LONGEST:
        raise _CannotRead(_("The text is longer than 100,000 characters. Check it in parts."))
    return text


@sensitive_variables()
def _words_of_file(data: bytes) -> str:
    if len(data) > pdf_words.LARGEST:
        raise _CannotRead(_("That is too much at once. A file may have 5 MB."))
    if data.lstrip()[:5] == b"%PDF-":
        try:
            return pdf_words.words_of(data)
        except pdf_words.Unreadable:
            raise _CannotRead(_("No words can be read from this PDF file. Copy its text and paste it here.")) from None
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        raise _CannotRead(_("This is neither a PDF file nor a text file."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _is_address(text: str) -> bool:
    one = text.strip()
    return one.startswith(("http://", "https://", "/")) and len(one.split()) == 1 and len(one) <= 2000


@sensitive_variables()
def _about_text(text: str) -> dict[str, Any]:
    if authenticity.too_short(text):
        return {"verdict": "short" if text.strip() else "", "fewest": authenticity.FEWEST_WORDS}
    found = authenticity.look_up(text, freshness.now())
    if found is None:
        return {"verdict": "unknown"}
    verdict = "identical" if found.identical else "altered"
    differs = {"whole": found.whole, "edition": {"differences": found.stretches}}
    return {"verdict": verdict, **differs, **_told(found.edition, found.current, found.withdrawal)}


def _told(edition: Edition, current: Edition | None, withdrawal: Withdrawal | None) -> dict[str, Any]:
    """Of an edition that readers were given: where, when and in which language. No word of one that was withdrawn."""
    path = current.path if current else f"/press-releases/{edition.release_id}/"
    return {
        "path": local(path, edition.language),
        "headline": current.headline if current else "",
        "language": edition.language,
        "language_name": OFFICIAL[edition.language],
        "published_at": edition.published_at,
        "withdrawn_at": withdrawal.withdrawn_at if withdrawal else None,
        "withdrawal_kind": withdrawal.get_kind_display() if withdrawal else "",
        "reason": withdrawal.reason if withdrawal else "",
        "is_earlier": current is not None and current.pk != edition.pk,
        "correction": current.note if current else "",
        "corrected_at": current.published_at if current and current.correction else None,
        "history_path": local(f"{current.path}history/", edition.language) if current else "",
    }


def _about_address(request: HttpRequest, asked: str) -> dict[str, Any]:
    """Whether an address is one of ours, and what stands or stood there."""
    try:
        parts = urlsplit(asked if asked.startswith("/") or "://" in asked else f"//{asked}")
        host = parts.netloc
    except ValueError:
        return {"verdict": "foreign", "host": asked}
    if host and host.lower() != request.get_host().lower():
        return {"verdict": "foreign", "host": host}
    path = unquote(parts.path) or "/"
    with translation.override(translation.get_language_from_path(path) or ORIGINAL):
        number = _release_at(path)
        language = get_language() or ORIGINAL
    if number and (said := _about_release(number, language)):
        return {"verdict": "address", **said}
    if page := _term_at(without_language(path)):
        return {"verdict": "page", "path": local(page, language)}
    return {"verdict": "no-address"}


def _release_at(path: str) -> int:
    """The number of the release that an address, present or former, leads to; 0: none."""
    try:
        return int(resolve(path).kwargs.get("number", 0))
    except Resolver404:
        known = None if "\0" in path else Address.objects.filter(path=normal(without_language(path))).first()
        return known.target_id or 0 if known and known.kind == Address.Kind.RELEASE else 0


def _about_release(number: int, language: str) -> dict[str, Any]:
    """What readers have of it, or had, in the language or else in another; nothing where they never had any."""
    at, order = freshness.now(), [language, *OFFICIAL]
    given = list(Edition.objects.filter(release_id=number).ever_published(at).order_by("published_at", "number"))
    if not given:
        return {}
    public = [edition for edition in given if edition.is_public(at)]
    one = min(reversed(public or given), key=lambda edition: order.index(edition.language))
    told = Withdrawal.objects.filter(release_id=number, language=one.language, withdrawn_at__lte=at)
    first = next(edition for edition in given if edition.language == one.language)
    return _told(one, one if public else None, None if public else told.order_by("-withdrawn_at").first()) | {
        "published_at": first.published_at
    }


def _term_at(path: str) -> str:
    """The path of the page of a term or vocabulary that stands at an address today; empty: none."""
    taxonomy = snapshot.current()
    parts = path.strip("/").split("/")
    if len(parts) == 1 and parts[0] in taxonomy.vocabularies:
        return f"/{parts[0]}/"
    node = taxonomy.find(parts[0], parts[1]) if len(parts) == 2 else None
    if node:
        return taxonomy.path(taxonomy.nodes[taxonomy.present(node.id)])
    known = None if "\0" in path else Address.objects.filter(path=normal(path)).first()
    return addresses.present_path(known) if known and known.kind != Address.Kind.RELEASE else ""


@sensitive_variables()
def _page(request: HttpRequest, found: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {
        "crumbs": [(_("Home"), "/"), (_("Is this ours?"), "")],
        "sure": authenticity.SURE_WORDS,
        "pages": pdf_words.MOST_PAGES,
        "organisation_address": f"{request.scheme}://{request.get_host()}/",
        **found,
    }
    return render(request, "press/verify.html", context, status=status)
