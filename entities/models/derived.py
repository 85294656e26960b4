"""Derived tables: who and which country is in which article. entities/derived.py keeps them."""

from django.db import models

from articles.models import Article
from entities.models.people import Entity


class ArticleEntity(models.Model):
    """Derived: who is in which article, how often named and quoted, in the archive's order."""

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="in_articles")
    article = models.ForeignKey(Article, models.CASCADE, related_name="of_entities")
    order_key = models.BigIntegerField()
    # The fullest form of the entity's name in the article.
    name = models.CharField(max_length=300, blank=True)
    mentions = models.PositiveIntegerField()
    quotes = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "entity"], name="entity_once_in_article")]
        indexes = [models.Index(fields=["entity", "-order_key", "article"], name="articles_of_entity")]

    def __str__(self):
        return f"{self.entity_id} in {self.article_id}"


class ArticleCountry(models.Model):
    """Derived: which country is in which article, in the archive's order."""

    country_code = models.CharField(max_length=2)
    article = models.ForeignKey(Article, models.CASCADE, related_name="of_countries")
    order_key = models.BigIntegerField()
    mentions = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "country_code"], name="country_once_in_article")
        ]
        indexes = [models.Index(fields=["country_code", "-order_key", "article"], name="articles_of_country")]

    def __str__(self):
        return f"{self.country_code} in {self.article_id}"
