"""What one process made is given by the others, as exactly; and a Redis that fails costs a moment, once."""

import pickle
import random
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from osce_site import answers, freshness, shared_answers
from press.models import Edition
from press.publishing import publish
from tests import create
from tests.properties.test_exact_answers import ACTS, addresses, site, truth
from tests.redis_server import Redis
from tests.servers import from_server, site_served

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.keeps_answers,
    pytest.mark.skipif(not shutil.which("redis-server"), reason="Redis is not here: apt install redis-server"),
]
PATH = "/press-releases/"
MARK = b"<!-- made by another process -->"


@pytest.fixture(scope="module")
def server() -> Iterator[Redis]:
    redis = Redis().starts()
    yield redis
    redis.ends()


@pytest.fixture
def redis(server: Redis, settings: Any) -> Iterator[Redis]:
    """An empty one, where answers are shared."""
    shared = {"BACKEND": "osce_site.shared_answers.Redis", "LOCATION": server.url, "KEY_PREFIX": "answers"}
    settings.CACHES = settings.CACHES | {"answers": shared}
    server.line.flushall()
    yield server
    if server.process.poll() is not None:
        server.starts()


def _asked(path: str = PATH, **headers: str) -> Any:
    return Client(headers=headers).get(path)


def _another_process() -> None:
    answers.forget()


def test_what_one_made_another_gives(redis: Redis, django_assert_num_queries: Any) -> None:
    create.release("Said once")
    made = _asked()
    for _ in range(2):
        _another_process()
        with django_assert_num_queries(1):  # the pulse
            given = _asked()
        assert (given.content, dict(given.headers)) == (made.content, dict(made.headers))
    assert len(redis.held()) == 1
    assert _asked(if_none_match=made["ETag"]).status_code == 304
    _another_process()
    assert _asked(accept_encoding="br")["Content-Encoding"] == "br"


def test_a_process_looks_at_its_own_first(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    _asked()
    monkeypatch.setattr(shared_answers, "find", lambda *_: pytest.fail("it was looked for"))
    _asked()


def test_a_change_is_in_the_next_answer_of_each(redis: Redis) -> None:
    _asked()
    create.release("Said next")
    _another_process()
    assert b"Said next" in _asked().content
    assert len(redis.held()) == 2


def test_an_embargo_lifts_on_the_second(redis: Redis) -> None:
    release = create.draft("Sealed")
    at = freshness.now() + timedelta(seconds=1)
    publish(release, by=create.officer("bo"), at=at)
    path = Edition.objects.get().path
    while freshness.take().at < at:
        _another_process()
        assert b"Sealed" not in _asked().content or freshness.take().at >= at
        time.sleep(0.05)
    _another_process()
    assert b"Sealed" in _asked().content
    assert _asked(path).status_code == 200


def test_only_what_is_alike_for_everybody_is_shared(redis: Redis) -> None:
    for path in ("/no/such/page/", "/desk/", "/preview/word/", "/files/token/full.jpg", "/press-releases/?year=x"):
        _asked(path)
    _asked(cookie="sessionid=somebody")
    Client().post("/verify/", {"text": "Is this yours?"})
    assert redis.held() == {}


def test_it_lies_there_for_an_hour_and_a_large_one_not_at_all(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    _asked()
    (key,) = redis.held()
    assert 0 < redis.line.ttl(key) <= shared_answers.LIFE == 3600
    monkeypatch.setattr(shared_answers, "LARGEST", 1000)
    _asked("/fr/")
    assert {*redis.held()} == {key}


class Harmful:
    def __reduce__(self) -> Any:
        return (pytest.fail, ("it was loaded",))


@pytest.mark.parametrize("planted", ["pickle", "number", "empty", "altered", "of another address", "of another site"])
def test_what_is_not_ours_is_not_taken(redis: Redis, planted: str, settings: Any) -> None:
    made = _asked().content
    (key,) = redis.held()
    whole = redis.held()[key]
    if planted == "of another site":
        settings.SECRET_KEY = "of another site " * 4
    if planted == "of another address":
        _asked("/fr/press-releases/")
        whole = next(value for other, value in redis.held().items() if other != key)
    foreign = {
        "pickle": pickle.dumps(Harmful()),
        "number": b"17",
        "empty": b"",
        "altered": whole.replace(b"</body>", MARK + b"</body>"),
    }
    redis.line.set(key, foreign.get(planted, whole))
    _another_process()
    assert _asked().content == made


def test_a_new_version_of_the_site_gives_nothing_that_the_old_one_made(
    redis: Redis, settings: Any, tmp_path: Any, django_assert_num_queries: Any
) -> None:
    _asked()
    first = shared_answers.build()
    settings.ORGANISATION = "Another"
    shared_answers.build.cache_clear()
    try:
        assert shared_answers.build() != first
        _another_process()
        _asked()
        assert len(redis.held()) == 2
    finally:
        settings.ORGANISATION = "OSCE"
        shared_answers.build.cache_clear()
    assert shared_answers.build() == first
    told = {str(path.relative_to(settings.BASE_DIR)) for path in shared_answers._sources()}
    assert {"constraints.txt", "press/reading.py", "templates/base.html", "locale/fr/LC_MESSAGES/django.mo"} <= told


def test_one_that_died_is_left_alone_and_asked_again_when_it_is_back(
    redis: Redis, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shared_answers, "REST", 0.5)
    made = _asked().content
    redis.dies()
    for _ in range(5):
        _another_process()
        assert _asked().content == made
    redis.starts()
    time.sleep(0.6)
    _another_process()
    assert _asked().content == made
    assert len(redis.held()) == 1
    told = [record.getMessage() for record in caplog.records if record.name == "osce_site.shared_answers"]
    assert [line.partition(",")[0] for line in told] == [
        "The answers of other processes are not asked for",
        "The answers of other processes are asked for again.",
    ]


def test_one_that_is_silent_is_waited_for_once(redis: Redis) -> None:
    made = _asked().content
    with redis.frozen():
        begun = time.monotonic()
        asked: list[float] = []
        for _ in range(5):
            _another_process()
            asked_at = time.monotonic()
            assert _asked().content == made
            asked.append(time.monotonic() - asked_at)
        assert asked[0] >= shared_answers.PATIENCE
        assert time.monotonic() - begun < shared_answers.REST
        assert max(asked[1:]) < asked[0]


@pytest.mark.django_db(transaction=True)
def test_every_process_gives_the_truth_with_the_next_request(server: Redis) -> None:
    """The truth is what this process makes, which looks into no Redis."""
    chance = random.Random(5)
    server.line.flushall()
    site()
    with site_served(2, ANSWERS_CACHE_URL=server.url) as port:
        for act in chance.sample(ACTS, 4):
            for address in addresses():
                from_server(port, address)
            act(chance)
            for address in addresses():
                told = truth(address)
                if told[0] == 200:
                    assert {from_server(port, address) for _ in range(3)} == {told}, f"{act.__name__} {address}"
    assert server.held()
