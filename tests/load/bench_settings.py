"""The settings of the site but for three things: static files by their plain names, what is logged, and counting."""

from osce_site.settings import *  # noqa: F403
from osce_site.settings import LOGGING, MIDDLEWARE, STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "WARNING"}}
MIDDLEWARE = ["tests.load.counting.counted", *MIDDLEWARE]
