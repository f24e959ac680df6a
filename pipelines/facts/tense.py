"""Whether a clause speaks of what is to come, by its verbs and by what stands before a date."""

from __future__ import annotations

import re

from pipelines.facts.days import TABLES

_FUTURE = {
    "en": re.compile(r"\b(?:will|shall|due|set to|(?:expect|schedul|slat)ed|plans? (?:to|an?|the)|(?:about|going) to"
                     r"|would|ahead of|to be|(?:is|are) to [a-z]+|takes? (?:place|over|effect)|begin|resume|goes|wants?"
                     r"|(?:(?:re)?open|close|start|begin|resume|meet|end|finishe|conclude|expire|return"
                     r"|vote|leave|arrive|appear|play|host|face)s"
                     r"|(?:promis|vow|hop|threaten)(?:e?s|e?d|ing) to)\b|['’]ll\b"),
    "fr": re.compile(r"\b(?:doi(?:s|t|vent)|dev(?:ons|ez)|devr(?:ait|aient)|va|vais|vont|all(?:ons|ez)|"
                     r"prévue?s?|attendue?s?|s['’]apprêtent?|"
                     r"(?!ultra\b|extra\b)[a-zà-ÿ]*[eidrtvu]r(?:a|ont)|"
                     r"(?i:j['’]|(?:je|nous|vous) )(?:\w+['’ ])??\w*[eidrtvu]r(?:ai|ons|ez)|"
                     r"prévoi(?:t|ent)|a lieu|(?:r[eé])?ouvre|"
                     r"ferme|débute|commence|reprend|se tient|s['’]achève|se termine|prend fin|s['’]ouvre|expire|"
                     r"revient|arrive|paraît|se réuni(?:t|ssent)|affronte(?:nt)?|reçoi(?:t|vent)|"
                     r"prom(?:et|ettent|is) d[e'’]|espère(?:nt)?|menace(?:nt)? d[e'’])\b"),
}  # fmt: skip
_PAST = {
    "en": re.compile(r"\b(?:said|told|was|were|had|has|have|did|\w{2,}ed)\b"),
    "fr": re.compile(r"\b(?:a|ont|avai(?:t|ent)|est|sont|étai(?:t|ent)|fut|furent)\b|\bs['’](?:est|étai)"),
}
_DAYS = "|".join(name for names in ("weekdays", "months") for table in ("en", "fr") for name in TABLES[table][names])
_OPENING = re.compile(  # of a clause: « Dès lundi », "On Monday and Tuesday"
    rf"\W*(?:(?:dès|on|from|starting|ce|this|et|and|{_DAYS})\b\W*)*", re.IGNORECASE
)
_THIS = r"\s(?:(?:ce|this)\s)?$"
_AHEAD = re.compile(rf"\b(?:d['’]ici(?: à| au)?|by|dès|à partir d[eu]|avant|before){_THIS}", re.IGNORECASE)
_PUT_OFF = re.compile(  # to a day that is still to come, whatever the tense: "a meeting for Monday"
    r"\b(?:for|pour|(?:report|repouss|décal|ajourn|renvoy|différ)ée?s? (?:à|au)"
    rf"|(?:postponed|delayed|deferred|adjourned|rescheduled|pushed back|put off) (?:to|until|till)){_THIS}",
    re.IGNORECASE,
)
_UNTIL = re.compile(rf"\b(?:jusqu['’](?:à|au)|until|till){_THIS}", re.IGNORECASE)
_LASTED = re.compile(
    r"\b(?:was|were|had|lasted|stayed|remained|continued|ran|duré|resté[es]*|continué|poursuivi\w*|\w+ai(?:t|ent))\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|depuis(?: le)?)\s$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n")
_CLAUSE_END = re.compile(
    r"[.!?][ \u00a0]+(?=[A-ZÀ-Ý«“\"])|[,;»”\"\n]|:(?!\d)|\b(?:after|following|since|après|depuis)\b"
)


def is_future(text: str, start: int, end: int, language: str) -> bool:
    """Whether the clause speaks of the future before the date [start, end), or behind it where the date opens it."""
    before = _CLAUSE_END.split(text[max(0, start - 90) : start])[-1]
    if _FUTURE[language].search(before) or _PUT_OFF.search(before):
        return True
    if _SINCE.search(text, max(0, start - 16), start):
        return False
    if _UNTIL.search(before):
        return not _LASTED.search(before)
    opens, ahead = _OPENING.fullmatch(before), _AHEAD.search(before)
    if not (opens or ahead) or _PAST[language].search(before):
        return False
    if ahead and before[: ahead.start()].strip():
        return True
    behind = _SENTENCE_END.split(text[end : end + 90])[0]
    told = _FUTURE[language].search(behind)
    past = _PAST[language].search(behind, 0, told.start() if told else len(behind))
    return not past and bool(told or ahead)
