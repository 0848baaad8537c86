"""What the full-text searches of databases find, asked for an article's heaviest words."""

import math
import re
import sqlite3
from collections import Counter, defaultdict
from typing import Any

from relating.corpus import Among, Corpus, Ranking


class Words:
    """The articles' texts and the words they are asked for by."""

    def __init__(self, corpus: Corpus) -> None:
        self.texts = [
            " ".join([doc["title"], doc.get("summary") or "", doc.get("text") or ""])
            for doc in corpus.docs
        ]
        self.words = [Counter(re.findall(r"\w+", text.lower())) for text in self.texts]
        self.df = Counter(word for words in self.words for word in words)

    def heaviest(self, at: int, most: int) -> list[str]:
        def weight(word: str) -> float:
            return self.words[at][word] * math.log(len(self.texts) / self.df[word])

        return sorted(self.words[at], key=lambda word: -weight(word))[:most]

    def cosine(self, among: Among) -> Ranking:
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


class Fts5:
    """SQLite's own full-text search."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.db = sqlite3.connect(":memory:")
        self.db.execute("CREATE VIRTUAL TABLE article USING fts5(text)")
        rows = list(enumerate(words.texts))
        self.db.executemany("INSERT INTO article (rowid, text) VALUES (?, ?)", rows)

    def ranking(self, most: int, among: Among) -> Ranking:
        def best(at: int) -> list[int]:
            words = self.words.heaviest(at, most)
            query = " OR ".join(f'"{word}"' for word in words)
            sql = "SELECT rowid FROM article WHERE article MATCH ? ORDER BY bm25(article)"
            found = self.db.execute(sql, [query]).fetchall() if words else []
            return [other for (other,) in found if other != at and among(at, other)]

        return best


class TsRank:
    """PostgreSQL's `ts_rank`, titles first; stemmed in English, as written elsewhere."""

    def __init__(self, words: Words, corpus: Corpus, connection: Any) -> None:
        self.words, self.corpus, self.connection = words, corpus, connection
        connection.execute("CREATE TEMPORARY TABLE article (at int, words tsvector)")
        for at, doc in enumerate(corpus.docs):
            body = f"{doc.get('summary') or ''} {doc.get('text') or ''}"
            connection.execute(
                "INSERT INTO article VALUES (%s, setweight(to_tsvector(%s::regconfig, %s), 'A')"
                " || to_tsvector(%s::regconfig, %s))",
                [at, self._tongue(at), doc["title"], self._tongue(at), body],
            )

    def _tongue(self, at: int) -> str:
        doc = self.corpus.docs[at]
        return "english" if (doc.get("lang") or "en").startswith("en") else "simple"

    def ranking(self, most: int, among: Among) -> Ranking:
        sql = (
            "WITH asked AS (SELECT string_agg(plainto_tsquery(%s::regconfig, word)::text, ' | ')"
            "::tsquery AS query FROM unnest(%s::text[]) word"
            " WHERE numnode(plainto_tsquery(%s::regconfig, word)) > 0)"
            " SELECT at FROM article, asked WHERE words @@ query"
            " ORDER BY ts_rank(words, query) DESC"
        )

        def best(at: int) -> list[int]:
            tongue = self._tongue(at)
            asked = [tongue, self.words.heaviest(at, most), tongue]
            found = self.connection.execute(sql, asked).fetchall()
            return [other for (other,) in found if other != at and among(at, other)]

        return best
