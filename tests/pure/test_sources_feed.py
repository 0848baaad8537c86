"""RSS and Atom feeds as articles."""

from datetime import UTC, datetime
from pathlib import Path

from articles.sources.record import Image
from tests.fixtures.imports.reading import changed, items_of, records, skipped

MARCH = datetime(2024, 3, 1, 8, tzinfo=UTC)


def rss(*items: str, channel: str = "<link>https://news.example/</link>") -> str:
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel>{channel}{''.join(items)}</channel></rss>"
    )


def item(inside: str = "", guid: str = "<guid>https://news.example/1</guid>") -> str:
    return (
        f"<item><title>Bridge reopens</title><link>https://news.example/1</link>{guid}"
        f"<pubDate>Fri, 01 Mar 2024 09:00:00 +0100</pubDate>{inside}</item>"
    )


def atom(*entries: str, attrs: str = "", inside: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attrs}>{inside}{"".join(entries)}</feed>'


def entry(inside: str = "", title: str = "<title>Bridge reopens</title>") -> str:
    return (
        f"<entry><id>tag:news.example,2024:1</id>{title}"
        '<link rel="self" href="https://news.example/api/1"/>'
        '<link href="https://news.example/1"/>'
        f"<published>2024-03-01T09:00:00+01:00</published>{inside}</entry>"
    )


def test_an_rss_item_keeps_id_address_title_and_date(tmp_path: Path) -> None:
    [record] = records(items_of(tmp_path, rss(item(guid="<guid>abc-1</guid>"))))
    assert (record.id, record.url) == ("abc-1", "https://news.example/1")
    assert (record.title, record.published_at) == ("Bridge reopens", MARCH)


def test_the_full_text_outranks_the_description_as_the_body(tmp_path: Path) -> None:
    inside = (
        "<description>&lt;p&gt;Short&lt;/p&gt;</description>"
        "<content:encoded><![CDATA[<p>Long</p>]]></content:encoded>"
    )
    [record] = records(items_of(tmp_path, rss(item(inside))))
    assert (record.summary, record.body) == ("Short", "<p>Long</p>")


def test_without_a_link_a_permanent_guid_is_the_address(tmp_path: Path) -> None:
    file = rss("<item><title>A</title><guid>https://news.example/2</guid></item>")
    assert records(items_of(tmp_path, file))[0].url == "https://news.example/2"


def test_a_guid_that_is_no_link_is_not_taken_for_one(tmp_path: Path) -> None:
    file = rss(
        '<item><title>A</title><guid isPermaLink="false">https://news.example/2</guid></item>'
    )
    assert skipped(items_of(tmp_path, file))[0].reason == "no http or https address"


def test_a_relative_link_counts_from_the_channel(tmp_path: Path) -> None:
    file = rss("<item><title>A</title><link>/2024/a</link></item>")
    assert records(items_of(tmp_path, file))[0].url == "https://news.example/2024/a"


def test_an_id_too_long_to_keep_gives_way_to_the_address(tmp_path: Path) -> None:
    file = rss(item(guid=f'<guid isPermaLink="false">{"x" * 201}</guid>'))
    assert records(items_of(tmp_path, file))[0].id == "https://news.example/1"


def test_the_first_category_is_the_section_and_the_others_are_tags(tmp_path: Path) -> None:
    inside = "<category>News/Europe</category><category>Rail</category>"
    [record] = records(items_of(tmp_path, rss(item(inside))))
    assert (record.section, record.tags) == ("News/Europe", ("Rail",))


def test_a_dublin_core_creator_is_the_byline(tmp_path: Path) -> None:
    file = rss(item("<dc:creator>Ann Reader</dc:creator>"))
    assert records(items_of(tmp_path, file))[0].authors == ("Ann Reader",)


def test_the_mail_address_of_an_author_is_not_kept(tmp_path: Path) -> None:
    file = rss(item("<author>ann@news.example (Ann Reader)</author>"))
    assert records(items_of(tmp_path, file))[0].authors == ("Ann Reader",)


def test_the_widest_picture_leads(tmp_path: Path) -> None:
    inside = (
        '<media:group><media:content url="https://news.example/s.jpg" type="image/jpeg"'
        ' width="300" height="200"/>'
        '<media:content url="https://news.example/l.jpg" medium="image" width="1200"'
        ' height="800"/>'
        '<media:content url="https://news.example/v.mp4" type="video/mp4" width="1920"/>'
        "<media:description>The bridge</media:description>"
        "<media:credit>Bo</media:credit></media:group>"
    )
    assert records(items_of(tmp_path, rss(item(inside))))[0].image == Image(
        "https://news.example/l.jpg", "The bridge", "Bo", 1200, 800
    )


def test_a_thumbnail_will_do(tmp_path: Path) -> None:
    file = rss(item('<media:thumbnail url="/t.jpg" width="240" height="135"/>'))
    assert records(items_of(tmp_path, file))[0].image == Image(
        "https://news.example/t.jpg", "", "", 240, 135
    )


def test_a_picture_enclosure_will_do(tmp_path: Path) -> None:
    file = rss(item('<enclosure url="https://news.example/e.png" type="image/png" length="1"/>'))
    assert records(items_of(tmp_path, file))[0].image == Image("https://news.example/e.png")


def test_a_sound_enclosure_is_no_picture(tmp_path: Path) -> None:
    file = rss(item('<enclosure url="https://news.example/e.mp3" type="audio/mpeg"/>'))
    assert records(items_of(tmp_path, file))[0].image is None


def test_the_language_of_the_channel_is_that_of_its_items(tmp_path: Path) -> None:
    file = rss(item(), channel="<language>en-gb</language>")
    assert records(items_of(tmp_path, file))[0].language == "en"


def test_an_item_to_come_is_scheduled(tmp_path: Path) -> None:
    file = rss(item().replace("2024 09", "2999 09"))
    assert records(items_of(tmp_path, file))[0].status == "scheduled"


def test_control_characters_are_removed_and_the_item_named(tmp_path: Path) -> None:
    items = items_of(tmp_path, rss(item("<description>a\x0bb</description>")))
    assert changed(items)[0].id == "https://news.example/1"


def test_rss_one_of_the_rdf_kind_is_read(tmp_path: Path) -> None:
    file = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://news.example/rss"><link>https://news.example/</link>'
        '<dc:language>de</dc:language></channel><item rdf:about="https://news.example/1">'
        "<title>Brücke offen</title><link>https://news.example/1</link>"
        "<dc:date>2024-03-01T09:00:00+01:00</dc:date><dc:subject>Verkehr</dc:subject>"
        "</item></rdf:RDF>"
    )
    [record] = records(items_of(tmp_path, file))
    assert (record.id, record.title) == ("https://news.example/1", "Brücke offen")
    assert (record.language, record.section, record.published_at) == ("de", "Verkehr", MARCH)


def test_an_atom_entry_keeps_id_alternate_link_title_and_date(tmp_path: Path) -> None:
    [record] = records(items_of(tmp_path, atom(entry())))
    assert (record.id, record.url) == ("tag:news.example,2024:1", "https://news.example/1")
    assert (record.title, record.published_at) == ("Bridge reopens", MARCH)


def test_an_atom_title_that_is_plain_text_keeps_its_signs(tmp_path: Path) -> None:
    file = atom(entry(title="<title>AT&amp;amp;T &lt;b&gt;</title>"))
    assert records(items_of(tmp_path, file))[0].title == "AT&amp;T <b>"


def test_an_atom_title_in_html_loses_its_tags(tmp_path: Path) -> None:
    file = atom(entry(title='<title type="html">&lt;b&gt;Rain&lt;/b&gt; &amp;amp; wind</title>'))
    assert records(items_of(tmp_path, file))[0].title == "Rain & wind"


def test_xhtml_content_becomes_html_with_its_signs_escaped(tmp_path: Path) -> None:
    inside = (
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        '<p>5 &lt; 6<br/>see <a href="/a?b=1&amp;c=2">it</a></p></div></content>'
    )
    assert records(items_of(tmp_path, atom(entry(inside))))[0].body == (
        '<div><p>5 &lt; 6<br>see <a href="/a?b=1&amp;c=2">it</a></p></div>'
    )


def test_an_entry_without_an_author_has_the_author_of_the_feed(tmp_path: Path) -> None:
    file = atom(entry(), inside="<author><name>The Desk</name></author>")
    assert records(items_of(tmp_path, file))[0].authors == ("The Desk",)


def test_an_entry_with_only_an_update_was_published_then(tmp_path: Path) -> None:
    file = atom(entry()).replace("published>", "updated>")
    assert records(items_of(tmp_path, file))[0].published_at == MARCH


def test_the_language_of_an_atom_feed_is_that_of_its_entries(tmp_path: Path) -> None:
    assert records(items_of(tmp_path, atom(entry(), attrs='xml:lang="fr"')))[0].language == "fr"


def test_an_atom_category_is_shown_by_its_label(tmp_path: Path) -> None:
    inside = '<category term="c1" label="Rail"/><category term="bus"/>'
    [record] = records(items_of(tmp_path, atom(entry(inside))))
    assert (record.section, record.tags) == ("Rail", ("bus",))


def test_an_entry_without_title_and_text_is_skipped(tmp_path: Path) -> None:
    file = atom(entry(title=""))
    assert skipped(items_of(tmp_path, file))[0].reason == "neither a title nor a text"
