"""Takes so many releases in, in a process that does nothing else, as the command does, and tells what it took."""

import json
import os
import sys
import time
from itertools import islice

import django

from tests.load.planting import file_of, megabytes, processor_seconds


def take_in(size: int) -> dict[str, float]:
    """Releases, editions, seconds, those of processors, the load, and the megabytes that all processes held at most."""
    from press.archive import taking_in

    held = [0.0]

    def tell(outcome: taking_in.Outcome) -> None:
        if outcome.taken % 3000 == 0:
            held.append(megabytes())
        if outcome.taken % 60_000 == 0:
            print(f"{outcome.taken:,} releases", file=sys.stderr, flush=True)  # noqa: T201

    with file_of(size).open("rb") as stream:
        begun, used = time.perf_counter(), processor_seconds()
        outcome = taking_in.take_in(islice(stream, size), by=None, processes=os.cpu_count() or 1, progress=tell)
        seconds = time.perf_counter() - begun
    assert outcome.taken == size, outcome
    return {
        "releases": size,
        "editions": outcome.editions,
        "seconds": seconds,
        "processor seconds": processor_seconds() - used,
        "load": os.getloadavg()[0],
        "megabytes together": max(held),
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(take_in(int(sys.argv[1]))))
