#!/usr/bin/env python
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """A wrong setting or a folder that is not ours is said in one line, without a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "osce_site.settings")
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, PermissionError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
