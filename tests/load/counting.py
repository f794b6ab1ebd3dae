"""Middleware of the bench: who asks with ``X-Count`` is told how many queries an answer took, and how long."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse


def counted(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        if "X-Count" not in request.headers:
            return get_response(request)
        spent: list[float] = []

        def timed(execute: Callable[..., Any], *args: Any) -> Any:
            begun = time.perf_counter()
            try:
                return execute(*args)
            finally:
                spent.append((time.perf_counter() - begun) * 1000)

        with connection.execute_wrapper(timed):
            response = get_response(request)
        response["X-Queries"], response["X-SQL"] = str(len(spent)), f"{sum(spent):.2f}"
        return response

    return answer
