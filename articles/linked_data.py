"""What the pages say of themselves to machines, in the words of schema.org."""

from articles.models import Article
from entities.models import Entity, Quote


def of_article(article: Article, address: str, entities) -> dict:
    return without_empty(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": address,
            "headline": article.heading,
            "datePublished": article.published,
            "inLanguage": article.language,
            "publisher": {"@type": "Organization", "name": article.publication.name},
            "isBasedOn": article.web_address,
            "mentions": [thing(each.entity) for each in entities],
        }
    )


def of_entity(entity: Entity, address: str, names: list[str]) -> dict:
    wikidata = f"https://www.wikidata.org/entity/{entity.wikidata_id}" if entity.wikidata_id else ""
    return without_empty(
        {
            "@context": "https://schema.org",
            "@id": address,
            **thing(entity),
            "description": entity.description,
            "alternateName": [name for name in names if name != entity.name],
            "sameAs": wikidata,
        }
    )


def of_quote(quote: Quote, address: str) -> dict:
    speaker = quote.speaker.shown if quote.speaker else None
    article = quote.article
    return without_empty(
        {
            "@context": "https://schema.org",
            "@type": "Quotation",
            "@id": address,
            "text": quote.content,
            "creator": thing(speaker) if speaker else None,
            "creditText": quote.source_text,
            "about": [thing(each.entity) for each in quote.subjects.all()],
            "isPartOf": without_empty(
                {
                    "@type": "NewsArticle",
                    "headline": article.heading,
                    "datePublished": article.published,
                    "publisher": {"@type": "Organization", "name": article.publication.name},
                }
            ),
        }
    )


def thing(entity: Entity) -> dict:
    return {
        "@type": "Person" if entity.kind == Entity.Kind.PERSON else "Organization",
        "name": entity.name,
        "url": entity.get_absolute_url(),
    }


def without_empty(data: dict) -> dict:
    return {key: value for key, value in data.items() if value}
