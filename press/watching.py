"""A look each minute at what cannot wait. One watch is enough, however many servers run."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from osce_site import freshness
from press import alarms

EVERY = timedelta(minutes=1)
KEPT = timedelta(hours=1)
"""For how long the results of former looks are kept."""


@task()
def watch() -> int:
    """Tells what is to be told, and has itself called again. Gives the number of mails written."""
    _forget()
    if not _waiting():
        watch.using(run_after=timezone.now() + EVERY).enqueue()
    return alarms.tell(freshness.now())


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
