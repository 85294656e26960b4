import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from entities.importing import Unreadable, import_people


class Command(BaseCommand):
    help = (
        "Import a list of people: CSV with a header, or JSON Lines, of name, aliases, wikidata_id, country, "
        "description. Run relink afterwards for articles that were read before."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would change; write nothing")

    def handle(self, *args, file, dry_run, **options):
        try:
            result = import_people(file, save=not dry_run)
        except Unreadable as error:
            raise CommandError(str(error)) from error
        for line in result.lines:
            self.stdout.write(line)
        for number, reason in result.problems:
            self.stderr.write(f"line {number}: {reason}")
        self.stdout.write(("Would be: " if dry_run else "") + result.summary())
        if result.problems:
            sys.exit(1)
