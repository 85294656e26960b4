"""Settings: every variable is documented, the secret is kept, security is on behind HTTPS."""

import os
import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent
SETTINGS = (PROJECT / "newsarchive" / "settings.py").read_text()


def test_every_variable_is_documented():
    names = set(re.findall(r'(?:environ\.get|switch)\(\s*"([A-Z_]+)"', SETTINGS)) | {"DATABASE_URL", "PORT"}
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (PROJECT / "docs" / "deploying.md").read_text(), re.M))
    assert names == documented


def run(data: Path, **environment: str) -> subprocess.CompletedProcess:
    code = "from django.conf import settings; print(settings.SECRET_KEY, settings.SESSION_COOKIE_SECURE)"
    return subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", code],
        cwd=PROJECT,
        env={**os.environ, "NEWSARCHIVE_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        check=True,
    )


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    assert run(tmp_path).stdout == run(tmp_path).stdout
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_behind_https_cookies_are_secure(tmp_path):
    assert run(tmp_path, NEWSARCHIVE_HTTPS="1").stdout.split()[-1] == "True"
    assert run(tmp_path).stdout.split()[-1] == "False"
