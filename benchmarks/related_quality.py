"""How good the related links are, on articles with labels, beside simpler ways.

    python benchmarks/related_quality.py DOCS QRELS [--earlier] [--replay] [--json]

DOCS: JSON lines (.gz or not) `{"id", "title", "summary", "text", "lang", "tags", "authors",
"published_at"}`. QRELS: `{"id", "rel": {other id: grade}}`. Articles go through the pure modules in
memory on the product's two-stage path: found by signature terms, compared by their stored vectors.
`--earlier` allows only links to articles published before; `--replay` publishes one by one and
lets each new article enter the older ones' lists, without ever ranking these anew.
"""

import argparse
import gzip
import json
import math
import re
import sqlite3
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from articles.ranking import Entry, Link, backlinks, insertion, links, matches
from articles.terms import TermCounts, count_terms
from articles.vectors import (
    Frequencies,
    FrequencyCounter,
    packed,
    probes,
    signature,
    unpacked,
    weigh,
)

CANDIDATES = 150
UNDATED = datetime(1, 1, 1, tzinfo=UTC)
Ranking = Callable[[int], list[int]]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


class Corpus:
    def __init__(self, docs: Path, qrels: Path) -> None:
        self.docs = list(lines(docs))
        number = {doc["id"]: at for at, doc in enumerate(self.docs)}
        self.labels = {
            number[row["id"]]: {number[other]: grade for other, grade in row["rel"].items()}
            for row in lines(qrels)
        }
        self.published = [moment(doc) for doc in self.docs]

    def is_before(self, one: int, other: int) -> bool:
        first, second = self.published[one], self.published[other]
        return (first or UNDATED, one) < (second or UNDATED, other)


def moment(doc: dict[str, Any]) -> datetime | None:
    text = doc.get("published_at")
    if not text:
        return None
    time = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return time if time.tzinfo else time.replace(tzinfo=UTC)


class Engine:
    """The product's path, with dictionaries for tables."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        counted = [counts_of(doc) for doc in corpus.docs]
        self.frequencies = frequencies_of(counted)
        self.entries = [self._entry(at, counts) for at, counts in enumerate(counted)]
        self.postings: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self.lists: dict[int, list[Link]] = {}

    def _entry(self, at: int, counts: TermCounts) -> Entry:
        doc = self.corpus.docs[at]
        vector = unpacked(packed(weigh(counts, self.frequencies[counts.language])))
        tags = frozenset(tag.casefold() for tag in doc.get("tags") or ())
        authors = tuple(doc.get("authors") or ())
        return Entry(at, vector, self.corpus.published[at], tags, authors=authors)

    def publish(self, entry: Entry) -> None:
        filed = signature(entry.vector, self.frequencies[entry.vector.language])
        for term, weight in filed.items():
            self.postings[term].append((entry.id, weight))

    def candidates(self, entry: Entry, allowed: Callable[[int], bool]) -> list[Entry]:
        sums: dict[int, float] = defaultdict(float)
        counted = self.frequencies[entry.vector.language]
        for term, weight in probes(entry.vector, counted, len(self.entries)).items():
            for other, its in self.postings.get(term, ()):
                sums[other] += weight * its
        sums.pop(entry.id, None)
        best = sorted(filter(allowed, sums), key=lambda other: -sums[other])[:CANDIDATES]
        return [self.entries[other] for other in best]

    def publish_all(self) -> None:
        for entry in self.entries:
            self.publish(entry)

    def best(self, at: int, allowed: Callable[[int], bool] = lambda other: True) -> list[Link]:
        entry = self.entries[at]
        return links(matches(entry, self.candidates(entry, allowed)))

    def replay(self) -> float:
        """Publishes in order of time; returns how many older lists one publication changes."""
        changed = 0
        for entry in sorted(self.entries, key=lambda e: (e.published_at or UNDATED, e.id)):
            found = matches(entry, self.candidates(entry, lambda other: True))
            self.lists[entry.id] = links(found)
            self.publish(entry)
            for back in backlinks(found):
                new = insertion(self.lists[back.owner], back.link, back.replaces)
                if new is not None:
                    self.lists[back.owner] = new
                    changed += 1
        return changed / len(self.entries)


def counts_of(doc: dict[str, Any]) -> TermCounts:
    language = doc.get("lang") or doc.get("language") or ""
    body = doc.get("text") or doc.get("body") or ""
    return count_terms(doc.get("title") or "", doc.get("summary") or "", body, language)


def frequencies_of(counted: list[TermCounts]) -> dict[str, Frequencies]:
    counters: dict[str, FrequencyCounter] = defaultdict(FrequencyCounter)
    for counts in counted:
        counters[counts.language].add(counts)
    return {language: counter.frequencies() for language, counter in counters.items()}


class Fts5:
    """SQLite's own full-text search, asked for the article's heaviest words."""

    def __init__(self, corpus: Corpus) -> None:
        self.texts = [
            " ".join([doc["title"], doc.get("summary") or "", doc.get("text") or ""])
            for doc in corpus.docs
        ]
        self.words = [Counter(re.findall(r"\w+", text.lower())) for text in self.texts]
        self.df = Counter(word for words in self.words for word in words)
        self.db = sqlite3.connect(":memory:")
        self.db.execute("CREATE VIRTUAL TABLE article USING fts5(text)")
        rows = list(enumerate(self.texts))
        self.db.executemany("INSERT INTO article (rowid, text) VALUES (?, ?)", rows)

    def ranking(self, most: int, among: Callable[[int, int], bool]) -> Ranking:
        def weight(at: int, word: str) -> float:
            return self.words[at][word] * math.log(len(self.texts) / self.df[word])

        def best(at: int) -> list[int]:
            words = sorted(self.words[at], key=lambda word: -weight(at, word))[:most]
            query = " OR ".join(f'"{word}"' for word in words)
            sql = "SELECT rowid FROM article WHERE article MATCH ? ORDER BY bm25(article)"
            found = self.db.execute(sql, [query]).fetchall() if words else []
            return [other for (other,) in found if other != at and among(at, other)]

        return best

    def cosine(self, among: Callable[[int, int], bool]) -> Ranking:
        size = len(self.texts)
        vectors = [
            {word: (1 + math.log(n)) * math.log(size / self.df[word]) for word, n in words.items()}
            for words in self.words
        ]
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, vector in enumerate(vectors):
            length = math.sqrt(sum(value * value for value in vector.values())) or 1
            for word, value in vector.items():
                postings[word].append((at, value / length))

        def best(at: int) -> list[int]:
            sums: dict[int, float] = defaultdict(float)
            for word, value in vectors[at].items():
                for other, its in postings[word]:
                    sums[other] += value * its
            found = sorted(sums, key=lambda other: -sums[other])
            return [other for other in found if other != at and among(at, other)]

        return best


def shared_tags(corpus: Corpus, among: Callable[[int, int], bool]) -> Ranking:
    tags = [set(doc.get("tags") or ()) for doc in corpus.docs]

    def best(at: int) -> list[int]:
        def order(other: int) -> tuple[int, datetime, int]:
            shared = len(tags[at] & tags[other])
            return shared, corpus.published[other] or UNDATED, other

        found = [o for o in range(len(tags)) if o != at and tags[at] & tags[o] and among(at, o)]
        return sorted(found, key=order, reverse=True)

    return best


def figures(labels: dict[int, dict[int, int]], ranking: Ranking) -> dict[str, float]:
    gains, recalls, firsts = [], [], []
    for at, grades in labels.items():
        found = ranking(at)[:20]
        gain = discounted(grades.get(other, 0) for other in found[:5])
        gains.append(gain / discounted(sorted(grades.values(), reverse=True)[:5]))
        recalls.append(sum(other in grades for other in found[:10]) / len(grades))
        firsts.append(next((1 / n for n, o in enumerate(found, 1) if o in grades), 0.0))
    return {"ndcg@5": fmean(gains), "recall@10": fmean(recalls), "mrr": fmean(firsts)}


def discounted(grades: Iterable[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def earlier_labels(corpus: Corpus) -> dict[int, dict[int, int]]:
    kept = {
        at: {other: grade for other, grade in grades.items() if corpus.is_before(other, at)}
        for at, grades in corpus.labels.items()
    }
    return {at: grades for at, grades in kept.items() if grades}


def rankings(corpus: Corpus, engine: Engine, options: argparse.Namespace) -> dict[str, Ranking]:
    def among(at: int, other: int) -> bool:
        return not options.earlier or corpus.is_before(other, at)

    def ours(at: int) -> list[int]:
        if options.replay:
            return [link.other for link in engine.lists[at]]
        return [link.other for link in engine.best(at, lambda other: among(at, other))]

    rows: dict[str, Ranking] = {"newsroom": ours}
    if not options.alone:
        fts5 = Fts5(corpus)
        rows["fts5 bm25, 25 terms"] = fts5.ranking(25, among)
        rows["fts5 bm25, all terms"] = fts5.ranking(400, among)
        rows["tf-idf cosine of words"] = fts5.cosine(among)
        rows["most shared tags, newest"] = shared_tags(corpus, among)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("docs", type=Path)
    parser.add_argument("qrels", type=Path)
    parser.add_argument("--earlier", action="store_true", help="only links to the past")
    parser.add_argument("--replay", action="store_true", help="publish one by one")
    parser.add_argument("--alone", action="store_true", help="without the simpler ways")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()

    started = time.perf_counter()
    corpus = Corpus(options.docs, options.qrels)
    engine = Engine(corpus)
    if options.replay:
        changed = engine.replay()
    else:
        engine.publish_all()
    labels = earlier_labels(corpus) if options.earlier else corpus.labels
    result: dict[str, Any] = {"articles": len(corpus.docs), "queries": len(labels)}
    if options.replay:
        result["lists changed by a publication"] = changed
    result["figures"] = {
        name: figures(labels, ranking)
        for name, ranking in rankings(corpus, engine, options).items()
    }
    result["five links"] = fmean(len(engine.best(e.id)) >= 5 for e in engine.entries)
    result["seconds"] = time.perf_counter() - started
    report(result, options.json)


def report(result: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(result))
        return
    print(", ".join(f"{name}: {value}" for name, value in result.items() if name != "figures"))
    for name, row in result["figures"].items():
        print(f"{name:28}", *(f"{measure} {value:.3f}" for measure, value in row.items()))


if __name__ == "__main__":
    main()
