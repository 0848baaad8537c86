"""The demo newsroom's content: complete, consistent, and safe to show to anyone.

A rule about every article is one test that lists the offenders: hundreds of parameters would cost
seconds and name nothing more.
"""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from newsroom.demo.load import CONTENT, articles, threads
from newsroom.demo.pictures import KINDS
from newsroom.demo.pictures.palette import PALETTES

NOW = datetime(2031, 5, 20, 12, 0, tzinfo=UTC)
ARTICLES = {record["id"]: record for record in articles(NOW)}
PUBLISHED = [record for record in ARTICLES.values() if record["status"] == "published"]
THREADS = {thread["article"]: thread["comments"] for thread in threads()}
COMMENTS = [comment for comments in THREADS.values() for comment in comments]

SECTIONS = {
    "City", "Culture", "Culture/Food", "Markets", "Markets/Crypto", "Politics", "Science", "Sport",
    "Technology", "World",
}  # fmt: skip
EDITIONS = {"de", "fr", "es", "tr", "ar", "ja"}
FIELDS = {
    "id", "title", "summary", "body", "section", "tags", "authors", "language", "image", "picture",
    "published_at", "updated_at", "status",
}  # fmt: skip
BODY_TAGS = {"p", "h2", "blockquote", "ul", "li", "em"}


def articles_where(broken):
    return [record["id"] for record in ARTICLES.values() if broken(record)]


def comments_where(broken):
    return [
        f"{article}/{comment['key']}"
        for article, comments in THREADS.items()
        for comment in comments
        if broken(article, comment)
    ]


def age(record):
    return NOW - datetime.fromisoformat(record["published_at"])


def text_of(record):
    return re.sub(r"<[^>]+>", " ", record["body"])


class Markup(HTMLParser):
    """Tags and attributes met on the way, and whether they closed in order."""

    def __init__(self, body):
        super().__init__()
        self.tags, self.attributes, self.open, self.crossed = set(), [], [], False
        self.feed(body)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs
        self.open.append(tag)

    def handle_endtag(self, tag):
        self.crossed |= not self.open or self.open.pop() != tag


# The paper as a whole


def test_there_are_at_least_140_articles():
    assert len(ARTICLES) >= 140


def test_no_two_articles_share_an_id():
    assert len(list(articles(NOW))) == len(ARTICLES)


def test_no_two_articles_share_a_title():
    assert len({record["title"] for record in ARTICLES.values()}) == len(ARTICLES)


def test_english_stories_stand_in_eight_sections_two_of_them_with_a_section_inside():
    english = {record["section"] for record in ARTICLES.values() if record["language"] == "en"}
    assert english == SECTIONS


def test_every_section_is_full_enough_for_a_list_of_more():
    sizes = Counter(record["section"] for record in PUBLISHED)
    assert min(sizes[section] for section in SECTIONS) >= 8


def test_a_hundred_articles_are_english():
    assert sum(record["language"] == "en" for record in PUBLISHED) >= 100


def test_each_other_language_has_an_edition_of_five_articles_or_more():
    editions = Counter(
        record["language"] for record in PUBLISHED if record["section"].startswith("Editions/")
    )
    assert set(editions) == EDITIONS
    assert min(editions.values()) >= 5


def test_an_edition_holds_one_language():
    pairs = {(record["section"], record["language"]) for record in ARTICLES.values()}
    assert len({pair for pair in pairs if pair[1] != "en"}) == len(EDITIONS)


def test_the_first_sections_are_those_of_the_menu():
    assert next(articles(NOW))["section"] == "City"


def test_drafts_scheduled_and_withdrawn_articles_are_there_to_be_tried():
    states = Counter(record["status"] for record in ARTICLES.values())
    assert (states["draft"], states["scheduled"], states["withdrawn"]) == (2, 2, 1)


def test_the_content_is_small_enough_for_a_repository():
    assert sum(path.stat().st_size for path in CONTENT.rglob("*.jsonl")) <= 1_200_000


def test_a_front_page_of_stories_is_less_than_three_days_old():
    assert sum(age(record) < timedelta(days=3) for record in PUBLISHED) >= 20


def test_the_archive_reaches_back_about_four_months():
    assert timedelta(days=110) < max(age(record) for record in PUBLISHED) < timedelta(days=125)


def test_many_stories_run_on_through_three_to_eight_articles():
    tags = Counter((record["language"], tag) for record in PUBLISHED for tag in record["tags"])
    assert sum(3 <= count <= 8 for count in tags.values()) >= 25


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        next(articles(NOW.replace(tzinfo=None)))


# Every article


def test_articles_have_the_fields_of_a_push_except_addresses():
    assert articles_where(lambda record: set(record) != FIELDS) == []


def test_articles_are_signed():
    assert articles_where(lambda record: not 1 <= len(record["authors"]) <= 3) == []


def test_articles_are_tagged():
    assert articles_where(lambda record: not 1 <= len(set(record["tags"])) <= 5) == []


def test_ids_are_fit_for_addresses():
    assert articles_where(lambda record: not re.fullmatch(r"[a-z0-9-]{3,60}", record["id"])) == []


def test_titles_and_summaries_are_lines():
    for name, limit in (("title", 120), ("summary", 300)):
        assert articles_where(lambda record, n=name, m=limit: not 0 < len(record[n]) <= m) == []


def test_bodies_are_well_formed():
    def broken(record):
        markup = Markup(record["body"])
        return markup.open or markup.crossed

    assert articles_where(broken) == []


def test_bodies_hold_text_tags_without_attributes():
    def broken(record):
        markup = Markup(record["body"])
        return markup.attributes or markup.tags - BODY_TAGS

    assert articles_where(broken) == []


def test_english_bodies_have_something_to_read():
    def broken(record):
        return record["language"] == "en" and not 130 <= len(text_of(record).split()) <= 650

    assert articles_where(broken) == []


def test_bodies_in_other_languages_have_something_to_read():
    def broken(record):
        least = 350 if record["language"] == "ja" else 700
        return record["language"] != "en" and not least <= len(text_of(record)) <= 2000

    assert articles_where(broken) == []


def test_pictures_can_be_drawn_in_a_sections_colours():
    def broken(record):
        picture = record["picture"]
        return picture and (
            picture["kind"] not in KINDS or picture["seed"].partition(":")[0] not in PALETTES
        )

    assert articles_where(broken) == []


def test_pictures_have_a_caption_and_a_credit():
    def broken(record):
        image = record["image"]
        return (image is None) != (record["picture"] is None) or (
            image and not (image["caption"] and image["credit"])
        )

    assert articles_where(broken) == []


def test_nearly_every_article_has_a_picture():
    assert len(articles_where(lambda record: record["picture"] is None)) <= 5


def test_drafts_alone_have_no_time_of_publication():
    assert articles_where(lambda r: (r["published_at"] is None) != (r["status"] == "draft")) == []


def test_scheduled_articles_alone_lie_ahead():
    def broken(record):
        ahead = record["published_at"] and age(record) < timedelta(0)
        return bool(ahead) != (record["status"] == "scheduled")

    assert articles_where(broken) == []


def test_updates_come_after_publication_and_before_now():
    def broken(record):
        updated = record["updated_at"]
        return updated and not record["published_at"] < updated <= NOW.isoformat()

    assert articles_where(broken) == []


# Every conversation


def test_about_thirty_published_articles_are_talked_about():
    assert 30 <= len(THREADS) <= 45
    assert set(THREADS) <= {record["id"] for record in PUBLISHED}


def test_no_article_has_two_threads():
    assert len(list(threads())) == len(THREADS)


def test_one_thread_is_long_and_several_are_lively():
    sizes = sorted(map(len, THREADS.values()), reverse=True)
    assert sizes[0] >= 55
    assert sum(8 <= size <= 20 for size in sizes) >= 6


def test_the_moderation_queue_has_something_in_it():
    states = Counter(comment["status"] for comment in COMMENTS)
    assert states["held"] >= 10
    assert 20 <= states["held"] + states["spam"] + states["rejected"] <= 35


def test_readers_write_in_every_language_of_the_paper():
    assert {ARTICLES[article]["language"] for article in THREADS} == EDITIONS | {"en"}


def test_keys_are_unique_within_a_thread():
    assert [
        article
        for article, comments in THREADS.items()
        if len({comment["key"] for comment in comments}) != len(comments)
    ] == []


def test_parents_are_public_and_stand_before_their_replies():
    def broken(article, comment):
        earlier = {
            one["key"]: one
            for one in THREADS[article]
            if one["minutes_after"] < comment["minutes_after"] and one["status"] == "published"
        }
        return comment["parent"] is not None and comment["parent"] not in earlier

    assert comments_where(broken) == []


def test_comments_stand_in_the_order_they_were_written():
    for comments in THREADS.values():
        times = [comment["minutes_after"] for comment in comments]
        assert times == sorted(times)


def test_replies_go_at_most_four_levels_deep():
    for comments in THREADS.values():
        depth = {None: -1}
        for comment in comments:
            depth[comment["key"]] = depth[comment["parent"]] + 1
        assert max(depth.values()) <= 4


def test_nobody_comments_before_the_article_or_after_now():
    def broken(article, comment):
        passed = timedelta(minutes=comment["minutes_after"])
        return not timedelta(0) < passed < age(ARTICLES[article])

    assert comments_where(broken) == []


def test_comments_keep_to_the_limits_of_the_form():
    def broken(_, comment):
        return not (0 < len(comment["name"]) <= 245 and 0 < len(comment["body"]) <= 10_000)

    assert comments_where(broken) == []


def test_only_the_papers_own_people_wear_a_badge():
    staff = {author for record in ARTICLES.values() for author in record["authors"]}
    assert comments_where(lambda _, one: ("badge" in one) != (one["name"] in staff)) == []


def test_every_address_is_under_a_domain_reserved_for_examples():
    text = "".join(path.read_text(encoding="utf-8") for path in CONTENT.rglob("*.jsonl"))
    hosts = re.findall(r"@([\w.-]+\w)", text) + re.findall(r"https?://([\w.-]+\w)", text)
    assert {".".join(host.split(".")[-2:]) for host in hosts} == {"example.com", "example.org"}
