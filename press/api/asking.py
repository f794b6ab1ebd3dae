"""Operations on a release: who may ask, and what he is told where he may not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja.errors import HttpError

from press.models import Release


class OfARelease(HttpRequest):
    """A request as an operation decorated with ``of_a_release`` gets it."""

    release: Release


Operation = Callable[..., Any]


def of_a_release(permission: str) -> Callable[[Operation], Operation]:
    """Decorates an operation on a release: 404 where a person may not see it, 403 where he may not do this."""

    def decorate(operation: Operation) -> Operation:
        @wraps(operation)
        def answer(request: HttpRequest, number: int, *args: Any, **given: Any) -> Any:
            release = get_object_or_404(Release, pk=number)
            if not request.user.has_perm("press.view_release", release):
                raise Http404
            if not request.user.has_perm(permission, release):
                raise HttpError(403, "")
            request.release = release  # type: ignore[attr-defined]
            try:
                return operation(request, number, *args, **given)
            except PermissionDenied as refusal:
                raise HttpError(403, str(refusal)) from refusal
            except ValidationError as refusal:
                raise HttpError(422, " ".join(refusal.messages)) from refusal

        return answer

    return decorate
