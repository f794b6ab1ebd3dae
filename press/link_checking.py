"""Links to others, tried in the background: never within a request, never in the way of a publication.

One check a link a day. Whoever writes a link chooses where our machine goes, so it goes to public addresses alone,
looked at after the name was resolved and again at each redirect.
"""

import errno
import http.client
import ipaddress
import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import task

from osce_site import freshness
from press.body_links import BodyLink
from press.findings import Finding
from press.models import LinkCheck

log = logging.getLogger("press.link_checking")

BETWEEN_CHECKS = timedelta(days=1)
WITHOUT_NETWORK = timedelta(hours=1)
TIMEOUT = 10
"""Seconds for each step of a visit."""
LONGEST = 30
"""Seconds after which a visit that goes on dripping is cut."""
PAUSE = 1.0
"""Seconds between two visits."""
REDIRECTS = 5
AT_ONCE = 100
"""Links of one text that are looked after."""
LONGEST_ADDRESS = 2000
PORTS = {80, 443, 8080, 8443}
NAT64 = ipaddress.ip_network("64:ff9b::/96")

UNCERTAIN = {"no-host", "no-answer"}
"""Told only if another host answered within the hour: else it may have been our own network."""


class NoNetwork(Exception):
    """Nothing was learnt about the link: our machine reaches nobody."""


class Refused(Exception):
    """It leads where our machine does not go."""


@dataclass(frozen=True)
class Answer:
    status: int | None
    """Of HTTP; ``None`` where nobody answered."""
    problem: str
    """Empty: it is fine, or cannot be told (a host that turns machines away)."""


# What the desk asks


def look_after(links: Iterable[BodyLink]) -> None:
    """Has the links to others checked that are due. Two queries where none is."""
    urls = sorted({url for link in links if (url := normal_url(link.href))})[:AT_ONCE]
    if not urls:
        return
    now = freshness.now()
    with transaction.atomic():
        known = set(LinkCheck.objects.filter(url__in=urls).values_list("url", flat=True))
        if new := [LinkCheck(url=url) for url in urls if url not in known]:
            LinkCheck.objects.bulk_create(new, ignore_conflicts=True)
        due = LinkCheck.objects.filter(Q(next_at=None) | Q(next_at__lte=now), url__in=urls)
        keys = list(due.values_list("pk", flat=True))
        if keys:
            # Taken for a day before it is done, so that who asks meanwhile does not ask for it twice.
            LinkCheck.objects.filter(pk__in=keys).update(next_at=now + BETWEEN_CHECKS)
            transaction.on_commit(partial(check_links.enqueue, keys))


def broken(links: list[BodyLink]) -> Iterator[Finding]:
    """The links to others that did not lead anywhere when they were last tried. At most two queries."""
    wanted = {normal_url(link.href): link for link in links}
    for tried in LinkCheck.objects.filter(url__in=wanted).exclude(problem="").exclude(checked_at=None):
        if tried.checked_at and (tried.problem not in UNCERTAIN or _somebody_answered(tried.checked_at)):
            link = wanted[tried.url]
            said = {"address": link.href, "day": date_format(tried.checked_at, "DATE_FORMAT"), "status": tried.status}
            message = told(tried.problem) % said
            yield Finding("broken-link", "links", message, False, link.words, link.start)


def told(problem: str) -> str:
    sentences = {
        "not-found": _("“%(address)s” leads to a page that is not there (%(status)s, tried on %(day)s)."),
        "server-error": _("“%(address)s” answers with an error (%(status)s, tried on %(day)s)."),
        "no-host": _("“%(address)s” names a host that does not exist (tried on %(day)s)."),
        "no-answer": _("“%(address)s” did not answer (tried on %(day)s)."),
        "certificate": _("“%(address)s” has no valid certificate: browsers warn of it (tried on %(day)s)."),
        "redirects": _("“%(address)s” leads from one address to the next without end (tried on %(day)s)."),
        "private": _("“%(address)s” cannot be reached from outside (tried on %(day)s)."),
    }
    return sentences.get(problem, sentences["no-answer"])


def _somebody_answered(at: datetime) -> bool:
    near = (at - WITHOUT_NETWORK, at + WITHOUT_NETWORK)
    return LinkCheck.objects.filter(checked_at__range=near).exclude(status=None).exists()


def normal_url(href: str) -> str:
    """One spelling of an address, in ASCII and without the part that never reaches a server; empty: it is none."""
    try:
        split = urlsplit(href.strip())
        host = (split.hostname or "").encode("idna").decode()
        port = f":{split.port}" if split.port else ""
    except (ValueError, UnicodeError):
        return ""
    if split.scheme not in {"http", "https"} or not host:
        return ""
    netloc = f"[{host}]{port}" if ":" in host else f"{host}{port}"
    path = quote(split.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(split.query, safe="/?%:@!$&'()*+,;=~-._[]")
    url = urlunsplit((split.scheme, netloc, path, query, ""))
    return url if len(url) <= LONGEST_ADDRESS else ""


# In the background


@task()
def check_links(keys: list[int]) -> None:
    """Tries links, one after the other, and keeps what came of it."""
    for place, row in enumerate(LinkCheck.objects.filter(pk__in=keys).order_by("pk")):
        if place:
            time.sleep(PAUSE)
        try:
            answer = visit(row.url)
        except NoNetwork:
            log.info("no network: %s links are tried again later", len(keys) - place)
            rest = LinkCheck.objects.filter(pk__in=keys, pk__gte=row.pk)
            rest.update(next_at=freshness.now() + WITHOUT_NETWORK)
            return
        now = freshness.now()
        sure = answer.problem not in UNCERTAIN or _somebody_answered(now)
        LinkCheck.objects.filter(pk=row.pk).update(
            checked_at=now,
            status=answer.status,
            problem=answer.problem,
            next_at=now + (BETWEEN_CHECKS if sure else WITHOUT_NETWORK),
        )


def visit(url: str, *, private: bool = False) -> Answer:
    """Asks for the head of a page, then for the page itself where a host does not know how to answer that.

    ``private``: may go to addresses of this machine and its neighbours. Raises ``NoNetwork``.
    """
    try:
        status = _status(url, "HEAD", private)
        if status in {400, 403, 404, 405, 406, 501} or status >= 500:
            status = _status(url, "GET", private)
    except Refused:
        return Answer(None, "private")
    except _Endless:
        return Answer(None, "redirects")
    except ssl.SSLCertVerificationError:
        return Answer(None, "certificate")
    except socket.gaierror as error:
        if error.errno in {socket.EAI_AGAIN, socket.EAI_FAIL}:
            raise NoNetwork from error
        return Answer(None, "no-host")
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        if getattr(error, "errno", None) in {errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH}:
            raise NoNetwork from error
        return Answer(None, "no-answer")
    if status in {404, 410}:
        return Answer(status, "not-found")
    return Answer(status, "server-error" if status >= 500 else "")


class _Endless(Exception):
    pass


def _status(url: str, method: str, private: bool) -> int:
    for _hop in range(REDIRECTS + 1):
        status, leads_to = _ask(urlsplit(url), method, private)
        if status not in {301, 302, 303, 307, 308} or not leads_to:
            return status
        url = normal_url(urljoin(url, leads_to))
        if not url:
            raise Refused
    raise _Endless


def _ask(split: SplitResult, method: str, private: bool) -> tuple[int, str]:
    """One request to the address that was looked at, so that no second answer of the name service can lead elsewhere."""
    host, port = split.hostname or "", split.port or (443 if split.scheme == "https" else 80)
    if split.username or (port not in PORTS and not private):
        raise Refused
    address = _address(host, port, private)
    with socket.create_connection((address, port), timeout=TIMEOUT) as plain:
        cut = threading.Timer(LONGEST, partial(_cut, plain))
        cut.daemon = True
        cut.start()
        try:
            carrier = (
                ssl.create_default_context().wrap_socket(plain, server_hostname=host)
                if split.scheme == "https"
                else plain
            )
            connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
            connection.sock = carrier
            target = urlunsplit(("", "", split.path or "/", split.query, ""))
            agent = f"{settings.ORGANISATION} newsroom, checking a link"
            connection.request(method, target, headers={"Host": split.netloc, "User-Agent": agent, "Accept": "*/*"})
            response = connection.getresponse()
            leads_to = response.headers.get("Location", "")
            connection.close()
        finally:
            cut.cancel()
    return response.status, leads_to


def _cut(connected: socket.socket) -> None:
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        log.debug("a visit ended just before it was cut")


def _address(host: str, port: int, private: bool) -> str:
    """An address of a host; refused where any of its addresses is not a public one."""
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not private and not all(map(is_public, found)):
        raise Refused
    return found[0]


def is_public(address: str) -> bool:
    """Whether an address is one of the internet at large, whatever form it hides in."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        within = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            within = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if within is not None:
            return is_public(str(within))
    return ip.is_global and not ip.is_multicast
