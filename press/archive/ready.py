"""Read in a process that is none of the site's own, it makes it one that can take in batches."""

import gc

import django

django.setup()

from press.archive import taking_in  # noqa: E402, F401  # after the settings

# Not looked through for what nobody holds, the pages of memory stay those of all that are forked from here.
gc.collect()
gc.freeze()
