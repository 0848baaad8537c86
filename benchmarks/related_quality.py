"""How good the related links are, on articles with labels, beside simpler ways.

    ./run bench related_quality DOCS QRELS [--earlier] [--replay] [--postgres] [--json FILE]

DOCS: JSON lines (.gz or not) `{"id", "title", "summary", "text", "lang", "tags", "authors",
"published_at"}`. QRELS: `{"id", "rel": {other id: grade}}`. Articles go through the pure modules in
memory on the product's two-stage path: found by signature terms, compared by their stored vectors.
`--earlier` allows only links to articles published before; `--replay` publishes one by one and
lets each new article enter the older ones' lists, without ever ranking these anew. `--postgres`
starts the one of the tests, for `ts_rank`.
"""

import argparse
import contextlib
import json
import math
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import fmean
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from relating.corpus import UNDATED, Corpus, Ranking  # noqa: E402
from relating.search import Fts5, TsRank, Words  # noqa: E402
from relating.widgets import Yarpp, same_section, shared_tags  # noqa: E402

from articles.ranking import Entry, Link, backlinks, insertion, links, matches  # noqa: E402
from articles.terms import TermCounts, count_terms  # noqa: E402
from articles.vectors import (  # noqa: E402
    Frequencies,
    FrequencyCounter,
    packed,
    probes,
    signature,
    unpacked,
    weigh,
)

CANDIDATES = 150


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


def rankings(
    corpus: Corpus, engine: Engine, options: argparse.Namespace, connection: Any
) -> dict[str, Ranking]:
    def among(at: int, other: int) -> bool:
        return not options.earlier or corpus.is_before(other, at)

    def ours(at: int) -> list[int]:
        if options.replay:
            return [link.other for link in engine.lists[at]]
        return [link.other for link in engine.best(at, lambda other: among(at, other))]

    rows: dict[str, Ranking] = {"newsroom": ours}
    if options.alone:
        return rows
    words = Words(corpus)
    fts5 = Fts5(words)
    rows["SQLite FTS5 bm25, 25 terms"] = fts5.ranking(25, among)
    rows["SQLite FTS5 bm25, all terms"] = fts5.ranking(400, among)
    rows["TF-IDF cosine of words"] = words.cosine(among)
    if connection:
        rows["PostgreSQL ts_rank, 25 terms"] = TsRank(words, corpus, connection).ranking(25, among)
    rows["YARPP's formula"] = Yarpp(corpus).ranking(among)
    rows["most shared tags, newest"] = shared_tags(corpus, among)
    rows["same section, newest"] = same_section(corpus, among)
    return rows


@contextlib.contextmanager
def postgres(wanted: bool) -> Iterator[Any]:
    """A connection to a PostgreSQL of its own; None where it is not wanted."""
    if not wanted:
        yield None
        return
    import psycopg

    from tests.services_up import Services

    services = Services()
    try:
        with psycopg.connect(
            services.postgres().removesuffix("newsroom") + "postgres"
        ) as connection:
            yield connection
    finally:
        services.end()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("docs", type=Path)
    parser.add_argument("qrels", type=Path)
    parser.add_argument("--earlier", action="store_true", help="only links to the past")
    parser.add_argument("--replay", action="store_true", help="publish one by one")
    parser.add_argument("--alone", action="store_true", help="without the simpler ways")
    parser.add_argument("--postgres", action="store_true", help="also PostgreSQL's ts_rank")
    parser.add_argument("--json", type=Path, help="also write the figures there")
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
    with postgres(options.postgres) as connection:
        result["figures"] = {
            name: figures(labels, ranking)
            for name, ranking in rankings(corpus, engine, options, connection).items()
        }
    result["five links"] = fmean(len(engine.best(e.id)) >= 5 for e in engine.entries)
    result["seconds"] = time.perf_counter() - started
    report(result, options.json)


def report(result: dict[str, Any], file: Path | None) -> None:
    print(", ".join(f"{name}: {value}" for name, value in result.items() if name != "figures"))
    for name, row in result["figures"].items():
        print(f"{name:30}", *(f"{measure} {value:.3f}" for measure, value in row.items()))
    if file:
        file.write_text(json.dumps(rounded(result), indent=1) + "\n")


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: rounded(its) for name, its in value.items()}
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
