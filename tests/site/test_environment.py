"""What a wrong value of the environment is answered with: the variable's name, and what is allowed."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from osce_site import env


def _settings_with(**given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from osce_site import settings; print(settings.REPLICAS)"]
    surroundings = os.environ | {"DATABASE_URL": "sqlite://:memory:"} | given
    return subprocess.run(command, cwd=settings.BASE_DIR, env=surroundings, capture_output=True, text=True)


def test_without_replicas_there_are_none() -> None:
    assert _settings_with().stdout == "[]\n"


def test_replicas_are_told_one_after_the_other() -> None:
    urls = "postgres://reader:secret@one.example/site, postgresql://reader:secret@two.example:5433/site"
    assert _settings_with(DATABASE_URL="postgres://a:b@c/site", DATABASE_REPLICA_URLS=urls).stdout == (
        "['replica_1', 'replica_2']\n"
    )
    second = env.replica(urls.partition(", ")[2])
    assert (second["HOST"], second["PORT"], second["NAME"]) == ("two.example", 5433, "site")
    assert "default_transaction_read_only=on" in second["OPTIONS"]["options"]


def test_sqlite_has_no_replicas() -> None:
    refused = _settings_with(DATABASE_REPLICA_URLS="postgres://a:secret@b/site")
    assert refused.returncode
    assert "DATABASE_REPLICA_URLS" in refused.stderr.splitlines()[-1]
    assert "secret" not in refused.stderr


def test_a_replica_is_of_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_REPLICA_URLS", "postgres://a:b@c/site,mysql://a:secret@b/site")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URLS has 'mysql'; allowed are") as refused:
        env.replicas("DATABASE_REPLICA_URLS", of={"ENGINE": "django.db.backends.postgresql"})
    assert "secret" not in str(refused.value)


def test_a_bucket_needs_its_packages() -> None:
    env.demand("django", extra="s3", of="MEDIA_S3_BUCKET")
    with pytest.raises(ImproperlyConfigured, match="MEDIA_S3_BUCKET needs the packages of the extra 's3'"):
        env.demand("not_a_package_at_all", extra="s3", of="MEDIA_S3_BUCKET")


def test_answers_are_shared_by_a_redis_and_nothing_else() -> None:
    refused = _settings_with(ANSWERS_CACHE_URL="dbcache://a_table")
    assert "ANSWERS_CACHE_URL is an address 'dbcache'; allowed are redis://…" in refused.stderr.splitlines()[-1]
    assert _settings_with(ANSWERS_CACHE_URL="redis://somewhere:6379/1").returncode == 0
