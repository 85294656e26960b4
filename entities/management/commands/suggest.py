from django.core.management.base import BaseCommand

from entities.models import Suggestion
from entities.suggestions import suggest


class Command(BaseCommand):
    help = "Look for what editors should decide: who may be the same, names of nobody, unsure speakers."

    def handle(self, *args, **options):
        for kind, count in suggest().items():
            self.stdout.write(f"{Suggestion.Kind(kind).label}: {count}")
