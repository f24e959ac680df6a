"""What a page declares of itself for machines: meta elements, links, JSON-LD and microdata."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

Node = dict[str, Any]  # one object of JSON-LD

ARTICLE = re.compile(r"(?:\w*Article|\w*Posting|Report|Review|LiveBlogPosting)$")
NOT_ARTICLE = frozenset({"JobPosting", "SocialMediaPosting", "DiscussionForumPosting"})
NOT_PLAIN = re.compile(r"[\W_]+")
TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
DEEPEST = 12  # levels of JSON-LD looked into; real pages stay below six


@dataclass(frozen=True, slots=True)
class Declared:
    """Everything declared; names in lower case, values in the order of the page."""

    metas: dict[str, list[str]] = field(default_factory=dict)  # by name, property or http-equiv
    links: dict[str, str] = field(default_factory=dict)  # first address by rel
    graph: list[Node] = field(default_factory=list)  # every JSON-LD node, nested ones too
    article: Node = field(default_factory=dict)  # the node that is this page's article
    properties: dict[str, list[str]] = field(default_factory=dict)  # microdata (itemprop) and RDFa (property)

    def meta(self, *names: str) -> str:
        """The first value among these metas, in the order of the names."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), "")

    def property(self, *names: str) -> str:
        """The first value among these microdata properties, in the order of the names."""
        return next((value for name in names for value in self.properties.get(name, ()) if value), "")


def read_declared(tree: Any, url: str) -> Declared:
    """Collect what the page `tree` (lxml) at `url` declares. Never raises for what a page holds."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        value = clean(meta.get("content") or meta.get("value") or "")
        for name in {meta.get("name"), meta.get("property"), meta.get("http-equiv")} - {None}:
            metas.setdefault(name.strip().lower(), []).append(value)
    links: dict[str, str] = {}
    for link in tree.iter("link"):
        for rel in (link.get("rel") or "").lower().split():
            links.setdefault(rel, absolute(link.get("href"), url))
    graph = [node for script in tree.iter("script") if _is_json_ld(script) for node in parse_json_ld(script.text or "")]
    titles = {plain(value) for name in ("og:title", "twitter:title") for value in metas.get(name, ())}
    article = find_article(graph, {url, links.get("canonical", "")}, titles)
    return Declared(metas, links, graph, article, _properties(tree))


def clean(text: object) -> str:
    """`text` on one line without markup, its entities resolved, also those escaped twice; "" for what is no text."""
    if not isinstance(text, str):
        return ""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = re.sub(r"</?[A-Za-z][^<>]*>", "", text)
    return " ".join(text.split())


def plain(text: str) -> str:
    """Letters and figures alone, lower case: for comparing titles and names."""
    return NOT_PLAIN.sub("", text).lower()


def absolute(address: object, url: str) -> str:
    """`address` as seen from the page at `url`; "" unless it is a web address."""
    if not isinstance(address, str) or not address.strip():
        return ""
    try:
        joined = urljoin(url, address.strip())
        return joined if urlsplit(joined).scheme in ("http", "https") and urlsplit(joined).hostname else ""
    except ValueError:
        return ""


def _is_json_ld(script: Any) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


def parse_json_ld(text: str) -> list[Node]:
    """Every object in a JSON-LD script, outermost first; [] for what cannot be read even leniently."""
    text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$", "", text).strip()
    for candidate in (text, TRAILING_COMMA.sub("", text), html.unescape(text)):
        try:
            return list(_nodes(json.loads(candidate, strict=False)))
        except (ValueError, RecursionError):
            continue
    return []


def _nodes(value: Any, depth: int = 0) -> Iterator[Node]:
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        value = [v for v in value.values() if isinstance(v, dict | list)]
    if isinstance(value, list):
        for part in value:
            yield from _nodes(part, depth + 1)


def types_of(node: Mapping[str, Any]) -> set[str]:
    """The node's schema.org types without their address."""
    types = node.get("@type")
    return {str(t).rpartition("/")[2] for t in (types if isinstance(types, list) else [types]) if t}


def is_article(node: Mapping[str, Any]) -> bool:
    """Whether the node describes an article of some kind."""
    return any(ARTICLE.match(t) for t in types_of(node) - NOT_ARTICLE)


def find_article(graph: list[Node], addresses: Iterable[str], titles: Iterable[str]) -> Node:
    """The node of `graph` about this page: by its address, else by its title, else the first that has a headline."""
    articles = [node for node in graph if is_article(node) and (node.get("headline") or node.get("name"))]
    known, titles = {_bare(a) for a in addresses if a}, set(titles)
    by_address = (n for n in articles if any(_bare(a) in known for a in _addresses(n)))
    by_title = (n for n in articles if plain(clean(n.get("headline") or n.get("name"))) in titles)
    return next(by_address, None) or next(by_title, None) or (articles[0] if articles else {})


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.|m\.)?|[?#].*$|/$", "", address)


def _addresses(node: Node) -> Iterator[str]:
    for value in (node.get("url"), node.get("@id"), node.get("mainEntityOfPage")):
        address = (value.get("@id") or value.get("url")) if isinstance(value, dict) else value
        if isinstance(address, str) and "/" in address:
            yield address


def names_of(value: Any, graph: Iterable[Node]) -> list[str]:
    """Names of the people or organisations in `value`: text, node, reference into `graph`, or a list of these."""
    if isinstance(value, list):
        return [name for part in value for name in names_of(part, graph)]
    if isinstance(value, dict):
        identity = value.get("@id")
        if "name" not in value and identity:
            value = next((n for n in graph if n.get("@id") == identity and "name" in n), value)
        name = value.get("name")
        return names_of(name, ()) if isinstance(name, list) else [clean(name)] if clean(name) else []
    return [clean(value)] if clean(value) else []


def _properties(tree: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.xpath("//*[@itemprop]"):
        value = _property_value(element)
        for name in element.get("itemprop").split():
            found.setdefault(name.lower(), []).append(value)
    return found


def _property_value(element: Any) -> str:
    for attribute in ("content", "datetime", *(("title",) if element.tag == "abbr" else ())):
        if element.get(attribute):
            return clean(element.get(attribute))
    if element.tag in ("a", "link", "img"):
        address = element.get("href") or element.get("src")
        named = clean(element.text_content()) if element.tag == "a" else ""
        return named or clean(address)
    name = element.xpath(".//*[@itemprop='name'][1]") if element.get("itemscope") is not None else []
    return clean(name[0].get("content") or name[0].text_content()) if name else clean(element.text_content())
