import sys
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.ingest import PipelineError, ingest


class Command(BaseCommand):
    help = "Read article files into the archive. Articles already in it are left as they are."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder or a glob")
        parser.add_argument("--publication", default="", help="the publication of all these articles")
        parser.add_argument("--dry-run", action="store_true", help="say what would change; write nothing")
        parser.add_argument("--workers", type=int, default=1, help="processes that analyse texts")

    def handle(self, *args, paths, publication, dry_run, workers, **options):
        try:
            result = ingest(
                paths,
                publication=publication,
                save=not dry_run,
                workers=max(1, workers),
                progress=self.progress,
            )
        except PipelineError as error:
            raise CommandError(error) from error
        for source, reason in result.problems:
            self.stderr.write(f"{source}: {reason}")
        self.stdout.write(("Would be: " if dry_run else "") + result.summary())
        if result.problems:
            sys.exit(1)

    def progress(self, steps: Iterator) -> Iterator:
        """A bar on a terminal; elsewhere a line now and then."""
        if sys.stderr.isatty():
            return iter(tqdm(steps, unit=" articles"))
        return self.lines(steps)

    def lines(self, steps: Iterator) -> Iterator:
        for number, step in enumerate(steps, 1):
            if number % 500 == 0:
                self.stdout.write(f"{number} articles read")
            yield step
