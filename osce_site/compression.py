"""Answers go out compressed where that makes them smaller: text, not what is compressed by its own form."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSED = frozenset(
    {
        "application/pdf",
        "application/zip",
        "font/woff2",
        "image/avif",
        "image/jpeg",
        "image/png",
        "image/webp",
    }
)
"""Types whose files are compressed already: once more costs time, and nobody could say any longer how long they are."""


class TextCompression(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
        return response if kind in COMPRESSED else super().process_response(request, response)
