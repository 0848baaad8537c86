"""Articles that are made up, as many as wanted: for what is measured against the size of a site.

The n-th article is the same in every run. Words follow Zipf's law, and so do the subjects; 550
articles appear a day, a tenth of each day's at one moment, as imports bring them. The first
`BASE` are placed by the product's own functions. Beyond that PostgreSQL copies them: older, with
rare terms of their own, so that frequent terms grow frequent with the site and new ones come.
"""

import random
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
WORDS, SUBJECTS, LENGTH = 60_000, 4_000, 350
BASE, SPAN = 50_000, timedelta(days=91)
RARE = 20
TERMS = 4  # the column of ArticleVector after its key


def fill(site: Any, last: int) -> None:
    """Up to ``last`` articles, as their publication would leave them, lists excepted."""
    from django.db import connection

    from articles.models import Article
    from articles.services.frequencies import count

    first = Article.objects.filter(external_id__startswith="a").count()
    end = min(last, BASE) if connection.vendor == "postgresql" else last
    for start in range(first, end, 1000):
        write(site, start, min(start + 1000, end))
    count(site, "en", NOW)
    for start in range(first, end, 1000):
        place(site, start, min(start + 1000, end))
    for copy in range(max(first, BASE) // BASE, last // BASE):
        copy_all(site, copy)
    analyse()
    count(site, "en", NOW)


def analyse() -> None:
    """As autovacuum does soon after: indexes alone then answer."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def write(site: Any, first: int, last: int) -> None:
    from articles.models import Article

    rows = [article(site, number) for number in range(first, last)]
    Article.objects.bulk_create(rows, batch_size=500)


def place(site: Any, first: int, last: int) -> None:
    """Vectors and terms by the frequencies that were counted last."""
    from articles.models import Article, ArticleTerm, ArticleVector
    from articles.services.frequencies import frequencies_of
    from articles.terms import count_terms
    from articles.vectors import packed, signature, weigh

    epoch, figures = frequencies_of(site.pk, "en")
    vectors, terms = [], []
    names = [f"a{number}" for number in range(first, last)]
    for row in Article.objects.filter(site=site, external_id__in=names):
        vector = weigh(count_terms(row.title, "", row.body, "en"), figures)
        vectors.append(vector_row(row, epoch, packed(vector)))
        for term, weight in signature(vector, figures).items():
            terms.append(ArticleTerm(site=site, term=term, article=row, weight=weight))
    ArticleVector.objects.bulk_create(vectors, batch_size=500)
    ArticleTerm.objects.bulk_create(terms, batch_size=5000)


def moment_of(number: int) -> datetime:
    back = timedelta(minutes=(number * 7919) % (SPAN // timedelta(minutes=1)))
    moment = NOW - SPAN * (number // BASE) - back
    return moment.replace(hour=0, minute=0) if number % 10 == 0 else moment


def article(site: Any, number: int) -> Any:
    from articles.models import Article
    from articles.services.urls import digest_of

    data, moment = as_data(number), moment_of(number)
    return Article(
        site=site,
        external_id=f"a{number}",
        url=data["url"],
        url_digest=digest_of(data["url"]),
        title=data["title"],
        body=data["body"],
        status="published",
        published_at=moment,
        public_at=moment,
        created=NOW,
        changed=NOW,
    )


def vector_row(row: Any, epoch: int, terms: bytes) -> Any:
    from articles.models import ArticleVector
    from articles.terms import TOKENISER_VERSION

    return ArticleVector(
        article=row,
        site=row.site,
        language="en",
        tokeniser_version=TOKENISER_VERSION,
        epoch=epoch,
        terms=terms,
        facts="seed",
    )


def as_data(number: int, length: int = LENGTH) -> dict[str, str]:
    rng = random.Random(number)
    subject = random.Random(-1 - int(SUBJECTS ** rng.random()))
    own = [word(subject) for _ in range(40)]
    text = " ".join(rng.choice(own) if rng.random() < 0.15 else word(rng) for _ in range(length))
    title = " ".join(rng.choice(own) for _ in range(6))
    return {"url": f"https://bench.example/a{number}", "title": title, "body": text}


def word(rng: random.Random) -> str:
    """The n-th word a share of 1/n: the first one stands for 6 % of a text, as in English."""
    return _spelled(int(WORDS ** rng.random()))


def _spelled(number: int) -> str:
    return "".join(syllables(number))


def syllables(number: int) -> Iterator[str]:
    yield "bcdfghjklmnprstvz"[number % 17] + "aeiou"[number % 5]
    while number := number // 17:
        yield "bcdfghjklmnprstvz"[number % 17] + "aeiou"[number % 5]


def copy_all(site: Any, copy: int) -> None:
    """The first `BASE` articles once more; ``copy`` counts from one."""
    from django.db import connection, transaction

    from articles.models import Article

    ids = Article.objects.filter(site=site, external_id__in=("a0", f"a{BASE - 1}")).order_by("pk")
    low, high = ids.values_list("pk", flat=True)
    salt = random.Random(copy).getrandbits(31)
    with transaction.atomic(), connection.cursor() as cursor:
        # Two references to check for each of five million rows: copies of rows that have them.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("CREATE TEMPORARY TABLE known (term integer PRIMARY KEY) ON COMMIT DROP")
        common = frequent(cursor, site)
        cursor.execute("INSERT INTO known SELECT unnest(%s)", [common])
        cursor.execute("SELECT max(id) FROM articles_article")
        step = cursor.fetchone()[0] + 1 - low
        copy_articles(cursor, copy, step, (low, high))
        cursor.execute(
            "INSERT INTO articles_articleterm (site_id, term, article_id, weight)"
            " SELECT site_id, CASE WHEN known.term IS NULL THEN row.term # %s ELSE row.term END,"
            " article_id + %s, weight FROM articles_articleterm row LEFT JOIN known USING (term)"
            " WHERE article_id BETWEEN %s AND %s",
            [salt, step, low, high],
        )
        copy_vectors(cursor, set(common), salt, step, (low, high))


def frequent(cursor: Any, site: Any) -> list[int]:
    """Terms that other articles will have too."""
    from articles.services.frequencies import frequencies_of

    _, figures = frequencies_of(site.pk, "en")
    return [term for term, n in figures.df.items() if n >= RARE]


def copy_articles(cursor: Any, copy: int, step: int, pks: tuple[int, int]) -> None:
    from articles.models import Article

    own = {
        "id": f"id + {step}",
        "external_id": f"external_id || '-{copy}'",
        "url": f"url || '-{copy}'",
        "url_digest": f"encode(sha256(convert_to(url || '-{copy}', 'UTF8')), 'hex')",
        "published_at": f"published_at - {copy} * interval '{SPAN.days} days'",
        "public_at": f"public_at - {copy} * interval '{SPAN.days} days'",
    }
    names = [field.column for field in Article._meta.concrete_fields]
    chosen = ", ".join(own.get(name, name) for name in names)
    cursor.execute(
        f"INSERT INTO articles_article ({', '.join(names)}) SELECT {chosen}"
        " FROM articles_article WHERE id BETWEEN %s AND %s",
        pks,
    )
    cursor.execute(
        "SELECT setval(pg_get_serial_sequence('articles_article', 'id'),"
        " (SELECT max(id) FROM articles_article))"
    )


def copy_vectors(cursor: Any, common: set[int], salt: int, step: int, pks: tuple[int, int]) -> None:
    from articles.models import ArticleVector

    names = ", ".join(field.column for field in ArticleVector._meta.concrete_fields)
    rows = ArticleVector.objects.order_by("pk").values_list()
    for low in range(pks[0], pks[1] + 1, 2000):
        some = list(rows.filter(article__gte=low, article__lte=min(low + 1999, pks[1])))
        with cursor.copy(f"COPY articles_articlevector ({names}) FROM STDIN") as stream:
            for pk, *others in some:
                others[TERMS] = salted(bytes(others[TERMS]), common, salt)
                stream.write_row([pk + step, *others])


def salted(data: bytes, common: set[int], salt: int) -> bytes:
    """A packed vector with its rare terms made other ones."""
    from articles.vectors import _HEAD

    _, language, words, pairs, _, *_ = _HEAD.unpack_from(data)
    start, end = _HEAD.size + language, _HEAD.size + language + 4 * (words + pairs)
    terms = array("i", data[start:end])
    new = array("i", (term if term in common else term ^ salt for term in terms))
    return data[:start] + new.tobytes() + data[end:]
