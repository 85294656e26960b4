from django.core.management.base import BaseCommand

from articles.planning import describe_tables
from entities.derived import rebuild


class Command(BaseCommand):
    help = "Make the derived tables and counts anew from the findings. It can be run at any time."

    def handle(self, *args, **options):
        count = rebuild()
        describe_tables()
        self.stdout.write(f"{count} articles counted anew.")
