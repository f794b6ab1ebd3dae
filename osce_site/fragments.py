"""Parts of pages that are made once: when something is published all lists are made anew, and hardly a part is another."""

from collections.abc import Callable, Hashable
from threading import Lock

from cachetools import LRUCache
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from osce_site import past

BYTES = 3 << 20
"""That each process keeps."""

LARGEST = BYTES // 8
"""What is larger is made each time: a list of thousands of terms would put out all else."""


def _size(html: SafeString) -> int:
    """Bytes, with room for what it is kept under."""
    return 3 * len(html) + 1000


_kept: LRUCache[Hashable, SafeString] = LRUCache(BYTES, getsizeof=_size)
_lock = Lock()


def made_once(template: str, **shown: Hashable) -> SafeString:
    """A template whose text follows from what it is shown, from the language and from the day that is read.

    ``shown``: no marked-up text within it (``SafeString``): that equals text which says the like and is to be escaped.
    """
    return kept((template, *shown.items()), lambda: render_to_string(template, shown))


def kept(shown: Hashable, make: Callable[[], SafeString]) -> SafeString:
    """The same of what ``make`` makes; what it is has to be among what it is shown."""
    look = past.look()
    key = (get_language(), look.day if look else None, shown)
    with _lock:
        made = _kept.get(key)
    if made is None or settings.DEBUG:
        made = make()
        if _size(made) <= LARGEST:
            with _lock:
                _kept[key] = made
    return made
