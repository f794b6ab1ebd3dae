import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "osce_site.settings")
django.setup(set_prefix=False)

from osce_site.answers import Handler  # noqa: E402  # it reads the settings

application = Handler()
