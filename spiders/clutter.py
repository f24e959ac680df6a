"""What stands on a page beside its article, told by how pages name their parts, and taken out of the tree."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, pairwise, takewhile
from typing import Any

NAMES = frozenset({
    "class", "id", "data-testid", "data-component", "data-gu-name", "data-qa", "data-spacefinder-type",
})  # fmt: skip
PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")  # of a name: "articleShare_tools" has three
# Parts of names that, in English and French, say what an element is for. One whole part must be among them.
ASIDE = frozenset(
    """
    newsletter newsletters infolettre infolettres signup optin subscribe subscription subscriptions abonnement
    abonnements inscription
    related relatedposts similar similaires recommended recommendation recommendations reco recirc recirculation
    interstitial promo promos selfpromo teaser teasers trending popular mostviewed mostread sponsor sponsored sponsors
    taboola outbrain partner partners advert adverts advertisement ads adslot dfp publicite pubs share sharing
    sharedaddy partage social socials toolbar outils breadcrumb breadcrumbs hierarchie ariane player podcast audio
    caption captions legende legend credit credits copyright correction corrections affiliate disclaimer cookie cookies
    consent toast toasts cta toc sommaire tags biography disqus livefyre qiota refresh rating ratings verdict
    """.split()  # noqa: SIM905  easier to read
)
# Two parts that stand side by side.
ASIDE_PAIRS = frozenset(
    """
    read-also read-more read-next see-also lire-aussi a-lire also-read rich-link related-content most-read most-viewed
    most-popular author-bio author-box author-description author-card bio-box about-author bookmark-card signup-card
    sign-up call-to self-promo image-title image-meta print-info reading-time read-time pub-dates ad-slot ad-wrapper
    story-ad em-audio inline-link body-link wp-caption source-tags post-tags tag-list tags-list topics-list
    """.split()  # noqa: SIM905  easier to read
)
COMMENTS = re.compile(
    r"(?:(?!has|no|with|open|show)[a-z]+[-_]{1,2}){0,3}(?:comments?|commentaires?|reactions?|respond|disqus\w*)"
    r"(?:[-_](?:lists?|sections?|area|container|wrap(?:per)?|block|thread|page|body|content|template))*",
    re.I,
)
LEADS_AWAY = re.compile(
    r"(?:à |a )?(?:lire|voir|relire|écouter)\s*(?:aussi|également|encore|ensuite)?\s*[:–>-]"
    r"|(?:à |a )?(?:lire|voir)\s(?:aussi|également)\b|sur le même sujet\b|also read\b"
    r"|(?:read|see|watch)\s(?:more|also|next)\b|related(?: articles?| stor(?:y|ies))?\s*:",
    re.I,
)
# Headings of lists of other articles.
RELATED = re.compile(
    r"(?:you (?:may|might|could) (?:also|be interested|like).*|related|recommended(?: for you)?"
    r"|(?:related|recommended|similar|more|latest|other) (?:stories|articles?|news|reading|posts?|content|links)"
    r"|more (?:from|on|in|like this)\b.*|read (?:next|more|also)|see also|up next|trending(?: now)?|don[’']t miss"
    r"|most (?:read|popular|viewed|shared)|editor(?:s|[’']s)?[’']? (?:picks?|choice)"
    r"|(?:à|a) (?:lire|voir|écouter|découvrir)(?: (?:aussi|également|ensuite))?"
    r"|(?:lire|voir) (?:aussi|également|ensuite)|sur le même (?:sujet|thème)|les plus (?:lus|populaires|partagés)"
    r"|(?:le choix|la sélection|les choix) de la rédaction"
    r"|(?:dans|de) la même (?:rubrique|catégorie|série)|à ne pas (?:manquer|rater)"
    r"|(?:nos )?(?:articles|contenus) (?:liés|similaires|associés|recommandés)|plus d[’'](?:articles|actualités).*"
    r"|vous (?:aimerez|pourriez|apprécierez)\b.*|ça (?:peut|pourrait) vous intéresser)\s*[:.…]*", re.I
)  # fmt: skip
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "strong", "b", "span", "div", "li", "header")
LONGEST_HEADING = 45  # characters
LEADING = 0.5  # of a list's words stand in links
INLINE = frozenset({"a", "abbr", "b", "em", "i", "mark", "strong"})
LINES = frozenset({"a", "p", "li", "div", "aside", "strong", "b", "em", "h4", "h5"})
LONGEST_NAME = 1000  # characters: what is longer is made to be heavy
LARGEST = 0.35  # of the words in paragraphs: what holds more is no aside, whatever its name
IN_SENTENCE = 30  # characters of a paragraph beside the element
LEAST = 250  # characters in paragraphs that must remain, else the name misleads


def clear(tree: Any) -> float:
    """Take out of the page `tree` (lxml), in place, what its own names call no part of the article.

    What holds the headline, or too much of the page's paragraphs, stays. Figures that hold a quotation become plain
    divisions. Returns the share of the paragraphs that went, comments not counted.
    """
    named = [(element, name) for element in tree.xpath("//body//*[@*]") if (name := name_of(element))]
    _remove_comments(tree, [e for e, name in named if _is_comments(name)])
    total = _words(tree)
    for element, name in named:
        if _is_aside(name) and _may_go(element, total):
            _remove(element)
    for link in tree.xpath("//body//a[@href]"):
        _remove_way_out(link)
    for heading in [e for e in tree.iter(*HEADINGS) if not len(e) and _heads_a_list(e.text or "")]:
        _remove_list(heading)
    for figure in tree.xpath("//figure[.//blockquote]"):
        figure.tag = "div"
    return 1 - _words(tree) / total if total else 0.0


def name_of(element: Any) -> str:
    """Everything by which the page names the element."""
    return " ".join([value[:LONGEST_NAME] for name, value in element.items() if name in NAMES])


@lru_cache(maxsize=4096)
def _is_aside(names: str) -> bool:
    for name in names.split():
        parts = [part.lower() for part in PART.findall(name)]
        if not ASIDE.isdisjoint(parts) or not ASIDE_PAIRS.isdisjoint(f"{a}-{b}" for a, b in pairwise(parts)):
            return True
    return False


@lru_cache(maxsize=4096)
def _is_comments(names: str) -> bool:
    return any(COMMENTS.fullmatch(name) for name in names.split())


def _words(element: Any) -> int:
    return sum(len(p.text_content()) for p in element.iter("p"))


def _may_go(element: Any, total: int) -> bool:
    if element.tag in ("body", "main", "html") or element.getparent() is None or _is_in_sentence(element):
        return False
    return next(element.iter("h1"), None) is None and len(element.text_content()) <= LARGEST * total


def _is_in_sentence(element: Any) -> bool:
    """Whether the element is some words of a paragraph, as links are that a page calls `body__link`."""
    parent = element.getparent()
    if element.tag not in INLINE or parent.tag != "p":
        return False
    beside = len(parent.text_content().strip()) - len(element.text_content().strip())
    return bool(beside > IN_SENTENCE)


def _remove_comments(tree: Any, named: list[Any]) -> None:
    found = {e for e in named if next(e.iter("h1"), None) is None}
    outermost = [e for e in found if not any(parent in found for parent in e.iterancestors())]
    if outermost and _words(tree) - sum(map(_words, outermost)) >= LEAST:
        for element in outermost:
            _remove(element)


def _remove_way_out(link: Any) -> None:
    """Remove the line around the link if it reads "Lire aussi : …" and is little but the link."""
    for element in (link, *islice(link.iterancestors(), 2)):
        text = " ".join(element.text_content().split()) if element.tag in LINES else ""
        if LEADS_AWAY.match(text) and len(text) < 2 * len(" ".join(link.text_content().split())) + 40:
            _remove(element)
            return


def _heads_a_list(text: str) -> bool:
    return len(text) < 2 * LONGEST_HEADING and bool(RELATED.fullmatch(" ".join(text.split())[:LONGEST_HEADING]))


def _remove_list(heading: Any) -> None:
    """Remove the heading and what follows it beside it, as long as that is little but links."""
    block, text = heading, heading.text_content().strip()
    while block.getnext() is None and block.getparent() is not None and block.getparent().tag not in ("body", "main"):
        block = block.getparent()
        if block.text_content().strip() != text:
            return
    following = list(takewhile(_leads_away, block.itersiblings()))
    for element in (block, *following) if following else ():
        _remove(element)


def _leads_away(element: Any) -> bool:
    if not isinstance(element.tag, str):
        return True  # a comment
    text, links = len(element.text_content().strip()), element.iter("a")
    linked = sum(len(link.text_content().strip()) for link in links)
    return bool(element.tag not in ("h1", "script") and (linked > LEADING * text or not text))


def _remove(element: Any) -> None:
    """Take the element out; the text after it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
