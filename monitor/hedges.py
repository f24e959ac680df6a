"""Words before a number that make it inexact, in English and French: for patterns that ignore case."""

import re

MORE = r"(?:more|greater) than|(?:just )?over|above|plus d(?:es?\b|['’])|dépass\w+|supérieure?s? à"
AT_LEAST = r"at least|upwards? of|au (?:moins|minimum)"
LESS = r"(?:less|fewer) than|(?:just )?under|below|moins d(?:es?\b|['’])|inférieure?s? à"
AT_MOST = r"at most|up to|as (?:many|much|few|little) as|au (?:plus|maximum)|jusqu['’]à"
NEARLY = r"nearly|almost|close to|près d(?:es?\b|['’])|presque|quasi(?:ment)?|à peine|frôl\w+|avoisin\w+"
OVER = f"{MORE}|{AT_LEAST}"
UNDER = f"{LESS}|{AT_MOST}|{NEARLY}"
ABOUT = (
    r"about|around|some|approximately|roughly|circa|estimated(?: at)?|environ|quelques?|autour d(?:es?\b|['’])"
    r"|à peu près|approximativement|aux? alentours de|de l['’]ordre de|estimée?s? à|évaluée?s? à"
)
ANY = f"{OVER}|{UNDER}|{ABOUT}"
# "no more than", « pas plus de »: the other way round, and nothing short says it
SIGNS = {
    sign: re.compile(rf"(?<!\bno )(?<!\bnot )(?<!\bpas )\b(?:{words})(?:\s(?:an?|the|les|des|de))?\s?$", re.IGNORECASE)
    for sign, words in ((">", MORE), ("≥", AT_LEAST), ("<", LESS), ("≤", AT_MOST))
}


def find_sign(before: str) -> str:
    """What stands for the words at the end of `before`: `<` for "less than"; `≈` where none says which side."""
    return next((sign for sign, words in SIGNS.items() if words.search(before)), "≈")
