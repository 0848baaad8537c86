"""Articles' tables. Facts about one row and querysets live here; only ``services`` write."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

MAX_KEY = 2**63 - 1


class Site(models.Model):
    """One publication. ``domains`` are the hosts its pages may stand on."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    domains = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=35, default="en")
    settings = models.JSONField(default=dict, blank=True)
    # Rises with every public change of its articles: reads carry it in their key.
    version = models.PositiveBigIntegerField(default=1)
    created = models.DateTimeField()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class SiteKey(models.Model):
    """A secret that may write a site's articles. Only its digest is kept."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=60, blank=True)
    created = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.site} · {self.label or self.digest[:8]}"


class Section(models.Model):
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="sections")
    slug = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        ordering = ["slug"]
        constraints = [models.UniqueConstraint(fields=["site", "slug"], name="section_once")]

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="tags")
    slug = models.CharField(max_length=200)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["slug"]
        constraints = [models.UniqueConstraint(fields=["site", "slug"], name="tag_once")]

    def __str__(self) -> str:
        return self.name


class Status(models.TextChoices):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Origin(models.TextChoices):
    """Who told of an article first, or last with more authority: a push outranks the rest."""

    PUSH = "push"
    IMPORT = "import"
    FEED = "feed"
    # Only a reader's page named it: a stub, with a thread but without a place in any list.
    SEEN = "seen"


class PlaceBefore(RawSQL):
    """The row value (public_at, id) < (…). Django's OR of two comparisons costs a scan: at a
    million articles its p99 was 527 ms where this is one index step."""

    operator = "<"
    columns = "articles_article.public_at, articles_article.id"

    def __init__(self, public_at: Any, pk: int) -> None:
        sql = f"({self.columns}) {self.operator} (%s, %s)"
        super().__init__(sql, (_stored(public_at), pk), output_field=models.BooleanField())


class PlaceAfter(PlaceBefore):
    operator = ">"


class EntryBefore(PlaceBefore):
    columns = "articles_sectionentry.public_at, articles_sectionentry.article_id"


class OneOf(RawSQL):
    """``column`` is one of ``pks``: all of them in one parameter. Django's IN takes one each, and
    for a thousand needs longer to write the question than the database to answer it."""

    def __init__(self, column: str, pks: Iterable[int]) -> None:
        from django.db import connection

        numbers = list(pks)
        array: Any = numbers
        sql = f"{column} = ANY(%s)"
        if connection.vendor != "postgresql":
            array = json.dumps(numbers)
            sql = f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 (no value in it)
        super().__init__(sql, (array,), output_field=models.BooleanField())


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible(self, now: datetime) -> ArticleQuerySet:
        """What the public may see at ``now``; every public read begins here."""
        return self.filter(public_at__lte=now)

    def with_page(self, now: datetime) -> ArticleQuerySet:
        """Where readers are: the public ones and the stubs. Of no use for lists."""
        return self.filter(Q(public_at__lte=now) | Q(origin=Origin.SEEN, status=Status.DRAFT))

    def visible_before(self, article: Article, now: datetime) -> ArticleQuerySet:
        """Public at ``now`` and earlier than ``article`` in the order (public_at, id), nearest
        first. One bound says both: of two on one column SQLite searches by either, and by the
        wrong one it reads every article from now back to this (147 ms at half a million)."""
        place = PlaceBefore(*_no_later(article.public_at, article.pk, now))
        return self.filter(place).order_by("-public_at", "-id")

    def visible_after(self, article: Article, now: datetime) -> ArticleQuerySet:
        """Public at ``now`` and later than ``article``, nearest first."""
        place = PlaceAfter(article.public_at, article.pk)
        return self.visible(now).filter(place).order_by("public_at", "id")


def _no_later(public_at: datetime | None, pk: int, now: datetime) -> tuple[datetime, int]:
    """The place given, or the end of ``now`` where that comes first."""
    return min((public_at or now, pk), (now, MAX_KEY))


def _stored(moment: datetime | None) -> Any:
    """The value as the database compares it: SQLite keeps times as text of its own format."""
    from django.db import connection

    return connection.ops.adapt_datetimefield_value(moment)


class Article(models.Model):
    """One article as the publisher's system tells it; ``external_id`` is its name there."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="articles")
    external_id = models.CharField(max_length=200)
    url = models.CharField(max_length=2000)
    # URLs can be longer than an index may hold: the digest is what is unique and looked up.
    url_digest = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="articles"
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles")
    authors = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=35, default="en")
    image_url = models.CharField(max_length=2000, blank=True)
    image_caption = models.TextField(blank=True)
    image_credit = models.CharField(max_length=300, blank=True)
    image_width = models.PositiveIntegerField(null=True, blank=True)
    image_height = models.PositiveIntegerField(null=True, blank=True)
    # The database has these defaults too: the release before this one writes rows without them.
    origin = models.CharField(
        max_length=6, choices=Origin, default=Origin.PUSH, db_default=Origin.PUSH.value
    )
    # Of what was last told in one piece: the same again is known to change nothing.
    told_digest = models.CharField(max_length=32, blank=True, default="", db_default="")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    # When it became or becomes public; null for what is not to be shown. The one column that every
    # public read goes by, so a draft between two articles costs the walk past it nothing.
    public_at = models.DateTimeField(null=True, editable=False)
    # How lively its conversation is now, 0 to 1; told by whoever knows, never asked for here.
    liveliness = models.FloatField(default=0)
    # "sensitive", "light" or neither (articles.tone), as the site's lists or an editor say.
    tone = models.CharField(max_length=9, blank=True, default="", db_default="")
    created = models.DateTimeField()
    changed = models.DateTimeField()

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["site", "external_id"], name="article_once"),
            models.UniqueConstraint(fields=["site", "url_digest"], name="article_url_once"),
            models.CheckConstraint(
                condition=Q(public_at__isnull=True) | Q(public_at=models.F("published_at")),
                name="article_public_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "public_at", "id"], name="article_order"),
            models.Index(fields=["section", "public_at", "id"], name="article_section_order"),
            models.Index(
                fields=["site", "created"], name="article_stubs", condition=Q(origin="seen")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_public(self, now: datetime) -> bool:
        return self.public_at is not None and self.public_at <= now

    def has_page(self, now: datetime) -> bool:
        """Whether readers are on its page: it is public, or a stub that nobody has taken back."""
        return self.is_public(now) or self.is_stub()

    def is_stub(self) -> bool:
        return self.origin == Origin.SEEN and self.status == Status.DRAFT

    def place(self) -> datetime | None:
        """What ``public_at`` has to be, by status and time of publication."""
        shown = self.status in (Status.PUBLISHED, Status.SCHEDULED)
        return self.published_at if shown else None


class ArticleAlias(models.Model):
    """A URL that an article had before: readers and links still come by it."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, db_index=False)
    url = models.CharField(max_length=2000)
    url_digest = models.CharField(max_length=64)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "url_digest"], name="article_alias_once")
        ]

    def __str__(self) -> str:
        return self.url


class SectionEntryQuerySet(models.QuerySet["SectionEntry"]):
    def visible(self, now: datetime) -> SectionEntryQuerySet:
        return self.filter(public_at__lte=now)

    def visible_before(
        self, public_at: datetime, article_pk: int, now: datetime
    ) -> SectionEntryQuerySet:
        """As for articles; the place may be one that a reader made up."""
        return self.filter(EntryBefore(*_no_later(public_at, article_pk, now)))

    def newest(self) -> SectionEntryQuerySet:
        return self.order_by("-public_at", "-article_id")


class SectionEntry(models.Model):
    """An article's place in its section and in each section above it, while it has one: a section
    with all below it is then read in order in one index search, however deep the tree is."""

    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    public_at = models.DateTimeField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="section_entries")

    objects = SectionEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["section", "public_at", "article"], name="section_entry_order")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} in {self.section_id}"


class Feed(models.Model):
    """A feed of the publisher that is fetched at intervals; ``next_check`` is also the claim of
    whoever fetches it now."""

    class State(models.TextChoices):
        NEW = "new", "not fetched yet"
        WELL = "well"
        FAILING = "failing"
        GONE = "gone", "gone for good"

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="feeds")
    url = models.CharField(max_length=2000)
    url_digest = models.CharField(max_length=64)
    format = models.CharField(max_length=8, default="auto")
    minutes = models.PositiveIntegerField("interval in minutes", default=15)
    enabled = models.BooleanField(default=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.NEW)
    message = models.CharField(max_length=500, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    well_at = models.DateTimeField("last well at", null=True, blank=True)
    next_check = models.DateTimeField()
    created = models.DateTimeField()

    class Meta:
        ordering = ["site", "url"]
        constraints = [models.UniqueConstraint(fields=["site", "url_digest"], name="feed_once")]
        indexes = [models.Index(fields=["next_check"], name="feed_due", condition=Q(enabled=True))]

    def __str__(self) -> str:
        return self.url


class ArticleVector(models.Model):
    """An article's weighted words and word pairs (``articles.vectors``), and what else its links
    were made from: ``facts`` tells an edit that changes them from one that does not."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="vector"
    )
    site = models.ForeignKey(Site, on_delete=models.CASCADE, db_index=False)
    language = models.CharField(max_length=35)
    tokeniser_version = models.PositiveSmallIntegerField()
    epoch = models.PositiveIntegerField(default=0)
    terms = models.BinaryField()
    # Empty while the article is placed and its links are still to come.
    facts = models.CharField(max_length=32, default="")
    # When its links were looked for, where that was done together with others.
    linked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["site", "language"], name="vector_language")]

    def __str__(self) -> str:
        return f"vector of {self.article_id}"


class ArticleTerm(models.Model):
    """One signature term of a public article: where candidates are found. ``term`` is a number
    that differs between languages, so articles of two languages never meet."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, db_index=False)
    term = models.IntegerField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="terms")
    weight = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["site", "term", "article", "weight"], name="term_join")]

    def __str__(self) -> str:
        return f"{self.term} in {self.article_id}"


class TermFrequencies(models.Model):
    """In how many articles of a language each term stands, as counted at ``epoch``: one row a
    site and language, renewed as a whole, so that publishing writes no shared row."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    language = models.CharField(max_length=35)
    epoch = models.PositiveIntegerField(default=1)
    documents = models.PositiveIntegerField(default=0)
    # How many there were in all; ``documents`` of them were counted.
    articles = models.PositiveIntegerField(default=0)
    terms = models.BinaryField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "language"], name="frequencies_once")
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.documents} articles, epoch {self.epoch}"


class RelatedLink(models.Model):
    """One link of "You may also like": position 0 first, twenty kept, five shown. ``about`` and
    ``tags`` say why, in the spelling of the article the list belongs to."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="related", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_from")
    score = models.FloatField()
    about = models.JSONField(default=list)
    tags = models.JSONField(default=list)
    source = models.CharField(max_length=12)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["article", "position"], name="related_read")]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.other_id}"


class RelatedBuild(models.Model):
    """How far a rebuild of a site's lists has come; ``language`` empty: all of them."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    language = models.CharField(max_length=35, blank=True)
    stage = models.CharField(max_length=5, default="count")
    last_id = models.BigIntegerField(default=0)
    started = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "language"], name="build_once")]

    def __str__(self) -> str:
        return f"rebuild of {self.site_id}: {self.stage} after {self.last_id}"


class RelatedRule(models.Model):
    """An editor's word on an article's links. With ``other``: pinned there, or never together.

    Without: the article is banned from every list, its own list is off, or its tone is set by
    hand."""

    class Kind(models.TextChoices):
        PIN = "pin"
        BAN = "ban"
        OFF = "off"
        SENSITIVE = "sensitive"
        LIGHT = "light"
        PLAIN = "plain", "neither sensitive nor light"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_rules")
    other = models.ForeignKey(
        Article, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=9, choices=Kind)
    position = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other", "kind"], name="related_rule_once"),
            # Nulls are all different to the one above.
            models.UniqueConstraint(
                fields=["article", "kind"], name="related_rule_alone", condition=Q(other=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.article_id} → {self.other_id}"


class RelatedChange(models.Model):
    """What an editor changed in related links, for the record. Append-only.

    ``article`` null: the whole site's policy, or an experiment. ``before`` and ``after`` hold what
    the change touched and nothing else; articles stand in them by the publisher's ids."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(
        Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="related_changes"
    )
    action = models.CharField(max_length=20)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # An account may be deleted; what was done in its name stays said.
    by_name = models.CharField(max_length=150, blank=True)
    created = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.action} by {self.by_name or 'nobody'}"


class ClickCount(models.Model):
    """How often a link was shown at a position and clicked there, by all readers together. Nobody's
    identity, address or visit is in it."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="click_counts", db_index=False
    )
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    shown = models.PositiveBigIntegerField(default=0)
    clicked = models.PositiveBigIntegerField(default=0)
    changed = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "other", "position"], name="click_count_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.other_id}: {self.clicked} of {self.shown}"


class PositionCount(models.Model):
    """The same over all links of a site: what a position usually gets."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, db_index=False, related_name="+")
    position = models.PositiveSmallIntegerField()
    shown = models.PositiveBigIntegerField(default=0)
    clicked = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "position"], name="position_count_once")
        ]

    def __str__(self) -> str:
        return f"position {self.position}: {self.clicked} of {self.shown}"


class Experiment(models.Model):
    """Half of a site's articles (``articles.arms``) have their lists made in another way, to learn
    which way readers like better. One at a time."""

    class Way(models.TextChoices):
        WITHOUT_CLICKS = "without_clicks", "clicks do not count"
        NO_OLDER = "no_older", "no place kept for an older article"
        ONE_PER_AUTHOR = "one_per_author", "at most one of an author"

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="experiments")
    name = models.CharField(max_length=60)
    way = models.CharField("in half b", max_length=20, choices=Way)
    started = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)
    shown_a = models.PositiveBigIntegerField(default=0)
    clicked_a = models.PositiveBigIntegerField(default=0)
    shown_b = models.PositiveBigIntegerField(default=0)
    clicked_b = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["site"], name="experiment_one_at_a_time", condition=Q(ended=None)
            )
        ]

    def __str__(self) -> str:
        return self.name
