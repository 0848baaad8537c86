"""What widgets of blogs and news sites go by."""

import math
import re
from collections import Counter, defaultdict
from datetime import datetime

from relating.corpus import UNDATED, Among, Corpus, Ranking

KEYWORDS, SHORTEST = 20, 4


def shared_tags(corpus: Corpus, among: Among) -> Ranking:
    tags = [set(doc.get("tags") or ()) for doc in corpus.docs]

    def best(at: int) -> list[int]:
        def order(other: int) -> tuple[int, datetime, int]:
            shared = len(tags[at] & tags[other])
            return shared, corpus.published[other] or UNDATED, other

        found = [o for o in range(len(tags)) if o != at and tags[at] & tags[o] and among(at, o)]
        return sorted(found, key=order, reverse=True)

    return best


def same_section(corpus: Corpus, among: Among) -> Ranking:
    def best(at: int) -> list[int]:
        section = corpus.docs[at].get("section")
        found = [
            other
            for other, doc in enumerate(corpus.docs)
            if other != at and doc.get("section") == section and among(at, other)
        ]
        return sorted(found, key=lambda o: (corpus.published[o] or UNDATED, o), reverse=True)

    return best


class Yarpp:
    """The sum that the WordPress plugin of this name makes by default: the natural-language match
    of body with body and of title with title, each asked for twenty keywords, and one for each
    category or tag in common. A keyword counts by its frequency and its rarity squared, as
    MySQL's InnoDB does; words under four letters and the hundred commonest are no keywords."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        docs = corpus.docs
        self.titles = _Column([doc["title"] for doc in docs])
        self.bodies = _Column([f"{d.get('summary') or ''} {d.get('text') or ''}" for d in docs])
        self.shelves = [
            {("tag", tag) for tag in doc.get("tags") or ()} | {("section", doc.get("section"))}
            for doc in docs
        ]

    def ranking(self, among: Among) -> Ranking:
        def best(at: int) -> list[int]:
            scores = self.bodies.match(at)
            for other, score in self.titles.match(at).items():
                scores[other] += score
            for other, shelves in enumerate(self.shelves):
                if shared := len(shelves & self.shelves[at]):
                    scores[other] += shared
            found = sorted(scores, key=lambda o: (scores[o], self._published(o), o), reverse=True)
            return [o for o in found if o != at and scores[o] >= 1 and among(at, o)]

        return best

    def _published(self, at: int) -> datetime:
        return self.corpus.published[at] or UNDATED


class _Column:
    def __init__(self, texts: list[str]) -> None:
        self.words = [Counter(re.findall(r"\w+", text.lower())) for text in texts]
        df = Counter(word for words in self.words for word in words)
        self.idf = {word: math.log10(len(texts) / n) for word, n in df.items()}
        self.common = {word for word, _ in df.most_common(100)}
        self.postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for at, words in enumerate(self.words):
            for word, count in words.items():
                self.postings[word].append((at, count))

    def match(self, at: int) -> dict[int, float]:
        told = {w: n for w, n in self.words[at].items() if self._can_be_asked(w)}
        scores: dict[int, float] = defaultdict(float)
        for word in sorted(told, key=lambda w: (-told[w], w))[:KEYWORDS]:
            for other, count in self.postings[word]:
                scores[other] += count * self.idf[word] ** 2
        return scores

    def _can_be_asked(self, word: str) -> bool:
        return len(word) >= SHORTEST and word not in self.common
