"""Editors who work in processes of their own, for tests of what several do at the same moment.

What they do is named by ids, for nothing else goes from one process to another. A process reads Django's models
only once it is set up.
"""

import contextlib
import multiprocessing
from collections.abc import Callable, Iterator
from datetime import timedelta
from multiprocessing.connection import Connection

PATIENCE = 60  # Seconds until an editor who gives no answer is thought to wait for ever.


@contextlib.contextmanager
def editors(number: int, database: str) -> Iterator[list[Connection]]:
    """Ways to so many editors, who wait for what to do in this database."""
    processes = multiprocessing.get_context("spawn")
    pipes = [processes.Pipe() for _ in range(number)]
    people = [processes.Process(target=work, args=(there, database), daemon=True) for _, there in pipes]
    for each in people:
        each.start()
    ways = [here for here, _ in pipes]
    try:
        yield ways
    finally:
        for way in ways:
            way.send(None)
        for each in people:
            each.join(PATIENCE)  # Gone from the database, which can be taken away then.


def at_once(ways: list[Connection], *acts: tuple[Callable, tuple]) -> list:
    """What these acts, each a function and its arguments, give or raise when all begin at the same moment."""
    used = ways[: len(acts)]
    for way, act in zip(used, acts, strict=True):
        way.send(act)
        way.recv()  # Ready.
    for way in used:
        way.send("begin")
    assert all(way.poll(PATIENCE) for way in used), "an editor waits for ever"
    return [way.recv() for way in used]


def work(way: Connection, database: str) -> None:
    """An editor's process: do what comes, until nothing does."""
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database
    while (act := way.recv()) is not None:
        function, arguments = act
        way.send("ready")
        way.recv()
        try:
            answer = function(*arguments)
        except Exception as error:
            answer = error
        way.send(answer)
    connection.close()


# What they can do: everything by id.


def merge(gone: int, survivor: int, editor: int) -> None:
    from django.contrib.auth.models import User

    from entities import curation
    from entities.models import Entity

    curation.merge(
        Entity.objects.get(pk=gone), Entity.objects.get(pk=survivor), actor=User.objects.get(pk=editor)
    )


def publish(text: str, names: list[str], article: str) -> None:
    from tests.reading import publish

    publish(text, names, id=article)


def relink(mention: int, entity: int, editor: int, seen) -> None:
    from django.contrib.auth.models import User

    from entities import curation
    from entities.models import Entity, Mention

    found = Mention.objects.get(pk=mention)
    curation.relink([found], [], Entity.objects.get(pk=entity), actor=User.objects.get(pk=editor), seen=seen)


def claim(editor: int) -> int | None:
    from django.contrib.auth.models import User

    from entities.suggestions import claim

    given = claim(User.objects.get(pk=editor), None, timedelta(minutes=5))
    return given.pk if given else None
