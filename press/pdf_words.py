"""The words of a PDF file from anybody, read in a process of its own that is ended when it takes too long.

Nothing is written to a disk; whatever the reader of PDF files has to complain of is thrown away.
"""

import io
import resource
import subprocess
import sys
from pathlib import Path

LARGEST = 5 * 1024 * 1024
"""Bytes."""
MOST_PAGES = 50
LONGEST = 100_000
"""Characters."""
SECONDS = 10
_MEMORY = 1024 * 1024 * 1024


class Unreadable(ValueError):
    """It is no PDF file, holds no words that can be read, or takes too long."""


def words_of(data: bytes) -> str:
    """The words of the first pages. Raises ``Unreadable``."""
    command = [sys.executable, "-m", "press.pdf_words"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=SECONDS, check=True, cwd=Path(__file__).parents[1]
        )
    except subprocess.SubprocessError:
        # Without the cause: it would carry the words into whatever tells of the error.
        raise Unreadable from None
    words = done.stdout.decode("utf-8", "replace")
    if not words.strip():
        raise Unreadable
    return words


def _read(data: bytes) -> str:
    from pypdf import PdfReader

    parts: list[str] = []
    length = 0
    for page in PdfReader(io.BytesIO(data)).pages[:MOST_PAGES]:
        said = page.extract_text()
        parts.append(said)
        length += len(said)
        if length >= LONGEST:
            break
    return "\n".join(parts)[:LONGEST]


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(_read(sys.stdin.buffer.read()).encode("utf-8", "replace"))
