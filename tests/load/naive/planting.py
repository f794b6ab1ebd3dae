"""The tables of the naive site, filled with the English releases of the other in the same database."""

import os
import subprocess
import sys
from pathlib import Path

FILL = [
    "INSERT INTO naive_term (id, name, slug, parent_id, lft, rght, tree_id, level) SELECT term.id, coalesce((SELECT "
    "text FROM taxonomy_label WHERE term_id = term.id AND language = 'en' LIMIT 1), slug), slug, parent_id, lft, rght, "
    "tree_id, level FROM taxonomy_term AS term",
    "INSERT INTO naive_release (id, title, summary, body, published_at) SELECT release_id, headline, lead, body, "
    "published_at FROM press_edition WHERE language = 'en' AND ended_at IS NULL",
    "INSERT INTO naive_release_terms (release_id, term_id) SELECT DISTINCT release_id, term_id FROM press_tagging",
]
HERE = Path(__file__).parent


def plant() -> None:
    """In a process of its own, as a process has one set of settings."""
    surroundings = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.load.naive.settings"}
    subprocess.run(
        [sys.executable, "-m", "tests.load.naive.planting"], cwd=HERE.parents[2], env=surroundings, check=True
    )


def fill() -> None:
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    with connection.cursor() as cursor:
        for statement in FILL:
            cursor.execute(statement)


if __name__ == "__main__":
    fill()
