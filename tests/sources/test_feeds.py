from datetime import UTC, datetime

import pytest

from sitroom.errors import Rejected
from sitroom.sources import fetch

NOW = datetime(2026, 1, 1, tzinfo=UTC)
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Levant Wire</title><language>fr-fr</language>
<item><title>Hama &amp; Homs</title><link>https://wire.example.org/1</link><pubDate>Wed, 04 Dec 2024 20:00:00 +0200</pubDate>
<description>Court.</description><content:encoded><![CDATA[<p>L'armée a quitté la ville.</p>]]></content:encoded></item>
<item><title>Only a headline</title><pubDate>Wed, 04 Dec 2024 20:00:00 MSK</pubDate></item>
<item><pubDate>Wed, 04 Dec 2024 20:00:00 GMT</pubDate></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>All</title><id>u</id>
<updated>2025-01-01T00:00:00Z</updated><entry><id>1</id><title>Hama</title><link href="https://a.example.org/1"/>
<updated>2025-01-01T00:00:00Z</updated><published>2024-12-04T20:00:00+02:00</published>
<source><title>Agency</title></source><content type="html">&lt;p&gt;The army left.&lt;/p&gt;</content></entry></feed>"""


def entries(tmp_path, content: str, name: str = "feed.xml"):
    path = tmp_path / name
    path.write_text(content)
    return list(fetch(str(path), NOW))


def test_each_entry_is_a_report_with_its_fullest_text(tmp_path):
    first, second, third = entries(tmp_path, RSS)
    assert first.declared["id"] == "feed.xml#1"
    assert first.data.decode() == "<p>L'armée a quitté la ville.</p>"
    assert first.declared["title"] == "Hama & Homs"
    assert first.declared["source"] == "Levant Wire"
    assert first.declared["lang"] == "fr-fr"
    assert first.declared["published"] == "Wed, 04 Dec 2024 20:00:00 +0200"
    assert second.data == b"Only a headline"
    assert isinstance(third, Rejected)
    assert third.reason == "the entry has no text"


def test_an_atom_entry_keeps_its_own_source_and_the_day_it_was_published(tmp_path):
    (item,) = entries(tmp_path, ATOM, "x.txt")
    assert item.declared["source"] == "Agency"
    assert item.declared["published"] == "2024-12-04T20:00:00+02:00"
    assert item.declared["url"] == "https://a.example.org/1"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<sitemap><url>x</url></sitemap>", "XML that is no RSS or Atom feed"),
        ('<rss version="2.0"><channel><title>x</title></channel></rss>', "the feed has no entries"),
        (
            '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel><item><title>&b;</title></item></channel></rss>',
            "the feed declares entities of its own, which are not unfolded",
        ),
    ],
)
def test_what_is_no_feed_or_unfolds_itself_is_rejected(tmp_path, content, reason):
    (error,) = entries(tmp_path, content)
    assert isinstance(error, Rejected)
    assert error.reason == reason


@pytest.mark.parametrize("noise", ["&#xD800;", "\x00", "&#0;", "<", "]]>", "<content:encoded/>", "<summary/>"])
def test_a_feed_that_only_resembles_xml_is_read_or_rejected(tmp_path, noise):
    for found in entries(tmp_path, RSS.replace("<description>", f"<description>{noise}")):
        assert isinstance(found, Rejected) or found.data.strip()
