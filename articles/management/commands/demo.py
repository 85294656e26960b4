from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.archive import agreement, make
from demo.writer import SEED


class Command(BaseCommand):
    help = "Fill a demo archive (NEWSARCHIVE_DEMO=1, a database of its own) with invented articles."

    def add_arguments(self, parser):
        parser.add_argument(
            "--seed", type=int, default=SEED, help="another seed tells the same news otherwise"
        )
        parser.add_argument("--workers", type=int, default=1, help="processes that analyse texts")

    def handle(self, *args, seed, workers, **options):
        if not settings.IS_DEMO:
            raise CommandError(
                "Invented articles belong in an archive of their own: set NEWSARCHIVE_DEMO=1 and another "
                "NEWSARCHIVE_DATA or DATABASE_URL, or say `make demo`."
            )
        made = make(seed, workers=max(1, workers))
        for source, reason in made.problems:
            self.stderr.write(f"{source}: {reason}")
        self.stdout.write(f"{len(made.written)} invented articles, {made.new} of them new.")
        self.stdout.write(str(agreement(made.written)))
        if made.problems:
            raise CommandError("Some articles could not be read.")
