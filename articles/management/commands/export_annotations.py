import json
import sys

from django.core.management.base import BaseCommand

from articles.export import annotations
from articles.models import Article


class Command(BaseCommand):
    help = "Write what was found in the articles as annotations (newsarchive-gold/1), one article a line."

    def add_arguments(self, parser):
        parser.add_argument("--output", metavar="FILE", help="a file to write; without it, standard output")
        parser.add_argument("--publication", default="", help="only articles of this publication")

    def handle(self, *args, output, publication, **options):
        articles = Article.objects.all()
        if publication:
            articles = articles.filter(publication__name=publication)
        with open(output, "w", encoding="utf-8") if output else sys.stdout as file:
            for record in annotations(articles):
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
