"""Links: our own are looked up, those of others tried in the background, and never where our machine must not go."""

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from osce_site import freshness
from osce_site.models import Address
from osce_site.models.address import remember
from press import checks, link_checking
from press.body_links import BodyLink, body_links
from press.link_checking import Answer, NoNetwork, broken, check_links, is_public, look_after, normal_url, visit
from press.models import LinkCheck, Release
from press.own_links import foreign
from tests import create

AT = create.instant(2026, 11, 25)


def link(href: str, words: str = "the report") -> BodyLink:
    return BodyLink(href, words, 4, 4 + len(words))


def told(href: str, release: Release | None = None, **more: Any) -> list[str]:
    release = release or create.draft(dateline_on=AT.date())
    body = f'<p>See <a href="{href}">the report</a>.</p>'
    words = {"place": "", "headline": "One", "lead": "Two", "body": body}
    return [one.message for one in checks.check(release, "en", words, at=AT, **more) if one.field == "links"]


# Our own


@pytest.mark.django_db
def test_links_to_releases_are_looked_up_at_the_instant_of_going_out() -> None:
    public = create.release(published_at=create.instant(2026, 11, 1))
    later = create.release("Later", published_at=create.instant(2027, 1, 1))
    draft = create.draft("Draft")
    hidden = ["The link leads to a release that is not public when this text goes out."]
    for address in (
        "release:{}",
        "/press-releases/{}/",
        "/fr/press-releases/{}/any-word/",
        "http://localhost/press-releases/{}/",
    ):
        assert told(address.format(public.pk)) == []
        assert told(address.format(draft.pk)) == hidden
        assert told(address.format(later.pk)) == hidden
        assert told(address.format(later.pk), going_out_at=create.instant(2027, 1, 1)) == []
        assert told(address.format(99_999_999)) == ["The link leads to a release that does not exist."]
    assert told(f"release:{draft.pk}", draft) == []


@pytest.mark.django_db
def test_links_to_terms_and_pages_are_looked_up() -> None:
    arms = create.term("Arms")
    uuid = str(arms.uuid)
    for right in (
        f"term:{uuid}",
        "/fields-of-work/arms/",
        "/ru/fields-of-work/arms",
        f"/id/{uuid}",
        "/search/",
        "/",
        "#below",
    ):
        assert told(right) == [], right
    assert told("term:00000000-0000-0000-0000-000000000000") == ["The link leads to a term that is gone."]
    for wrong in ("/fields-of-work/legs/", "/nothing/", "/de/nothing/at/all/"):
        assert told(wrong) == [f"The site has no page “{wrong}”."]
    assert told("/desk/press/release/") == ["The link leads to the desk, which readers cannot open."]


@pytest.mark.django_db
def test_former_addresses_lead_on_and_those_of_what_is_gone_do_not() -> None:
    arms = create.term("Arms")
    public = create.release(published_at=create.instant(2026, 11, 1))
    remember("/fields-of-work/weapons/", Address.Kind.TERM, arms.pk)
    remember("/node/4711/", Address.Kind.RELEASE, public.pk)
    remember("/node/4712/", Address.Kind.RELEASE, create.draft("Draft").pk)
    remember("/node/4713/", Address.Kind.GONE, 1)
    for right in ("/fields-of-work/weapons/", "/node/4711", "/en/node/4711", "/fr/node/4711"):
        assert told(right) == [], right
    assert told("/node/4712") == ["The link leads to a release that is not public when this text goes out."]
    assert told("/node/4713") == ["The site has no page “/node/4713”."]


@pytest.mark.django_db
def test_what_is_no_address_is_told_with_what_was_meant() -> None:
    found = [
        one
        for one in checks.check(
            create.draft(), "en", {"body": '<p>See <a href="www.example.org/a">the report</a>.</p>'}, at=AT
        )
        if one.field == "links"
    ]
    (one,) = found
    assert (one.code, one.quote, one.start, one.suggestion, one.blocking) == (
        "broken-link",
        "the report",
        4,
        "https://www.example.org/a",
        False,
    )
    for wrong in (
        "htp://example.org/",
        "https://",
        "https://example",
        "http://exa mple.org",
        "//example.org/",
        "report.pdf",
    ):
        assert told(wrong) == [f"“{wrong}” is no complete address."]
    assert told("mailto:press@example") == ["“press@example” is no mail address."]
    assert told("mailto:press@example.org?subject=x") == []
    assert told("tel:+431514360") == []


@pytest.mark.django_db
def test_links_of_the_shipped_taxonomy_cost_a_few_queries() -> None:
    call_command("import_terms", verbosity=0)
    assert told("/countries/kyrgyzstan/") == []
    assert told("/countries/atlantis/") == ["The site has no page “/countries/atlantis/”."]


# Those of others, at the desk


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://Example.ORG", "https://example.org/"),
        ("https://example.org/ä b?q=ü#part", "https://example.org/%C3%A4%20b?q=%C3%BC"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org:8443/%20", "https://example.org:8443/%20"),
        ("http://[2001:db8::1]:80/", "http://[2001:db8::1]:80/"),
        ("mailto:a@example.org", ""),
        ("https://example.org:port/", ""),
        ("https:///", ""),
        ("https://example.org/" + "a" * 2000, ""),
    ],
)
def test_an_address_has_one_spelling(href: str, url: str) -> None:
    assert normal_url(href) == url


def test_foreign_is_what_is_on_another_host() -> None:
    hrefs = ["https://example.org/", "http://localhost/a", "/a", "release:1", "mailto:a@b.example", "https://nodot"]
    assert [one.href for one in foreign([link(href) for href in hrefs])] == ["https://example.org/"]


@pytest.mark.django_db
def test_a_foreign_link_is_asked_for_once_a_day(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[list[int]] = []
    monkeypatch.setattr(type(check_links), "enqueue", lambda _task, keys: asked.append(keys))

    def look() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            look_after([link("https://example.org/a#b"), link("https://example.org/a"), link("https://example.org/c")])

    with freshness.as_of(AT):
        look()
        look()
    assert [len(keys) for keys in asked] == [2]
    with freshness.as_of(AT + timedelta(hours=23)):
        look()
    assert len(asked) == 1
    with freshness.as_of(AT + timedelta(hours=24)):
        look()
    assert [len(keys) for keys in asked] == [2, 2]
    assert LinkCheck.objects.count() == 2


@pytest.mark.django_db
def test_what_came_of_a_check_is_kept_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {
        "https://a.example/": Answer(404, "not-found"),
        "https://b.example/": Answer(200, ""),
        "https://c.example/": Answer(None, "no-host"),
        "https://d.example/": Answer(None, "certificate"),
    }
    monkeypatch.setattr(link_checking, "visit", lambda url: answers[url])
    monkeypatch.setattr(link_checking, "PAUSE", 0)
    rows = [LinkCheck.objects.create(url=url) for url in answers]
    with freshness.as_of(AT):
        check_links.func([row.pk for row in rows])
    kept = LinkCheck.objects.order_by("url").values_list("status", "problem", "checked_at", "next_at")
    assert list(kept) == [(*vars(answer).values(), AT, AT + timedelta(days=1)) for answer in answers.values()]
    found = list(broken([link(url, url) for url in [*answers, "https://never-tried.example/"]]))
    assert [(one.code, one.field, one.blocking, one.message) for one in found] == [
        ("broken-link", "links", False, message)
        for message in (
            "“https://a.example/” leads to a page that is not there (404, tried on 25 November 2026).",
            "“https://c.example/” names a host that does not exist (tried on 25 November 2026).",
            "“https://d.example/” has no valid certificate: browsers warn of it (tried on 25 November 2026).",
        )
    ]


@pytest.mark.django_db
def test_without_a_network_no_link_is_told_as_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(url: str) -> Answer:
        raise NoNetwork

    monkeypatch.setattr(link_checking, "visit", no_network)
    monkeypatch.setattr(link_checking, "PAUSE", 0)
    rows = [LinkCheck.objects.create(url=f"https://{name}.example/") for name in "ab"]
    with freshness.as_of(AT):
        check_links.func([row.pk for row in rows])
    assert {(row.checked_at, row.next_at) for row in LinkCheck.objects.all()} == {(None, AT + timedelta(hours=1))}
    # A name service that knows nobody looks the same: it is believed only where another host answered.
    LinkCheck.objects.update(problem="no-host", checked_at=AT)
    assert list(broken([link("https://a.example/")])) == []
    LinkCheck.objects.create(url="https://c.example/", status=200, checked_at=AT - timedelta(minutes=50))
    assert [one.code for one in broken([link("https://a.example/")])] == ["broken-link"]


@pytest.mark.django_db
def test_a_silence_that_may_be_ours_is_tried_again_within_the_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_checking, "visit", lambda url: Answer(None, "no-host"))
    row = LinkCheck.objects.create(url="https://a.example/")
    with freshness.as_of(AT):
        check_links.func([row.pk])
    row.refresh_from_db()
    assert (row.problem, row.next_at) == ("no-host", AT + timedelta(hours=1))


@pytest.mark.django_db
def test_what_the_desk_asked_for_is_done_by_the_worker(
    site: str, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(link_checking, "visit", partial(visit, private=True))
    with django_capture_on_commit_callbacks(execute=True):
        look_after([link(f"{site}/missing")])
    (waiting,) = DBTaskResult.objects.filter(status="READY")
    waiting.task.call(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
    assert LinkCheck.objects.get().status == 404


# The visit


class _Site(BaseHTTPRequestHandler):
    seen: list[tuple[str, str]] = []

    def do_HEAD(self) -> None:  # http.server asks for it
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.seen.append((self.command, self.path))
        if self.path == "/silent":
            return self.connection.close()
        statuses = {"/": 200, "/gone": 410, "/broken": 503, "/private": 401, "/round": 302, "/on": 301, "/inside": 307}
        status = statuses.get(self.path, 404)
        if self.path == "/head-refused":
            status = 405 if self.command == "HEAD" else 200
        self.send_response(status)
        if leads_to := {"/round": "/round", "/on": "/", "/inside": "http://10.0.0.1/"}.get(self.path):
            self.send_header("Location", leads_to)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    _Site.seen = []
    server = HTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_visit_tells_what_a_page_answers(site: str) -> None:
    answers = {
        "/": Answer(200, ""),
        "/missing": Answer(404, "not-found"),
        "/gone": Answer(410, "not-found"),
        "/broken": Answer(503, "server-error"),
        "/private": Answer(401, ""),
        "/head-refused": Answer(200, ""),
        "/on": Answer(200, ""),
        "/round": Answer(None, "redirects"),
        "/silent": Answer(None, "no-answer"),
    }
    assert {path: visit(site + path, private=True) for path in answers} == answers
    assert ("HEAD", "/") in _Site.seen
    assert ("GET", "/") not in _Site.seen


def test_a_visit_never_goes_to_our_own_network(site: str) -> None:
    refused = Answer(None, "private")
    assert visit(f"{site}/") == refused
    port = site.rpartition(":")[2]
    for host in ("localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1", "2130706433", "0x7f.1"):
        assert visit(f"http://{host}:{port}/") in (refused, Answer(None, "no-host"), Answer(None, "no-answer")), host
    assert visit("http://192.168.0.1/") == visit("http://169.254.169.254/latest/") == refused
    assert visit("http://10.0.0.1:22/") == visit("http://user:word@10.0.0.1/") == refused
    assert _Site.seen == []


def test_a_redirect_into_our_own_network_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = socket.getaddrinfo
    monkeypatch.setattr(link_checking, "is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setattr(link_checking, "PORTS", {int(site.rpartition(":")[2]), 80})
    monkeypatch.setattr(socket, "getaddrinfo", known)
    assert visit(f"{site}/") == Answer(200, "")
    assert visit(f"{site}/inside") == Answer(None, "private")


def test_the_address_that_was_looked_at_is_the_one_that_is_visited(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name service that answers otherwise the second time leads nowhere else: it is asked once."""
    asked: list[str] = []

    def answer(host: str, port: int, **_more: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.113.9" if len(asked) > 1 else "127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(link_checking, "is_public", lambda address: True)
    monkeypatch.setattr(link_checking, "PORTS", {int(site.rpartition(":")[2])})
    connected: list[Any] = []

    def connect(address: tuple[str, int], **more: Any) -> socket.socket:
        connected.append(address[0])
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", connect)
    assert visit(f"http://rebinding.example:{site.rpartition(':')[2]}/") == Answer(None, "no-answer")
    assert (asked, connected) == (["rebinding.example"], ["127.0.0.1"])


@pytest.mark.parametrize(
    ("raised", "answer"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), Answer(None, "no-host")),
        (TimeoutError(), Answer(None, "no-answer")),
        (ConnectionRefusedError(111, "refused"), Answer(None, "no-answer")),
        (ssl.SSLCertVerificationError("expired"), Answer(None, "certificate")),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), None),
        (OSError(101, "network is unreachable"), None),
    ],
)
def test_what_fails_is_told_apart_from_having_no_network(
    raised: Exception, answer: Answer | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any, **_more: Any) -> None:
        raise raised

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    if answer is None:
        with pytest.raises(NoNetwork):
            visit("https://example.org/")
    else:
        assert visit("https://example.org/") == answer


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
    ],
)
def test_public_addresses_are_those_of_the_internet_at_large(address: str, public: bool) -> None:
    assert is_public(address) is public


# The desk's question


@pytest.mark.django_db
def test_the_desk_is_answered_with_findings_and_suggestions(client: Any) -> None:
    ana = create.officer()
    create.assign(ana, "writer")
    migration = create.term("Migration")
    release = create.draft(dateline_on=AT.date())
    client.force_login(ana)
    address = f"/api/releases/{release.pk}/texts/en/checks"
    said = {
        "headline": "On migration",
        "lead": "It , ended.",
        "body": '<p onclick="x()">See <a href="https://example.org/">this</a></p>',
    }
    answer = client.post(address, said, content_type="application/json")
    assert answer.status_code == 200
    found = {one["code"]: one for one in answer.json()["findings"]}
    assert found["space-before-comma"]["suggestion"] == "It,"
    assert "link-words" in found
    assert [one["term_id"] for one in answer.json()["suggestions"]] == [migration.pk]
    assert LinkCheck.objects.get().url == "https://example.org/"
    local = client.post(address, {"going_out_at": "2027-03-28T02:30:00"}, content_type="application/json")
    assert "time-never" in {one["code"] for one in local.json()["findings"]}
    assert client.post(address.replace("/en/", "/xx/"), {}, content_type="application/json").status_code == 404


@pytest.mark.django_db
def test_the_desk_is_not_asked_by_who_may_not_see_the_release(client: Any) -> None:
    release = create.draft()
    address = f"/api/releases/{release.pk}/texts/en/checks"
    assert client.post(address, {}, content_type="application/json").status_code == 401
    client.force_login(create.officer())
    assert client.post(address, {}, content_type="application/json").status_code == 404


def test_links_are_read_from_a_body() -> None:
    assert body_links("<p>None</p>") == []
