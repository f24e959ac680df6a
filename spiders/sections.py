"""A section's front read: the articles it links to, and the feeds it names."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from spiders.address import canonical_address
from spiders.declared import absolute
from spiders.feeds import Entry

FEED_TYPES = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|application/json|text/xml", re.I)
FEED_PATH = re.compile(r"(?:^|[/_.-])(?:rss|atom|feeds?|flux|fil)(?:[/_.-]|\d|$)|\.(?:rss|rdf|atom)$", re.I)
OF_COMMENTS = re.compile(r"\b(?:comments?|commentaires?|réactions|replies)\b", re.I)
# What a front links to beside its articles, in the words of both languages.
NO_ARTICLE = re.compile(
    r"/(?:tags?|themes?|categor\w+|auth?ors?|auteurs?|journalistes?|topics?|search|recherche|abonne\w*|subscri\w+|account"
    r"|compte|login|connexion|contact|about|a-propos|mentions[\w-]*|legal[\w-]*|cgu|cgv|terms|privacy|cookies?|newsletters?|rss|feeds?"
    r"|podcasts?|videos?|jobs|emploi|advertis\w+|publicite|aide|help|faq|page|plan-du-site|sitemap)(?:[/.?]|$)", re.I
)  # fmt: skip
ASIDE = "ancestor::nav or ancestor::footer or ancestor::aside or ancestor::header[not(ancestor::article)]"
SLUG_WORDS = 3  # an article's address spells its title, or ends in its number
TITLE_WORDS = 4  # a shorter link is a section's name


def find_articles(tree: Any, url: str) -> list[Entry]:
    """The articles that the front at `url` (an lxml tree) links to, in its order.

    An article is on the same site, outside menus and footers; its address has a date, a number or a title in it, or
    the link reads like a title; and it lies deeper than the front itself.
    """
    found: dict[str, Entry] = {}
    for link in tree.xpath(f"//a[@href][not({ASIDE})]"):
        address = absolute(link.get("href"), url)
        title = " ".join(link.text_content().split())
        key = canonical_address(address)
        if address and is_article_address(address, url, title):
            known = found.get(key)
            found[key] = Entry(address, max(title, known.title if known else "", key=len))
    return list(found.values())


def is_article_address(address: str, front: str, title: str = "") -> bool:
    """Whether `address`, linked from `front` as `title`, is likely an article's."""
    there, here = urlsplit(address), urlsplit(front)
    if _site(there.hostname) != _site(here.hostname) or NO_ARTICLE.search(there.path):
        return False
    if canonical_address(address) == canonical_address(front) or there.path.strip("/") == "":
        return False
    last = there.path.rstrip("/").rpartition("/")[2]
    slug = len(re.findall(r"[a-zà-ÿ]{2,}|\d{4,}", re.sub(r"\.\w{2,5}$", "", last), re.I)) >= SLUG_WORDS
    numbered = bool(re.search(r"\d{4,}", there.path + there.query) or re.search(r"/20\d\d/\d\d/", there.path))
    titled = len(title.split()) >= TITLE_WORDS
    return (slug and (titled or numbered or not title)) or (numbered and titled)


def find_feeds(tree: Any, url: str) -> list[Entry]:
    """The feeds of articles that the page names in its head, else those its links seem to lead to."""
    named = [
        Entry(absolute(link.get("href"), url), " ".join((link.get("title") or "").split()))
        for link in tree.xpath("//link[@href][contains(concat(' ', @rel, ' '), ' alternate ')]")
        if FEED_TYPES.search(link.get("type") or "") and "oembed" not in (link.get("href") or "")
    ]
    linked = [
        Entry(absolute(link.get("href"), url), " ".join(link.text_content().split()))
        for link in tree.xpath("//a[@href]")
        if FEED_PATH.search(urlsplit(absolute(link.get("href"), url)).path)
    ]
    same_site = [entry for entry in linked if _site(urlsplit(entry.url).hostname) == _site(urlsplit(url).hostname)]
    found = (
        entry for entry in (named or same_site) if entry.url and not OF_COMMENTS.search(f"{entry.title} {entry.url}")
    )
    return list({entry.url: entry for entry in found}.values())


def _site(host: str | None) -> str:
    return re.sub(r"^(?:www\d?|m|mobile|amp)\.", "", (host or "").lower())
