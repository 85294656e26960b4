"""How often something may happen: counted for all processes together, and forgotten in time."""

import subprocess
import sys
import time

from django.conf import settings

from newsarchive.throttling import asker, may

ASK = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
import django
django.setup()
from newsarchive.throttling import may
print("ready", flush=True)
sys.stdin.readline()
print(sum(may({"reports:x": 150, "reports": 200}, 3600) for _ in range(60)))
"""


def test_processes_that_ask_at_once_are_granted_no_more_than_the_limit_together(tmp_path):
    environment = {"NEWSARCHIVE_DATA": str(tmp_path), "PATH": ""}
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", ASK],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    assert [process.stdout.readline() for process in asking] == ["ready\n"] * 3
    for process in asking:
        process.stdin.write("go\n")
        process.stdin.flush()
    granted = [int(process.communicate(timeout=120)[0]) for process in asking]
    assert sum(granted) == 150


def test_each_limit_counts_and_what_is_refused_does_not():
    assert [may({"a": 2, "all": 3}, 60) for _ in range(3)] == [True, True, False]
    assert [may({"b": 2, "all": 3}, 60) for _ in range(2)] == [True, False]
    assert may({"a": 3}, 60)


def test_what_happened_is_forgotten_in_time(monkeypatch):
    assert may({"a": 1}, 60) and not may({"a": 1}, 60)
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert may({"a": 1}, 60)


def test_readers_behind_a_proxy_are_told_apart_and_nobody_can_choose_an_address(rf, settings):
    def key(forwarded: str, peer: str = "10.0.0.1") -> str:
        return asker(rf.get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR=peer))

    assert key("1.2.3.4") == key("5.6.7.8") != key("", "10.0.0.2")
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert key("1.2.3.4") == key("9.9.9.9, 1.2.3.4") != key("5.6.7.8")
    assert key("", "10.0.0.1") != key("", "10.0.0.2")
    assert "1.2.3.4" not in key("1.2.3.4")
