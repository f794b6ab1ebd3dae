import gc
import os
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "osce_site.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402

from osce_site.answers import Handler  # noqa: E402  # it reads the settings

application = Handler()
import_module(settings.ROOT_URLCONF)  # and all views

# What is there by now stays, so it need not be looked through again and again for what nobody holds: pages made anew are
# given up to a tenth more often so. Nor need it be copied for a process that was forked, which looking through does.
gc.collect()
gc.freeze()
