"""A look each minute at what cannot wait. One watch is enough, however many servers run."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from osce_site import freshness
from press import alarms, images, visibility
from press.models import Edition, EditionPhoto

EVERY = timedelta(minutes=1)
KEPT = timedelta(hours=1)
"""For how long the results of former looks are kept."""


@task()
def watch(since: str | None = None) -> int:
    """Tells what is to be told, and has itself called again. Gives the number of mails written.

    ``since``: the instant of the look before; what the clock opened and ended after it is looked at.
    """
    now = freshness.now()
    _forget()
    _renew_files(datetime.fromisoformat(since) if since else None, now)
    if not _waiting():
        watch.using(run_after=timezone.now() + EVERY).enqueue(now.isoformat())
    return alarms.tell(now)


def _renew_files(since: datetime | None, now: datetime) -> None:
    """The files of a photo say what its public editions say: those the clock opened or ended since the last look."""
    turned = Edition.objects.filter(visibility.turned(since, now))
    images.renew(EditionPhoto.objects.filter(edition__in=turned))


def start() -> None:
    """Begins the watch where none is waiting to be done."""
    if not _waiting():
        watch.enqueue()


def _looks() -> Any:
    return DBTaskResult.objects.filter(task_path=watch.module_path)


def _waiting() -> bool:
    return _looks().filter(status=TaskResultStatus.READY).exists()


def _forget() -> None:
    _looks().filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=timezone.now() - KEPT).delete()
