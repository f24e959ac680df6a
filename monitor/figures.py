"""Numbers, sums of money and days as a language writes them."""

from __future__ import annotations

import re
from datetime import date

NBSP = "\N{NO-BREAK SPACE}"
WORD_OF = re.compile(r"^-?[\d.,\u202f]*(?:\xa0\d[\d.,]*)*")  # what stands before the word of a large number
SHORT_NAMES = {"USD": "dollars", "CNY": "yuans", "JPY": "yens"}  # as the French press has them


def write_number(number: float, language: str) -> str:
    """`number` as `language` groups and marks it, with all its decimals: `1,234.5`, `1 234,5`."""
    from babel.numbers import format_decimal  # here and below: a search needs none of it

    return str(format_decimal(number, locale=language, decimal_quantization=False))


def write_large(value: float, language: str) -> str:
    """A number, from a million on in words: `2.5 million`, `2,5 millions`."""
    from babel.numbers import format_compact_decimal, format_decimal

    if abs(value) < 1_000_000:
        return write_number(value, language)
    if language == "fr" and abs(value) >= 1e12:  # `billion` is a thousand times more in French; the press avoids it
        return f"{format_decimal(value / 1e9, '#,##0.##', locale=language)}{NBSP}milliards"
    words = format_compact_decimal(value, format_type="long", locale=language, fraction_digits=2)
    return str(words).replace(" ", NBSP)


def write_count(value: float, noun: str, language: str) -> str:
    """`2.4 million tonnes`, `2,4 millions de tonnes`."""
    number = write_large(value, language)
    of = f"{NBSP}de" if language == "fr" and number[-1].isalpha() else ""
    return f"{number}{of}{NBSP}{noun}"


def write_sum(values: list[float], unit: str, language: str) -> str:
    """Money or a share, or from one to another; "" for so many of something, whose noun is in one language."""
    if not is_sum(unit):
        return ""
    numbers = [write_large(value, language) for value in values]
    words = {WORD_OF.sub("", number) for number in numbers}
    if len(numbers) == 2 and len(words) == 1:  # 60–70 million
        numbers[0] = numbers[0].removesuffix(words.pop())
    return _add_sign("–".join(numbers), unit, language)


def write_day(day: str, language: str) -> str:
    """`15 Oct 2018`, `15 oct. 2018`."""
    from babel.dates import format_date

    return str(format_date(date.fromisoformat(day[:10]), "d MMM y", locale=language))


def is_sum(unit: str) -> bool:
    """Whether it is a currency's code or `percent`, not the noun of what is counted."""
    return unit == "percent" or (len(unit) == 3 and unit.isupper())


def _add_sign(number: str, unit: str, language: str) -> str:
    """`€2`, `15%`, `2 CHF`; in French `2 €`, `15 %`, `2 millions d’euros`."""
    from babel.numbers import get_currency_name, get_currency_symbol

    # a bare dollar may be Canada's: never `$US`
    sign = {"percent": "%", "USD": "$"}.get(unit) or str(get_currency_symbol(unit, language))
    if language == "fr" and unit != "percent" and (number[-1].isalpha() or sign == unit):
        name = SHORT_NAMES.get(unit) or str(get_currency_name(unit, 2, language))
        of = "" if number[-1].isdigit() else "d’" if name[0] in "aeiouéh" else "de "
        return f"{number}{NBSP}{of}{name}"
    if language == "en" and not sign[-1].isalpha():
        return f"{number}%" if sign == "%" else sign + number
    return f"{number}{NBSP}{sign}"
