"""WordPress exports as articles."""

from datetime import UTC, datetime
from pathlib import Path

from tests.fixtures.imports.reading import changed, items_of, post, records, skipped, wxr


def test_a_post_keeps_its_id_address_texts_and_date(tmp_path: Path) -> None:
    file = wxr(
        post(
            7,
            title="Bridge &amp; road",
            excerpt__encoded="<![CDATA[<p>Short &amp; sweet</p>]]>",
            content__encoded="<![CDATA[<p>Long</p>]]>",
        )
    )

    [record] = records(items_of(tmp_path, file))

    assert record.as_body() | {"tags": None} == {
        "id": "https://news.example/?p=7",
        "url": "https://news.example/7/",
        "title": "Bridge & road",
        "summary": "Short & sweet",
        "body": "<p>Long</p>",
        "section": "",
        "tags": None,
        "authors": [],
        "language": "",
        "image": None,
        "published_at": "2024-03-01T08:00:00Z",
        "updated_at": None,
        "status": "published",
    }


def test_without_a_guid_the_post_id_names_the_article(tmp_path: Path) -> None:
    assert records(items_of(tmp_path, wxr(post(7, guid=""))))[0].id == "7"


def test_the_section_is_the_first_category_below_those_above_it(tmp_path: Path) -> None:
    channel = (
        "<wp:category><wp:category_nicename>world</wp:category_nicename>"
        "<wp:cat_name>World</wp:cat_name></wp:category>"
        "<wp:category><wp:category_nicename>europe</wp:category_nicename>"
        "<wp:category_parent>world</wp:category_parent><wp:cat_name>Europe</wp:cat_name>"
        "</wp:category>"
    )
    inside = (
        '<category domain="category" nicename="europe">Europe</category>'
        '<category domain="category" nicename="other">Other</category>'
    )
    assert records(items_of(tmp_path, wxr(post(inside=inside), channel=channel)))[0].section == (
        "World/Europe"
    )


def test_the_primary_category_of_the_editors_comes_first(tmp_path: Path) -> None:
    channel = (
        "<wp:category><wp:term_id>9</wp:term_id><wp:category_nicename>sport</wp:category_nicename>"
        "<wp:cat_name>Sport</wp:cat_name></wp:category>"
    )
    inside = (
        '<category domain="category" nicename="news">News</category>'
        '<category domain="category" nicename="sport">Sport</category>'
        "<wp:postmeta><wp:meta_key>_yoast_wpseo_primary_category</wp:meta_key>"
        "<wp:meta_value>9</wp:meta_value></wp:postmeta>"
    )
    assert records(items_of(tmp_path, wxr(post(inside=inside), channel=channel)))[0].section == (
        "Sport"
    )


def test_categories_that_are_each_others_parent_end(tmp_path: Path) -> None:
    channel = "".join(
        f"<wp:category><wp:category_nicename>{own}</wp:category_nicename>"
        f"<wp:category_parent>{above}</wp:category_parent><wp:cat_name>{own}</wp:cat_name>"
        "</wp:category>"
        for own, above in (("a", "b"), ("b", "a"))
    )
    inside = '<category domain="category" nicename="a">a</category>'
    assert records(items_of(tmp_path, wxr(post(inside=inside), channel=channel)))[0].section == (
        "b/a"
    )


def test_uncategorized_is_no_section(tmp_path: Path) -> None:
    inside = '<category domain="category" nicename="uncategorized">Uncategorized</category>'
    assert records(items_of(tmp_path, wxr(post(inside=inside))))[0].section == ""


def test_a_slash_inside_a_category_name_makes_no_second_level(tmp_path: Path) -> None:
    inside = '<category domain="category" nicename="ab">Arts/Books</category>'
    assert "/" not in records(items_of(tmp_path, wxr(post(inside=inside))))[0].section


def test_tags_are_kept_once_each(tmp_path: Path) -> None:
    inside = '<category domain="post_tag" nicename="a">Rail</category>' * 2
    assert records(items_of(tmp_path, wxr(post(inside=inside))))[0].tags == ("Rail",)


def test_the_byline_is_the_display_name_of_the_login(tmp_path: Path) -> None:
    channel = (
        "<wp:author><wp:author_login>ed</wp:author_login>"
        "<wp:author_display_name>Ed Itor</wp:author_display_name></wp:author>"
    )
    file = wxr(post(dc__creator="ed"), channel=channel)
    assert records(items_of(tmp_path, file))[0].authors == ("Ed Itor",)


def test_the_language_of_the_site_is_that_of_its_articles(tmp_path: Path) -> None:
    file = wxr(post(), channel="<language>tr-TR</language>")
    assert records(items_of(tmp_path, file))[0].language == "tr"


def test_a_language_label_on_a_post_outranks_the_site(tmp_path: Path) -> None:
    inside = '<category domain="language" nicename="de">Deutsch</category>'
    file = wxr(post(inside=inside), channel="<language>en</language>")
    assert records(items_of(tmp_path, file))[0].language == "de"


def test_each_wordpress_status_has_its_own_place(tmp_path: Path) -> None:
    wanted = {
        "publish": "published",
        "future": "scheduled",
        "draft": "draft",
        "pending": "draft",
        "private": "draft",
        "trash": "withdrawn",
        "no-such-status": "draft",
    }
    posts = [post(n, **{"wp:status": status}) for n, status in enumerate(wanted)]
    found = [record.status for record in records(items_of(tmp_path, wxr(*posts)))]
    assert found == list(wanted.values())


def test_a_post_behind_a_password_is_not_published(tmp_path: Path) -> None:
    items = items_of(tmp_path, wxr(post(wp__post_password="secret")))
    assert records(items)[0].status == "draft"
    assert "password" in changed(items)[0].reason


def test_published_with_a_date_to_come_is_scheduled(tmp_path: Path) -> None:
    [record] = records(items_of(tmp_path, wxr(post(**{"wp:post_date_gmt": "2999-01-01 00:00:00"}))))
    assert record.status == "scheduled"
    assert record.published_at == datetime(2999, 1, 1, tzinfo=UTC)


def test_a_zero_date_falls_back_on_the_publication_date(tmp_path: Path) -> None:
    fields = {
        "wp:post_date_gmt": "0000-00-00 00:00:00",
        "pubDate": "Fri, 01 Mar 2024 09:00:00 +0100",
    }
    [record] = records(items_of(tmp_path, wxr(post(**fields))))
    assert record.published_at == datetime(2024, 3, 1, 8, tzinfo=UTC)


def test_a_published_post_without_any_date_is_told(tmp_path: Path) -> None:
    items = items_of(tmp_path, wxr(post(**{"wp:post_date_gmt": ""})))
    assert changed(items)[0].reason == "no date that can be read"


def test_the_featured_image_is_found_though_it_stands_after_its_post(tmp_path: Path) -> None:
    thumbnail = (
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key>"
        "<wp:meta_value>50</wp:meta_value></wp:postmeta>"
    )
    sizes = (
        "<wp:postmeta><wp:meta_key>_wp_attachment_metadata</wp:meta_key><wp:meta_value>"
        '<![CDATA[a:2:{s:5:"width";i:1200;s:6:"height";i:800;}]]></wp:meta_value></wp:postmeta>'
    )
    picture = post(
        50,
        inside=sizes,
        wp__attachment_url="https://news.example/b.jpg",
        excerpt__encoded="The bridge",
        **{"wp:post_type": "attachment", "wp:status": "inherit"},
    )
    [record] = records(items_of(tmp_path, wxr(post(1, inside=thumbnail), picture)))
    assert record.as_body()["image"] == {
        "url": "https://news.example/b.jpg",
        "caption": "The bridge",
        "credit": "",
        "width": 1200,
        "height": 800,
    }


def test_pages_are_articles_and_menu_entries_are_not(tmp_path: Path) -> None:
    file = wxr(post(1, **{"wp:post_type": "page"}), post(2, **{"wp:post_type": "nav_menu_item"}))
    items = items_of(tmp_path, file)
    assert [record.id for record in records(items)] == ["https://news.example/?p=1"]
    assert skipped(items)[0].reason == "not an article: a WordPress 'nav_menu_item'"


def test_a_hostile_link_gives_way_to_the_guid(tmp_path: Path) -> None:
    [record] = records(items_of(tmp_path, wxr(post(7, link="javascript:alert(1)//x"))))
    assert record.url == "https://news.example/?p=7"


def test_a_post_without_any_address_is_skipped_with_its_line(tmp_path: Path) -> None:
    file = wxr("\n\n", post(7, link="", guid="abc"))
    [item] = skipped(items_of(tmp_path, file))
    assert (item.where, item.id, item.reason) == ("line 3", "abc", "no http or https address")


def test_an_over_long_title_is_shortened_and_told(tmp_path: Path) -> None:
    items = items_of(tmp_path, wxr(post(title="word " * 200)))
    assert len(records(items)[0].title) <= 300
    assert "title longer" in changed(items)[0].reason


def test_an_untitled_post_is_named_after_its_first_words(tmp_path: Path) -> None:
    file = wxr(post(title="", content__encoded="<![CDATA[<p>Rain all day</p>]]>"))
    assert records(items_of(tmp_path, file))[0].title == "Rain all day"


def test_the_second_of_two_equal_ids_is_skipped_and_the_first_one_named(tmp_path: Path) -> None:
    items = items_of(tmp_path, wxr("\n", post(1), post(1, title="Again")))
    assert [record.title for record in records(items)] == ["Title 1"]
    assert skipped(items)[0].reason == "duplicate id: first at line 2"


def test_control_characters_are_removed_and_the_article_named(tmp_path: Path) -> None:
    items = items_of(tmp_path, wxr(post(1), post(2, title="Good \x0b\x00news")))
    assert records(items)[1].title == "Good news"
    assert [(item.id, item.reason) for item in changed(items)] == [
        ("2", "control characters removed")
    ]
