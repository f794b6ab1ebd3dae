"""What an operation answers when it cannot do what was asked: one sentence, in the language of who asked."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from osce_site import locks

Answer = Callable[[HttpRequest, Any], HttpResponse]


def sentence(status: int) -> str:
    return {
        400: _("This cannot be read."),
        401: _("You are not signed in, or no longer. Sign in in another window, then go on here."),
        403: _("You have no right to do this."),
        404: _("This is not there, or not for you."),
        409: _("Somebody else is changing this at the moment. Try again in a minute."),
        413: _("This is more than can be taken at once."),
        422: _("Something that is needed was not said, or was not understood."),
    }.get(status, _("This cannot be done."))


def answer_in_sentences(api: NinjaAPI) -> None:
    """Every problem is ``{"detail": sentence}``. An operation says its own by ``HttpError(status, sentence)``."""

    def answering(status: int) -> Answer:
        return lambda request, problem: api.create_response(request, {"detail": sentence(status)}, status=status)

    def said(request: HttpRequest, problem: HttpError) -> HttpResponse:
        # Those of ninja itself are English phrases of one or two words, or hold the fault of a parser.
        own = type(problem) is HttpError and problem.status_code not in {400, 401} and problem.message.endswith(".")
        detail = problem.message if own else sentence(problem.status_code)
        return api.create_response(request, {"detail": detail}, status=problem.status_code)

    api.exception_handler(HttpError)(said)
    api.exception_handler(ValidationError)(answering(422))
    api.exception_handler(Http404)(answering(404))
    api.exception_handler(PermissionDenied)(answering(403))
    api.exception_handler(RequestDataTooBig)(answering(413))
    api.exception_handler(locks.Busy)(answering(409))
