"""Photos and documents in a bucket of S3 (``MEDIA_S3_BUCKET``), where several machines serve the site.

The bucket is private: every file is given out by the site, which looks whether it is public at each request.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Self

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, IncompleteReadError
from botocore.exceptions import ConnectionError as NotReached
from django.core.files.base import File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

IN_MEMORY = 2 << 20
"""Bytes of a file that is read; a longer one is put on the disk meanwhile."""


class Bucket(S3Storage):
    """A store as Django's own is one: it never writes over a file, and its failures are those of files (``OSError``).

    Where the bucket is not reached, or in no time, it is a ``ConnectionError``.

    ``endpoint_url``: of another store than Amazon's, which is asked for a path and not for a name of its own.
    """

    def __init__(self, **settings: Any) -> None:
        style = "path" if settings.get("endpoint_url") else "auto"
        limits = {"connect_timeout": 5, "read_timeout": 20, "retries": {"total_max_attempts": 3, "mode": "standard"}}
        fixed = {
            "client_config": Config(signature_version="s3v4", s3={"addressing_style": style}, **limits),
            "transfer_config": TransferConfig(use_threads=False),
            "file_overwrite": False,
            "max_memory_size": IN_MEMORY,
        }
        super().__init__(**fixed | settings)

    def _open(self, name: str, mode: str = "rb") -> File:
        return Fetched(self, name, mode) if mode == "rb" else super()._open(name, mode)

    def fetched(self, name: str) -> IO[bytes]:
        """All of a file, by one request: nothing can be missing half way through an answer."""
        with _failing_as_files_do(name), ExitStack() as unless_whole:
            body = self.bucket.Object(self._normalize_name(clean_name(name))).get()["Body"]
            held = unless_whole.enter_context(SpooledTemporaryFile(IN_MEMORY))
            shutil.copyfileobj(body, held)
            held.seek(0)
            unless_whole.pop_all()
            return held

    def _save(self, name: str, content: File) -> str:
        with _failing_as_files_do(name):
            stored: str = super()._save(name, content)
            return stored

    def delete(self, name: str) -> None:
        with _failing_as_files_do(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _failing_as_files_do(name):
            there: bool = super().exists(name)
            return there

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _failing_as_files_do(name):
            folders, names = super().listdir(name)
            return folders, names


class Fetched(File):
    """A file of the bucket, to be read. Opened again after it was closed, it is fetched again."""

    def __init__(self, store: Bucket, name: str, mode: str) -> None:
        super().__init__(store.fetched(name), name)
        self.store, self.mode = store, mode

    def open(self, mode: str | None = None, *args: Any, **more: Any) -> Self:
        if self.closed:
            self.file = self.store.fetched(self.name or "")
        self.seek(0)
        return self


@contextmanager
def _failing_as_files_do(name: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:  # not where the bucket itself is not there
            raise FileNotFoundError(name) from error
        overdue = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500
        raise (ConnectionError if overdue else OSError)(f"{name}: {error}") from error
    except (NotReached, HTTPClientError, IncompleteReadError) as error:
        raise ConnectionError(f"{name}: {error}") from error
    except (Boto3Error, BotoCoreError) as error:
        raise OSError(f"{name}: {error}") from error
