"""Names that nobody listed: told apart by kind, and merged within the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from monitor.document import Field, Mention, Tag, TagKind
from pipelines.names.cutting import read_capitals, read_names, subjects
from pipelines.names.events import find_events
from pipelines.names.evidence import ORDER, is_chinese, score_kinds
from pipelines.names.gazetteer import Found
from pipelines.names.matcher import Matcher, choose_longest, fold
from pipelines.names.names import Name, Reading, Word, load_words, read_words
from pipelines.names.people import is_first_name
from pipelines.names.places import load_known_surnames, shows_place
from pipelines.names.recogniser import Recognised, read_recognised

Key = tuple[str, ...]
Persons = dict[str, list[tuple[tuple[bool, int], "Entity"]]]  # a part of their names → where each is named in full
CERTAIN = 20  # points: a model's word on the kind, against what rules may say of other places


@dataclass(slots=True)
class Spelling:
    """A name where it stands; `owner` is the entity it is a short form of, if it is."""

    field: Field
    name: Name
    owner: Entity | None = None


@dataclass(slots=True)
class Entity:
    """Spellings that stand for one thing, and what speaks for each kind."""

    spellings: list[Spelling] = field(default_factory=list)
    points: Counter[TagKind] = field(default_factory=Counter)
    tag: Tag | None = None  # where it was known beforehand

    @property
    def kind(self) -> TagKind:
        """The kind with most points."""
        return self.tag.kind if self.tag else max(ORDER, key=self.points.__getitem__)


def find_entities(
    fields: Mapping[Field, str],
    language: str,
    judged: Sequence[Found],
    recognised: Mapping[Field, Sequence[Recognised]] | None = None,
) -> list[Mention]:
    """Return every mention of a document, by field and place: what was known beforehand, and what else has a name.

    `judged` is the gazetteer's verdict on what it knows; what it refused is no name by its capital alone. Names that
    nobody knew are those `recognised` by a model, or without one what the rules find.
    """
    readings = {name: read_words(text, language) for name, text in fields.items()}
    capitals = read_capitals(readings)
    barred = {(f.field, i) for f in judged if f.is_barred for i in range(f.start, f.end)}
    entities: dict[Key, Entity] = {}
    swallowed: set[int] = set()
    known = [found for found in judged if not found.refusal]
    ends = {(found.field, found.end) for found in known}
    for name, reading in readings.items():
        own = [found for found in known if found.field == name]
        found = (
            ((run, None, taken) for run, taken in read_names(reading, fields[name], language, own, capitals))
            if recognised is None
            else read_recognised(reading, recognised[name], own)
        )
        for run, kind, taken in found:
            is_rest = (name, run.start - 1) in ends and load_words()["legal_forms"].issuperset(run.lows)
            if not is_rest and not {(name, run.start), (name, run.end - 1)} <= barred:  # Shein's `Group Ltd`
                entity = entities.setdefault(_key(run), Entity())
                entity.spellings.append(Spelling(name, run))
                entity.points.update({kind: CERTAIN} if kind else score_kinds(run, fields[name], language))
                swallowed.update(map(id, taken))
    persons = _persons(entities, known)
    for each in list(_find_borne([f for f in known if id(f) not in swallowed], persons, fields)):
        printed = fields[each.field][each.start : each.end]
        run = Name((Word(each.start, each.end, printed, False, printed.lower(), True),))
        entities.setdefault(_key(run), Entity()).spellings.append(Spelling(each.field, run))
        swallowed.add(id(each))
    _merge(entities, fields, known, persons)
    kept = [found for found in known if id(found) not in swallowed]
    mentions = [Mention(f.field, f.start, f.end, fields[f.field][f.start : f.end], f.claim.tag) for f in kept]
    mentions += _mentions(entities, fields)
    mentions += _in_headlines(readings, fields, mentions)
    return _with_events(mentions, fields)


def _with_events(mentions: list[Mention], fields: Mapping[Field, str]) -> list[Mention]:
    """The mentions in order, with the events, each in place of the names within it."""
    events = [event for name, text in fields.items() for event in find_events(text, name)]
    mentions = [m for m in mentions if not any(_lies_in(m, event) for event in events)] + events
    return sorted(mentions, key=lambda mention: (mention.field != "title", mention.start))


def _lies_in(mention: Mention, event: Mention) -> bool:
    return mention.field == event.field and mention.start < event.end and event.start < mention.end


def _key(name: Name) -> Key:
    """The words that tell the name from others: `Zorbex Holding Ltd` is `Zorbex`, `Société Élan` `Societe Elan`."""
    legal = load_words()["legal_forms"]
    return tuple(_fold_word(low) for low in name.lows if low not in legal) or name.lows


_fold_word = lru_cache(maxsize=100_000)(fold)


def _find_borne(known: Sequence[Found], persons: Persons, fields: Mapping[Field, str]) -> Iterator[Found]:
    """Places that are no places here: the first name or surname of a person whom the document named in full before.

    Where it shows elsewhere that it speaks of the place too, only what says or does something is she.
    """
    bearers = [f for f in known if f.claim.tag.kind == "place" and fold(fields[f.field][f.start : f.end]) in persons]
    shown = {f.claim.tag for f in bearers if shows_place(fields[f.field], f.start, f.end)}
    for found in bearers:
        text = fields[found.field]
        named = persons[fold(text[found.start : found.end])]
        acts = (verb := _VERB.match(text, found.end)) is not None and verb[1].lower() in subjects()
        if (
            named[0][0] < (found.field != "title", found.start)
            and not shows_place(text, found.start, found.end)
            and not _ARTICLE.search(text, max(0, found.start - 5), found.start)
            and (acts or found.claim.tag not in shown)
        ):
            yield found


_VERB = re.compile(r"\s([\w'’]+)")
_ARTICLE = re.compile(r"\b(?:la|le|the)\s$|\bl['’]$", re.IGNORECASE)


def _merge(entities: dict[Key, Entity], fields: Mapping[Field, str], known: Sequence[Found], persons: Persons) -> None:
    """Join a surname to the person last named in full, initials to the body they were given for, and what may be a
    place (`Nice`, `Brest`) to the place where the document shows elsewhere that it is one.
    """
    places = {fold(fields[f.field][f.start : f.end]): f.claim.tag for f in known if f.claim.tag.kind == "place"}
    famous = load_known_surnames()
    initials = {short: entity for entity in entities.values() for short in _initials(entity, fields)}
    for key, entity in entities.items():
        if len(key) > 1 or not (key[0] in persons or entity.kind in ("person", "organisation")):
            continue
        if key[0] in initials:
            entity.tag = _tag(initials[key[0]], fields)
        elif key[0] in famous:
            entity.tag = famous[key[0]]
        elif key[0] not in persons:
            entity.tag = places.get(key[0])
        for spelling in entity.spellings:
            if owners := persons.get(key[0]):
                place = (spelling.field != "title", spelling.name.start)
                earlier = [owner for where, owner in owners if where < place]
                spelling.owner = earlier[-1] if earlier else None if key[0] in famous else owners[0][1]


def _persons(entities: dict[Key, Entity], known: Sequence[Found]) -> Persons:
    """Each part of a person's name by which others may call her, with the places where she is named in full."""
    named: list[tuple[tuple[bool, int], str, Entity]] = []
    for found in known:
        if found.claim.tag.kind == "person":
            owner, tag = Entity(tag=found.claim.tag), found.claim.tag
            parts = set(fold(f"{tag.name} {tag.name_fr}").split())
            named += [((found.field != "title", found.start), part, owner) for part in parts]
    for key, entity in entities.items():
        if len(key) > 1 and entity.kind == "person":
            called = key[0] if is_chinese(entity.spellings[0].name.words) else key[-1]
            parts = (
                {called, fold(first)} if is_first_name(first := entity.spellings[0].name.words[0].text) else {called}
            )
            named += [((s.field != "title", s.name.start), part, entity) for s in entity.spellings for part in parts]
    persons: Persons = {}
    for place, part, owner in sorted(named, key=lambda each: each[:2]):
        persons.setdefault(part, []).append((place, owner))
    return persons


def _initials(entity: Entity, fields: Mapping[Field, str]) -> Iterator[str]:
    """The short form given in brackets directly after a name, where it begins as the name does."""
    for spelling in entity.spellings:
        text, end = fields[spelling.field], spelling.name.end
        close = text.find(")", end, end + 14) if text.startswith(" (", end) else -1
        short = fold(text[end + 2 : close]) if close > 0 else ""
        if (
            short.isalpha()
            and len(short) > 1
            and len(spelling.name.words) > 1
            and short[0] == fold(text[spelling.name.start])
        ):
            yield short


def _tag(entity: Entity, fields: Mapping[Field, str]) -> Tag:
    """The tag of an entity: a person's longest spelling, a body's first one without its legal form."""
    if entity.tag:
        return entity.tag
    texts = [fields[s.field][s.name.start : s.name.end] for s in entity.spellings]
    if entity.kind == "person":
        return Tag("person", max(texts, key=len))
    words = list(entity.spellings[0].name.words)
    while len(words) > 1 and words[-1].low in load_words()["legal_forms"]:
        words.pop()
    return Tag(entity.kind, texts[0][: words[-1].end - words[0].start])


def _mentions(entities: dict[Key, Entity], fields: Mapping[Field, str]) -> Iterator[Mention]:
    tags = {id(entity): _tag(entity, fields) for entity in entities.values()}
    for entity in entities.values():
        for spelling in entity.spellings:
            start, end, owner = spelling.name.start, spelling.name.end, spelling.owner or entity
            tag, text = owner.tag or tags[id(owner)], fields[spelling.field]
            start -= _measure_particle(text, start, end, tag.name) if spelling.owner else 0
            yield Mention(spelling.field, start, end, text[start:end], tag)


def _measure_particle(text: str, start: int, end: int, name: str) -> int:
    """The letters before a surname that are a part of it, though a sentence may begin so: `Le Goff`."""
    before = name.removesuffix(text[start:end]).split(" ")
    particle = f"{before[-2]} " if len(before) > 2 and not before[-1] else ""
    return len(particle) if particle and text.endswith(particle, 0, start) else 0


def _in_headlines(
    readings: Mapping[Field, Reading], fields: Mapping[Field, str], mentions: list[Mention]
) -> list[Mention]:
    """Find again, in headlines where every word has a capital, the names met in sentences."""
    if not any(reading.headlines for reading in readings.values()):
        return []
    tags = {mention.text: mention.tag for mention in mentions if mention.text[0].isupper() and len(mention.text) > 2}
    matcher = Matcher(tags)
    found = []
    for name, reading in readings.items():
        taken = {i for mention in mentions if mention.field == name for i in range(mention.start, mention.end)}
        for words in reading.headlines:
            start, end = words[0].start, words[-1].end
            for hit in choose_longest(matcher.find(fields[name][start:end])):
                span = range(start + hit.start, start + hit.end)
                if taken.isdisjoint(span):
                    found.append(
                        Mention(name, span.start, span.stop, fields[name][span.start : span.stop], tags[hit.name])
                    )
    return found
