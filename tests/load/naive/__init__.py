"""The usual site on django-mptt, for comparison: no index of its own, no kept answers, a query for each thing shown."""
