"""Articles as the API takes and gives them."""

from typing import Any

from rest_framework import serializers

from articles.models import Article, Status
from articles.navigation import image_of


class Image(serializers.Serializer):  # type: ignore[type-arg]
    url = serializers.URLField(required=False)
    caption = serializers.CharField(required=False, allow_blank=True)
    credit = serializers.CharField(required=False, allow_blank=True)
    width = serializers.IntegerField(required=False, allow_null=True)
    height = serializers.IntegerField(required=False, allow_null=True)


class ArticleIn(serializers.Serializer):  # type: ignore[type-arg]
    """For the schema: the checks themselves are ``services.register``'s."""

    id = serializers.CharField(required=False, max_length=200)
    url = serializers.URLField(max_length=2000)
    title = serializers.CharField(max_length=300)
    summary = serializers.CharField(required=False, max_length=5000)
    body = serializers.CharField(required=False)
    section = serializers.CharField(required=False, help_text="A name, or a path: Markets/Crypto.")
    tags = serializers.ListField(child=serializers.CharField(), required=False)
    authors = serializers.ListField(child=serializers.CharField(), required=False)
    language = serializers.CharField(required=False)
    image = Image(required=False, allow_null=True)
    published_at = serializers.DateTimeField(required=False, allow_null=True)
    updated_at = serializers.DateTimeField(required=False, allow_null=True)
    status = serializers.ChoiceField(choices=Status.choices, required=False)


class ArticleOut(ArticleIn):
    id = serializers.CharField()


class BulkIn(serializers.Serializer):  # type: ignore[type-arg]
    articles = ArticleIn(many=True)


class BulkResult(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(["created", "changed", "unchanged", "refused"])
    code = serializers.CharField(required=False)
    fields = serializers.DictField(required=False)  # type: ignore[assignment]


class BulkOut(serializers.Serializer):  # type: ignore[type-arg]
    results = BulkResult(many=True)


def article_out(row: Article) -> dict[str, Any]:
    return {
        "id": row.external_id,
        "url": row.url,
        "title": row.title,
        "summary": row.summary,
        "body": row.body,
        "section": section_path(row),
        "tags": list(row.tags.values_list("name", flat=True)),
        "authors": row.authors,
        "language": row.language,
        "image": image_of(row),
        "published_at": row.published_at,
        "updated_at": row.updated_at,
        "status": row.status,
    }


def section_path(row: Article) -> str:
    names = []
    section = row.section
    while section is not None:
        names.append(section.name)
        section = section.parent
    return "/".join(reversed(names))
