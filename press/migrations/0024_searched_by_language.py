"""PostgreSQL: the words of each language have an index of their own, and tell when they came out."""

from django.db import migrations

from osce_site import triggers

LANGUAGES = ("en", "fr", "de", "it", "ru", "es")


class Migration(migrations.Migration):
    dependencies = [("press", "0023_how_many_each_list_holds")]
    operations = [
        triggers.sql(
            postgresql=[
                "DROP INDEX editions_by_their_words",
                "ALTER TABLE press_search ADD language varchar(8), ADD listed_at timestamptz",
                "UPDATE press_search SET language = edition.language, listed_at = edition.listed_at "
                "FROM press_edition AS edition WHERE edition.id = edition_id",
                "ALTER TABLE press_search ALTER language SET NOT NULL, ALTER listed_at SET NOT NULL",
                *(
                    f"CREATE INDEX words_in_{language} ON press_search USING gin (words) WHERE language = '{language}'"
                    for language in LANGUAGES
                ),
                "CREATE INDEX words_by_their_day ON press_search (language, listed_at)",
            ],
            sqlite=[],
        )
    ]
