"""A site with a replica, and where it was asked what."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connections
from django.test import Client, override_settings

from osce_site import env, replicas
from tests.postgres_replica import Replica
from tests.servers import free_port

ALIAS = "replica_1"
PRIMARY, REPLICA = "default", ALIAS


@contextmanager
def read_from(replica: Replica) -> Iterator[None]:
    """Readers are answered from it within, as by ``DATABASE_REPLICA_URLS``."""
    with _named(ALIAS, replica.address(replica.database)), override_settings(REPLICAS=[ALIAS]):
        yield


@contextmanager
def another_that_is_dead() -> Iterator[str]:
    """Beside the one that is read from; gives its alias."""
    alias = "replica_2"
    nobody = f"postgres://tests:secret@127.0.0.1:{free_port()}/site"
    with _named(alias, nobody), override_settings(REPLICAS=[ALIAS, alias]):
        yield alias


@contextmanager
def _named(alias: str, url: str) -> Iterator[None]:
    """For this thread alone, as it was not there when the tests began."""
    from osce_site.replica.base import DatabaseWrapper  # psycopg is not there where SQLite is all

    told = {"default": settings.DATABASES["default"], alias: env.replica(url)}
    connections[alias] = DatabaseWrapper(connections.configure_settings(told)[alias], alias)
    replicas._standings.clear()
    try:
        yield
    finally:
        connections[alias].close()
        del connections[alias]
        replicas._standings.clear()


@contextmanager
def statements(then: Callable[[], object] = lambda: None) -> Iterator[list[str]]:
    """The alias of where each statement within was sent; the pulse, prepared on the server, is none of them.

    ``then`` is done before each.
    """
    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        sent.append(context["connection"].alias)
        then()
        return execute(sql, parameters, many, context)

    # Not by Django's context manager: that takes away the last one, be it one that came with a new connection.
    wrappers = [connections[alias].execute_wrappers for alias in (PRIMARY, REPLICA)]
    for of_one in wrappers:
        of_one.append(note)
    try:
        yield sent
    finally:
        for of_one in wrappers:
            of_one.remove(note)


def asked(address: str, method: str = "get", **more: Any) -> tuple[int, bytes]:
    response: Any = getattr(Client(**more), method)(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, body


def read_at(address: str) -> set[str]:
    """Where the answer to a reader came from."""
    with statements() as sent:
        asked(address)
    return {*sent}


def by_the_primary(address: str) -> tuple[int, bytes]:
    with override_settings(REPLICAS=[]):
        return asked(address)
