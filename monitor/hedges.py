"""Words before a number that make it inexact, in English and French: for patterns that ignore case."""

OVER = (
    r"(?:more|greater) than|(?:just )?over|above|at least|upwards? of|plus d(?:es?\b|['’])|au (?:moins|minimum)"
    r"|dépass\w+|supérieure?s? à"
)
UNDER = (
    r"(?:less|fewer) than|(?:just )?under|below|at most|up to|nearly|almost|close to|as (?:many|much|few|little) as"
    r"|moins d(?:es?\b|['’])|au (?:plus|maximum)|près d(?:es?\b|['’])|presque|quasi(?:ment)?|jusqu['’]à|à peine|frôl\w+"
    r"|avoisin\w+|inférieure?s? à"
)
ABOUT = (
    r"about|around|some|approximately|roughly|circa|estimated(?: at)?|environ|quelques?|autour d(?:es?\b|['’])"
    r"|à peu près|approximativement|aux? alentours de|de l['’]ordre de|estimée?s? à|évaluée?s? à"
)
ANY = f"{OVER}|{UNDER}|{ABOUT}"
