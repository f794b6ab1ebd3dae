"""The Nu HTML checker, asked about many pages at once: it takes seconds to start and next to none for a page."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
JAR = ROOT / ".venv" / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
HOW_TO_INSTALL = (
    "The Nu HTML checker needs Java and npm (Debian: apt install default-jre-headless npm), "
    "then make .venv/.installed-dev"
)


def findings(files: dict[str, str], folder: Path) -> list[str]:
    """Whatever it has to say of pages and sheets, by their names; ``folder`` is made for them to lie in.

    A name that ends in ``.css`` is of a stylesheet, any other of a page.
    """
    java = shutil.which("java")
    if not (java and JAR.is_file()):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW_TO_INSTALL)
    folder.mkdir()
    names = {}
    for number, (name, text) in enumerate(files.items()):
        path = folder / (f"{number}.css" if name.endswith(".css") else f"{number}.html")
        path.write_text(text)
        names[path.name] = name
    # Quick to start rather than fast for long.
    command = [java, "-Xss4m", "-XX:TieredStopAtLevel=1", "-jar", str(JAR)]
    asked = [*command, "--format", "json", "--exit-zero-always", "--also-check-css", str(folder)]
    told = subprocess.run(asked, check=True, capture_output=True, text=True)
    return [_sentence(said, names) for said in json.loads(told.stderr)["messages"]]


def _sentence(said: dict[str, str], names: dict[str, str]) -> str:
    extract = " ".join(said.get("extract", "").split())
    return f"{names[said['url'].rpartition('/')[2]]}, line {said.get('lastLine', '?')}: {said['message']} ({extract})"
