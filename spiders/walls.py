"""Pages that are no article: a paywall's stub, a consent or robot question, a section's front, "404" said with 200."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from spiders.declared import Declared

Kind = Literal["article", "paywall", "consent", "section", "missing"]

HIDDEN = "ancestor::script or ancestor::style or ancestor::noscript or ancestor::template"
ASIDE = "ancestor::nav or ancestor::footer or ancestor::aside or ancestor::header[not(ancestor::article)]"
PASSAGES = (  # runs of text longer than a headline
    "//body//text()[string-length() > 100][not(ancestor::a or ancestor::nav or ancestor::footer or ancestor::aside or "
    f"{HIDDEN})]"
)
BLOCKS = frozenset({"p", "div", "td", "li", "section", "article", "main", "dd", "body"})
AN_ARTICLE = 500  # characters of prose
TEASERS = "//article[.//a[@href] and not(.//article) and not(contains(@class, 'comment')) and string-length() < 600]"

STUB = 1500  # characters: a text longer than this is worth storing, whatever stands below it
QUESTION = 1200  # a consent or robot page has no article beside its question
PAYWALL = re.compile(
    r"réservée?s? (?:à nos |aux )(?:seuls )?abonnés|pour lire la suite"
    r"|il vous reste \d+(?:[.,]\d+)?\s?% de (?:cet article|l'article)|lisez l'intégralité|débloquez cet article"
    r"|subscribe to (?:read|continue|unlock)|to continue reading|continue reading your article"
    r"|(?:this|the full) (?:article|story) is (?:reserved )?for (?:our )?subscribers|sign in to read",
    re.I,
)
# On many pages these stand in the head, whether the article is free or not: they tell only beside a very short text.
FOR_SUBSCRIBERS = re.compile(
    r"déjà abonnée?|abonnez-vous pour (?:lire|continuer|accéder)|contenu réservé|already a subscriber|subscribers? only"
    r"|subscriber-only",
    re.I,
)
SHORT_ITEM = 300  # characters: an item in brief, where the page declares one; a question's own words are fewer
VERY_SHORT = 400  # characters
OTHER_OFFER = re.compile(
    r"contributions?|commente|réagi|discussion|comments?\b|newsletter|podcast", re.I
)  # for subscribers too
CONSENT = re.compile(
    r"continuer sans accepter|tout (?:accepter|refuser)|accepter (?:et fermer|les cookies)"
    r"|gérer (?:mes|vos) (?:choix|cookies)"
    r"|nos partenaires (?:stock|utilis|trait)|before you continue|accept all|reject all|we value your privacy"
    r"|manage (?:your )?(?:cookie|privacy|consent)|our partners (?:store|use|process)|consent to (?:the use|cookies)",
    re.I,
)
ROBOT = re.compile(
    r"are you a (?:robot|human)|verify (?:that )?you are (?:a )?human"
    r"|vérifi\w+ que vous (?:n'?êtes pas un robot|êtes humain)"
    r"|checking your browser|just a moment|unusual traffic|enable javascript and cookies|captcha"
    r"|access denied|accès refusé",
    re.I,
)
LONGEST_NOTICE = 150  # characters of a title
LOG_IN = re.compile(
    r"(?:se )?connexion|(?:connectez-vous|identifiez-vous|sign in|log in)\b.{0,40}|s'identifier|se connecter|log ?in"
    r"|authentification|identification", re.I
)  # fmt: skip
MISSING = re.compile(
    r"\W*(?:erreur|error)?\W*404(?:\W+(?:error|erreur|(?:page )?(?:not found|introuvable)))?(?:\W*|\W+[-–|:].*)"
    r"|(?:\W*(?:oops|oups|désolé|sorry|404)\b\W*)?(?:(?:la|cette|votre|the|this) )?(?:page|article)"
    r"(?: demandée?| requested| que vous \w+| (?:that )?you (?:\w+ ){1,3}for| est| is| was| does)*"
    r" (?:introuvable|n'a pas été trouvée?|inexistante?|non trouvée?|n'existe (?:pas|plus)|not found"
    r"|not exist|no longer exists?|(?:could not|cannot|can't) be found)(?:\W*|\W+[-–|:].*)", re.I
)  # fmt: skip
CONSENT_HOST = re.compile(
    r"^https?://(?:consent|choices|guce|cmp)\.|/(?:consent|cookie-wall|privacy-gate)(?:[/?]|$)", re.I
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What a page shows that may stand in an article's way; read before anything is taken out of its tree."""

    visible: str  # all that a reader sees
    article: str  # of it, what is neither head, menu, foot nor aside
    is_front: bool  # of a section, which declares no article


def read_signs(tree: Any, declared: Declared) -> Signs:
    """Read them from the whole page; those that what it declares, or its length, make no sign of anything are left."""
    article = _text(tree, f"{HIDDEN} or {ASIDE}")
    is_none = declared.article or len(article) > 2 * QUESTION  # as _is_question has it
    visible = article if is_none else _text(tree, HIDDEN)
    return Signs(visible, article, not _is_declared(declared) and _is_front(tree))


def _text(tree: Any, without: str) -> str:
    parts = tree.xpath(f"//body//text()[not({without})]")
    return " ".join(" ".join(parts).replace("’", "'").split())


def find_kind(signs: Signs, declared: Declared, title: str, text: str, url: str) -> Kind:
    """What the page is. `consent` is every question put before the page, robots' tests and log-ins among them."""
    head = title.replace("’", "'").strip()
    if len(text) < STUB and len(head) < LONGEST_NOTICE and not _is_declared(declared):
        if MISSING.fullmatch(head):
            return "missing"
        if LOG_IN.fullmatch(head):
            return "consent"
    if _is_question(declared, f"{title}\n{signs.visible}", text, url):
        return "consent"
    if len(text) < STUB and _is_stub(declared, signs.article, text):
        return "paywall"
    return "section" if signs.is_front else "article"


def _is_stub(declared: Declared, visible: str, text: str) -> bool:
    if paid := _says_paid(declared):
        return paid == "paid"
    walls = [*PAYWALL.finditer(visible)]
    walls += FOR_SUBSCRIBERS.finditer(visible) if len(text) < VERY_SHORT else []
    return any(not OTHER_OFFER.search(visible[max(0, wall.start() - 60) : wall.end() + 40]) for wall in walls)


def _is_question(declared: Declared, visible: str, text: str, url: str) -> bool:
    if CONSENT_HOST.search(url):
        return True
    if len(visible) >= 2 * QUESTION or len(text) >= QUESTION or declared.article:
        return False
    told = sum(len(line) for line in text.splitlines() if not CONSENT.search(line) and not ROBOT.search(line))
    if _is_declared(declared) and told >= SHORT_ITEM:
        return False
    return len(CONSENT.findall(visible)) >= 2 or bool(ROBOT.search(visible))


def _says_paid(declared: Declared) -> Literal["paid", "free", ""]:
    """Schema.org's isAccessibleForFree, Facebook's content_tier."""
    free = str(declared.article.get("isAccessibleForFree", "")).lower()
    tier = declared.meta("article:content_tier").lower()
    if free == "false" or tier in ("locked", "metered"):
        return "paid"
    return "free" if free == "true" or tier == "free" else ""


def _is_declared(declared: Declared) -> bool:
    published = declared.meta("article:published_time")
    return bool(declared.article or declared.meta("og:type").lower() == "article" or published)


def _is_front(tree: Any) -> bool:
    """Whether it is made of links and of the heads of articles, without an article's length of prose beside them."""
    prose = sum(len(text) for text in tree.xpath(PASSAGES) if not _is_teaser(text.getparent()))
    if prose >= AN_ARTICLE:
        return False
    linked = sum(len(" ".join(a.text_content().split())) for a in tree.iter("a"))
    return linked > max(prose, 200) or len(tree.xpath(TEASERS)) > 3


def _is_teaser(element: Any) -> bool:
    """Whether a passage stands beside a link that it speaks of, and not among passages of its own kind."""
    block = next((e for e in (element, *element.iterancestors()) if e.tag in BLOCKS), element)
    if block.tag == "p":
        parent = block.getparent()
        if parent is None or len(parent.findall("p")) > 1:
            return False
        block = parent
    beside = (link for link in block.iter("a") if link.get("href") and next(link.iterancestors("p"), None) is None)
    return next(beside, None) is not None and len(block.text_content()) < AN_ARTICLE
