"""Names that nobody listed: told apart by kind, and merged within the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from monitor.document import Field, Mention, Tag, TagKind
from pipelines.cutting import read_capitals, read_names
from pipelines.evidence import ORDER, is_chinese, score_kinds
from pipelines.gazetteer import Found
from pipelines.matcher import Matcher, choose_longest
from pipelines.names import Name, Reading, load_words, read_words

Key = tuple[str, ...]


@dataclass(slots=True)
class Entity:
    """Spellings that stand for one thing, and what speaks for each kind."""

    names: list[tuple[Field, Name]] = field(default_factory=list)
    points: Counter[TagKind] = field(default_factory=Counter)
    tag: Tag | None = None  # where it is one that was known beforehand

    @property
    def kind(self) -> TagKind:
        """The kind with most points."""
        return self.tag.kind if self.tag else max(ORDER, key=lambda kind: (self.points[kind], -ORDER.index(kind)))


def find_entities(fields: dict[Field, str], language: str, known: Sequence[Found]) -> list[Mention]:
    """Return every mention of a document, by field and place: what was known beforehand, and what else has a name."""
    readings = {name: read_words(text, language) for name, text in fields.items()}
    capitals = read_capitals(readings)
    entities: dict[Key, Entity] = {}
    swallowed: list[Found] = []
    for name, reading in readings.items():
        own = [found for found in known if found.field == name]
        for run, taken in read_names(reading, fields[name], language, own, capitals):
            entity = entities.setdefault(_key(run), Entity())
            entity.names.append((name, run))
            entity.points.update(score_kinds(run, fields[name]))
            swallowed += taken
    _merge(entities, fields, known)
    kept = [found for found in known if found not in swallowed]
    mentions = [Mention(f.field, f.start, f.end, fields[f.field][f.start : f.end], f.claim.tag) for f in kept]
    mentions += _mentions(entities, fields)
    mentions += _in_headlines(readings, fields, mentions)
    return sorted(mentions, key=lambda mention: (mention.field != "title", mention.start))


def _key(name: Name) -> Key:
    """The words that tell the name from others: `Zorbex Holding Ltd` is `Zorbex`."""
    legal = load_words()["legal_forms"]
    return tuple(low for low in name.lows if low not in legal) or name.lows


def _merge(entities: dict[Key, Entity], fields: dict[Field, str], known: Sequence[Found]) -> None:
    """Join a surname to its person, and initials to the body they were given for."""
    persons: dict[str, Entity] = {}
    for found in known:
        if found.claim.tag.kind == "person":
            for part in found.claim.tag.name.lower().split():
                persons.setdefault(part, Entity(tag=found.claim.tag))
    initials: dict[str, Entity] = {}
    for key, entity in entities.items():
        if len(key) > 1 and entity.kind == "person":
            surname = key[0] if is_chinese(entity.names[0][1].words) else key[-1]
            persons.setdefault(surname, entity)
        initials |= {short: entity for short in _initials(entity, fields)}
    for key in [key for key in entities if len(key) == 1]:
        owner = persons.get(key[0]) or initials.get(key[0])
        if (
            owner
            and owner is not entities[key]
            and (key[0] in initials or entities[key].kind in ("person", "organisation"))
        ):
            entities[key].tag = owner.tag or _tag(owner, fields)


def _initials(entity: Entity, fields: dict[Field, str]) -> Iterator[str]:
    """The short form given in brackets directly after a name, where its letters are the name's."""
    for name, run in entity.names:
        text = fields[name]
        if text.startswith(" (", run.end) and (close := text.find(")", run.end, run.end + 14)) > 0:
            short = text[run.end + 2 : close].lower()
            letters = "".join(low[0] for low in run.lows if low[0] in short)
            if len(short) > 1 and short.isalpha() and len(run.words) > 1 and letters and letters[0] == short[0]:
                yield short


def _tag(entity: Entity, fields: dict[Field, str]) -> Tag:
    """The tag of an entity: a person's longest spelling, a body's first one without its legal form."""
    if entity.tag:
        return entity.tag
    spellings = [(fields[name][run.start : run.end], run) for name, run in entity.names]
    if entity.kind == "person":
        return Tag("person", max((spelling for spelling, _ in spellings), key=len))
    spelling, run = spellings[0]
    legal = load_words()["legal_forms"]
    words = list(run.words)
    while len(words) > 1 and words[-1].low in legal:
        words.pop()
    return Tag(entity.kind, spelling[: words[-1].end - run.start])


def _mentions(entities: dict[Key, Entity], fields: dict[Field, str]) -> Iterator[Mention]:
    for entity in entities.values():
        tag = _tag(entity, fields)
        for name, run in entity.names:
            yield Mention(name, run.start, run.end, fields[name][run.start : run.end], tag)


def _in_headlines(readings: dict[Field, Reading], fields: dict[Field, str], mentions: list[Mention]) -> list[Mention]:
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
