"""Lines that tell when a page was published or changed, known by their words: all of them make a moment."""

from __future__ import annotations

import re

MONTH = (
    r"(?:jan(?:v|vier|uary)?|fevr?(?:ier)?|feb(?:ruary)?|mars|mar(?:ch)?|avr(?:il)?|apr(?:il)?|mai|may|juin|june?|"
    r"juil(?:let)?|july?|aout|aug(?:ust)?|sept?(?:embre|ember)?|oct(?:obre|ober)?|nov(?:embre|ember)?|"
    r"dec(?:embre|ember)?)\.?"
)
WEEKDAY = (
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"(?:mon|tue|wed|thu|fri|sat|sun)\.?)"
)
DAY = (
    rf"(?:\d{{1,2}}\. ?\d{{1,2}}\. ?\d{{4}}|\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?|\d{{4}}-\d\d-\d\d|"
    rf"\d{{1,2}}(?:er|st|nd|rd|th)? (?:of )?{MONTH},?(?: \d{{4}}| \d\d(?! ?[h:\d]))?|"
    rf"{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?)"
)
ZONE = (
    r"(?: ?[ap]\.?m\.?)?"
    r"(?: ?\(?(?:gmt|utc|cet|cest|est|edt|pst|pdt|bst|ist|hkt|sgt|jst|et|heure de paris)(?:[+-]\d+)?\)?)?"
)
CLOCK = (
    rf"(?:\d{{4}} (?:gmt|utc|hkt|sgt|bst|cet|et)\b|"
    rf"\d{{1,2}} ?[h:] ?\d\d(?::\d\d)?{ZONE}|\d{{1,2}}\.\d\d ?(?:[ap]\.?m\b\.?|(?:gmt|bst|ist|cet|est)\b)|"
    r"\d{1,2} ?(?:[ap]m|h)\b|t\d\d:\d\d\S*)"
)
AGO = (
    r"(?:il y a \w+ (?:minutes?|heures?|jours?|semaines?|mois|ans?)|"
    r"\w+ (?:minutes?|hours?|days?|weeks?|months?|years?) ago|hier|aujourd'hui|yesterday|today)"
)
NEWS_OF = (
    r"(?:(?:last |first |derniere |initialement )?(?:updated?|modified|published|posted|publiee?|mise? a jour|"
    r"modifi(?:ee?|cation)|actualisee?|creee?|ecrit|paru|mis en ligne|created|revised))"
)
MOMENT = re.compile(rf"\b(?:{CLOCK}|{DAY}|{AGO}|{WEEKDAY}|\d{{4}})(?!\w)")
HAPPENED = re.compile(rf"\b{NEWS_OF}\b")
BARE_DATE = 0.5  # what a moment weighs of which nothing says that it is the page's
JOINTS = re.compile(r"\b(?:le|on|at|a|du|et|and|of|date|article|story|page|cet|this|was|il y a)\b|[\W_]")
SIGNED = re.compile(r" (?:par|by) .{2,40}$")
SITE = re.compile(r"\b(?:[\w-]+\.)+[a-z]{2,7}\b(?!\.)|^(?:par|by) [^\d|]{2,40}\|")


def weigh_date(plain: str) -> float:
    """1 for a line that only tells when the page was published or changed, 0.5 for a bare date, 0 for anything else."""
    if not any(c.isdigit() for c in plain) or len(plain) > 120 or re.fullmatch(r"\d{4}", plain):  # a year is a heading
        return 0
    rest, moments = MOMENT.subn(" ", SIGNED.sub("", SITE.sub(" ", plain)))
    rest, happened = HAPPENED.subn(" ", rest)
    if not moments or JOINTS.sub("", rest):
        return 0
    return 1 if happened else BARE_DATE
