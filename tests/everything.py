"""All tests, on SQLite and on PostgreSQL, with the browser: what `make test` runs.

Where PostgreSQL or Chromium is missing, the last lines say what was left out and how to get it; with
NEWSARCHIVE_TEST_ALL=1 that is a failure.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from tests.browser import find_chromium
from tests.postgresql import Missing, cluster

NOTHING_LEFT_OUT = os.environ.get("NEWSARCHIVE_TEST_ALL") == "1"


def main() -> int:
    lines, failed = [], False
    with tempfile.TemporaryDirectory(prefix="newsarchive-tests-") as data:
        for name, start in (("SQLite", no_cluster), ("PostgreSQL", cluster)):
            print(f"\n== {name} ==", flush=True)
            try:
                with start() as url:
                    code = run_pytest(url, data)
            except Missing as missing:
                lines.append(f"{name}: left out. {missing}")
                failed |= NOTHING_LEFT_OUT
                continue
            lines.append(f"{name}: {'passed' if code == 0 else 'FAILED'}")
            failed |= code != 0
    chromium = find_chromium()
    if chromium:
        lines.append(f"Browser: with {chromium}, in the runs above")
    else:
        lines.append("Browser: left out. Chromium is not installed (Debian: apt-get install chromium)")
        failed |= NOTHING_LEFT_OUT
    print("\n" + "\n".join(lines))
    return 1 if failed else 0


@contextlib.contextmanager
def no_cluster() -> Iterator[str]:
    """SQLite needs no server: an empty address means the database of the settings."""
    yield ""


def run_pytest(database_url: str, data: str) -> int:
    environment = {**os.environ, "NEWSARCHIVE_DATA": data}
    environment.pop("DATABASE_URL", None)
    if database_url:
        environment["DATABASE_URL"] = database_url
    command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *sys.argv[1:]]
    return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
