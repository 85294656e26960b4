"""Every page that a search engine may know: articles, people, organisations and quotes."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Max

from articles.models import Article
from entities.models import Entity, Quote

ADDRESSES = 10_000  # In one file.


class ArticleSitemap(Sitemap):
    limit = ADDRESSES

    def items(self):
        return Article.objects.for_addresses().order_by("pk")

    def lastmod(self, article):
        return article.changed_at

    def get_latest_lastmod(self):
        return Article.objects.aggregate(last=Max("changed_at"))["last"]


class EntitySitemap(Sitemap):
    limit = ADDRESSES

    def items(self):
        return Entity.objects.in_the_news().order_by("pk")


class QuoteSitemap(Sitemap):
    limit = ADDRESSES

    def items(self):
        return Quote.objects.for_addresses().order_by("pk")


SITEMAPS = {"articles": ArticleSitemap, "names": EntitySitemap, "quotes": QuoteSitemap}
