"""The environment, typed: a wrong value names its variable and what is allowed."""

import importlib.util
import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def flag(name: str, *, default: bool) -> bool:
    """A yes or no; anything else is refused with the variable's name."""
    raw = env.str(name, default="")
    match raw.strip().lower():
        case "":
            return default
        case "1" | "true" | "yes" | "on":
            return True
        case "0" | "false" | "no" | "off":
            return False
    raise ImproperlyConfigured(f"{name} is {raw!r}; allowed are true and false.")


def number(name: str, *, default: int, least: int = 0) -> int:
    """A whole number not below ``least``."""
    raw = env.str(name, default="").strip()
    if not raw:
        return default
    if raw.isascii() and raw.isdigit() and int(raw) >= least:
        return int(raw)
    raise ImproperlyConfigured(f"{name} is {raw!r}; allowed is a whole number from {least}.")


def choice(name: str, allowed: list[str], *, default: str) -> str:
    """One of a few words."""
    raw = env.str(name, default="").strip() or default
    if raw in allowed:
        return raw
    raise ImproperlyConfigured(f"{name} is {raw!r}; allowed are {' and '.join(allowed)}.")


def url(name: str, schemes: list[str]) -> str:
    """An address of one of these schemes, or none."""
    raw = env.str(name, default="").strip()
    if raw and raw.partition("://")[0] not in schemes:
        allowed = ", ".join(f"{scheme}://…" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} is an address {raw.partition(':')[0]!r}; allowed are {allowed}.")
    return raw


def words(name: str, *, default: list[str]) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in env.str(name, default="").split(",") if word.strip()] or default


READ_IN_ORDER = "-c timezone=UTC -c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"
"""For connections to PostgreSQL. A page is read in a few milliseconds: it takes longer to translate a statement (at a
million releases the numbers of a list took 115 ms, of which that was all but a few) or to set other processes to work on
it. And a list is looked for in parts, one after another (``press.finding``), which they would read at once. A block out of
order costs little more than the next one in memory or on what has no moving parts; PostgreSQL takes it for four times as
much, and read and sorted all of a term for its newest: lists of two terms took 57 ms of SQL for 34 at a hundred thousand."""


def replicas(name: str, *, of: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Alias -> settings of each replica of a database, from addresses separated by commas."""
    urls = words(name, default=[])
    if urls and not of["ENGINE"].endswith("postgresql"):
        raise ImproperlyConfigured(f"{name} is given, but DATABASE_URL names no PostgreSQL that could have replicas.")
    for url in urls:
        if not url.startswith(("postgres://", "postgresql://")):
            raise ImproperlyConfigured(f"{name} has {url.partition(':')[0]!r}; allowed are addresses postgres://….")
    return {f"replica_{number}": replica(url) for number, url in enumerate(urls, 1)}


def replica(url: str) -> dict[str, Any]:
    """One that is dead, silent or slow is given up soon: another answers in its place."""
    options = f"-c statement_timeout=4000 {READ_IN_ORDER} -c default_transaction_read_only=on"
    return environ.Env.db_url_config(url) | {
        "ENGINE": "osce_site.replica",
        "CONN_MAX_AGE": 60,
        # Each answer is made of one snapshot.
        "OPTIONS": {"connect_timeout": 2, "options": options, "isolation_level": _REPEATABLE_READ},
    }


_REPEATABLE_READ = 3
"""``psycopg.IsolationLevel``; the package is not there where SQLite is all."""


def demand(package: str, *, extra: str, of: str) -> None:
    """Refuses a variable that needs packages which are not installed."""
    if importlib.util.find_spec(package) is None:
        raise ImproperlyConfigured(f"{of} needs the packages of the extra {extra!r} (pyproject.toml).")


def folder(name: str, *, default: Path) -> Path:
    """A folder's path; it need not exist yet."""
    return Path(env.str(name, default="") or default).absolute()


def secret_key(kept_in: Path) -> str:
    """``SECRET_KEY``, or one drawn at first use and kept in a file that only its owner reads."""
    given = env.str("SECRET_KEY", default="")
    if given:
        return given
    try:
        if not kept_in.exists():
            kept_in.parent.mkdir(parents=True, exist_ok=True)
            kept_in.touch(mode=0o600)
            kept_in.write_text(secrets.token_urlsafe(64))
        return kept_in.read_text()
    except OSError as error:
        raise ImproperlyConfigured(f"The folder {kept_in.parent} (VAR) cannot be used: {error.strerror}.") from error
