"""The joined shapes, for the schema."""

from rest_framework import serializers

from comments.api.outputs import Comment, ThreadHead


class Section(serializers.Serializer):  # type: ignore[type-arg]
    slug = serializers.CharField()
    name = serializers.CharField()


class ItemImage(serializers.Serializer):  # type: ignore[type-arg]
    url = serializers.CharField()
    caption = serializers.CharField()
    credit = serializers.CharField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)


class NavigationItem(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.CharField()
    url = serializers.CharField()
    title = serializers.CharField()
    section = Section(allow_null=True)
    image = ItemImage(allow_null=True)
    published_at = serializers.DateTimeField()
    comment_count = serializers.IntegerField()
    why = serializers.ListField(child=serializers.CharField())


class Navigation(serializers.Serializer):  # type: ignore[type-arg]
    previous = NavigationItem(allow_null=True)
    next = NavigationItem(allow_null=True)
    related = NavigationItem(many=True)
    section = Section(allow_null=True)
    more_in_section = NavigationItem(many=True)


class SectionPage(serializers.Serializer):  # type: ignore[type-arg]
    section = Section()
    results = NavigationItem(many=True)
    next = serializers.CharField(allow_null=True)


class ArticleFacts(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.CharField()
    url = serializers.CharField()
    title = serializers.CharField()
    section = Section(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    language = serializers.CharField()


class FieldRule(serializers.Serializer):  # type: ignore[type-arg]
    required = serializers.BooleanField()  # type: ignore[assignment]
    shown = serializers.BooleanField(required=False)
    max = serializers.IntegerField()


class FieldRules(serializers.Serializer):  # type: ignore[type-arg]
    name = FieldRule()
    email = FieldRule()
    website = FieldRule()
    body = FieldRule()


class Config(serializers.Serializer):  # type: ignore[type-arg]
    language = serializers.CharField()
    fields = FieldRules()  # type: ignore[assignment]
    sorts = serializers.ListField(child=serializers.CharField())
    sort = serializers.CharField()
    edit_window_seconds = serializers.IntegerField()
    reply_depth = serializers.IntegerField()
    policy = serializers.CharField()
    reactions = serializers.ListField(child=serializers.CharField())
    confirm_email = serializers.CharField()
    subscribe = serializers.ListField(child=serializers.CharField())
    live = serializers.CharField()
    form = serializers.CharField()


class FirstThread(ThreadHead):
    results = Comment(many=True)
    next = serializers.CharField(allow_null=True)


class ShortAuthor(serializers.Serializer):  # type: ignore[type-arg]
    name = serializers.CharField()
    avatar = serializers.CharField()


class ShortArticle(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.CharField()
    url = serializers.CharField()
    title = serializers.CharField()


class LatestComment(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.IntegerField()
    author = ShortAuthor()
    excerpt = serializers.CharField()
    created_at = serializers.DateTimeField()
    url = serializers.CharField()
    article = ShortArticle()


class Latest(serializers.Serializer):  # type: ignore[type-arg]
    language = serializers.CharField()
    results = LatestComment(many=True)


class OEmbed(serializers.Serializer):  # type: ignore[type-arg]
    version = serializers.CharField()
    type = serializers.CharField()
    title = serializers.CharField()
    author_name = serializers.CharField()
    provider_name = serializers.CharField()
    provider_url = serializers.CharField()
    cache_age = serializers.IntegerField()
    html = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField(allow_null=True)


class Page(serializers.Serializer):  # type: ignore[type-arg]
    article = ArticleFacts()
    config = Config()
    navigation = Navigation()
    thread = FirstThread()
