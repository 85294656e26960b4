from django.core.management.base import BaseCommand

from entities.derived import rebuild


class Command(BaseCommand):
    help = "Make the derived tables and counts anew from the findings. It can be run at any time."

    def handle(self, *args, **options):
        self.stdout.write(f"{rebuild()} articles counted anew.")
