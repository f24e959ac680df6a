"""Pages that are no article: a paywall's stub, a consent or robot question, a section's front."""

from __future__ import annotations

import re
from typing import Any, Literal

from spiders.declared import Declared

Kind = Literal["article", "paywall", "consent", "section"]

STUB = 1500  # characters: a text longer than this is worth storing, whatever stands below it
QUESTION = 1200  # a consent or robot page has no article beside its question
PAYWALL = re.compile(
    r"réservée?s? (?:à nos |aux )abonnés|pour lire la suite|il vous reste \d+\s?% de (?:cet article|l'article)"
    r"|abonnez-vous pour (?:lire|continuer|accéder)|déjà abonné|contenu réservé|lisez l'intégralité"
    r"|débloquez cet article"
    r"|subscribe to (?:read|continue|unlock)|already a subscriber|subscribers? only|subscriber-only"
    r"|to continue reading|continue reading your article|this article is reserved for|sign in to read",
    re.I,
)
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
CONSENT_HOST = re.compile(
    r"^https?://(?:consent|choices|guce|cmp)\.|/(?:consent|cookie-wall|privacy-gate)(?:[/?]|$)", re.I
)


def find_kind(tree: Any, declared: Declared, title: str, text: str, url: str) -> Kind:
    """What the page is. `consent` is every question put before the page, robots' tests among them."""
    visible = f"{title}\n{_visible(tree)}"
    if _is_question(declared, visible, text, url):
        return "consent"
    if len(text) < STUB and (_says_paid(declared) or PAYWALL.search(visible)):
        return "paywall"
    return "section" if _is_section(tree, declared, text) else "article"


def _visible(tree: Any) -> str:
    parts = tree.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    return " ".join(" ".join(parts).replace("’", "'").split())


def _is_question(declared: Declared, visible: str, text: str, url: str) -> bool:
    if CONSENT_HOST.search(url):
        return True
    asks = len(CONSENT.findall(visible)) >= 2 or ROBOT.search(visible)
    return bool(asks) and len(visible) < 2 * QUESTION and len(text) < QUESTION and not declared.article


def _says_paid(declared: Declared) -> bool:
    """Schema.org's isAccessibleForFree, Facebook's content_tier."""
    free = declared.article.get("isAccessibleForFree", "")
    return str(free).lower() == "false" or declared.meta("article:content_tier").lower() in ("locked", "metered")


def _is_section(tree: Any, declared: Declared, text: str) -> bool:
    """A front: no article declared, and links to other pages hold most of its words."""
    if declared.article or declared.meta("og:type").lower() == "article" or declared.meta("article:published_time"):
        return False
    linked = sum(len(" ".join(a.text_content().split())) for a in tree.iter("a"))
    prose = sum(len(p.text_content()) - sum(len(a.text_content()) for a in p.iter("a")) for p in tree.iter("p"))
    return len(tree.xpath("//article")) > 3 or linked > max(prose, 200) or (linked > len(text) > 0)
