"""The search index: one row an edition, written when it is frozen.

PostgreSQL: a vector in the configuration of the edition's language. SQLite: FTS5 without accents;
the words are stemmed before they are stored, as its own tokenizer knows English only.
"""

from django.db import migrations

from osce_site import triggers


class Migration(migrations.Migration):
    dependencies = [("press", "0002_frozen_for_ever")]
    operations = [
        triggers.sql(
            postgresql=[
                "CREATE TABLE press_search (edition_id bigint PRIMARY KEY "
                "REFERENCES press_edition (id) ON DELETE CASCADE, words tsvector NOT NULL)",
                "CREATE INDEX editions_by_their_words ON press_search USING gin (words)",
            ],
            sqlite=["CREATE VIRTUAL TABLE press_search USING fts5 (words, tokenize='unicode61 remove_diacritics 2')"],
        )
    ]
