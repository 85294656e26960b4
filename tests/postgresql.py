"""A throwaway PostgreSQL cluster for tests: made in a temporary folder, gone afterwards."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote


class Missing(Exception):
    """PostgreSQL's server programs are not on this machine."""


def find_programs() -> Path:
    """The folder of initdb and pg_ctl: on the path, or where Debian keeps them. Raises Missing."""
    found = shutil.which("pg_ctl")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True
    )
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise Missing("PostgreSQL is not installed (Debian: apt-get install postgresql)")


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """The DATABASE_URL of a new, empty cluster that listens on a socket in its own folder only."""
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="newsarchive-pg-"))
    data, user = folder / "data", unprivileged_user()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)

    def program(name: str, *arguments: str) -> None:
        done = subprocess.run(
            [programs / name, *arguments],
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            cwd=folder,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{name} failed: {done.stderr.strip() or done.stdout.strip()}")

    try:
        program("initdb", "-D", str(data), "-U", "newsarchive", "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off"
        log = str(folder / "log")
        program("pg_ctl", "-D", str(data), "-w", "-t", "60", "-l", log, "-o", settings, "start")
        yield f"postgresql://newsarchive@{quote(str(folder), safe='')}/postgres"
        program("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged_user() -> pwd.struct_passwd | None:
    """Whom to run the server as when we are root, which PostgreSQL refuses to run as."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Missing("PostgreSQL does not run as root, and there is no user postgres or nobody")
