from django.core.management.base import BaseCommand

from entities.relinking import relink

SHOWN = 50  # Names; --all shows every one.


class Command(BaseCommand):
    help = "Link names anew, after decisions or with new knowledge. It can be cut off and run again."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would change; write nothing")
        parser.add_argument("--all", action="store_true", help=f"list every name, not only {SHOWN}")

    def handle(self, *args, dry_run, **options):
        result = relink(save=not dry_run)
        lines = list(result.lines())
        for line in lines if options["all"] else lines[:SHOWN]:
            self.stdout.write(line)
        if len(lines) > SHOWN and not options["all"]:
            self.stdout.write(f"… and {len(lines) - SHOWN} names more (--all lists them)")
        self.stdout.write(("Would be: " if dry_run else "") + result.summary())
