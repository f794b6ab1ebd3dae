"""The settings of the site but for two things: static files by their plain names, and what the bench logs."""

from osce_site.settings import *  # noqa: F403
from osce_site.settings import LOGGING, STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "WARNING"}}
