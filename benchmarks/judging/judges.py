"""Newsroom's scorer and what it is measured against, behind one shape."""

import importlib.util
import math
import pickle
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from train_prior import prior_from

from comments.learning.apprentice import Apprentice
from comments.learning.facts import Facts
from comments.learning.model import Model
from judging.streams import Comment

_WORD = re.compile(r"\w+")
_LINK = re.compile(r"<a\s[^>]*href=|https?://|www\.", re.IGNORECASE)


class Judge(Protocol):
    """Learns from comments with labels; says of a text how likely spam it is, and a verdict."""

    def fresh(self, seed: int) -> "Judge": ...
    def learn(self, text: str, spam: bool) -> None: ...
    def catch_up(self) -> None: ...
    def judge(self, text: str) -> tuple[float, str]: ...
    def size(self) -> int: ...


class Newsroom:
    """The product's own path."""

    def __init__(self, prior: Sequence[Sequence[Comment]], model: Model | None = None) -> None:
        self.model = model or prior_from(prior)
        self.model = Model.unpack(self.model.pack())
        self.apprentice = Apprentice(self.model)

    def fresh(self, seed: int) -> "Newsroom":
        other = Newsroom([], self.model)
        other.apprentice = Apprentice(self.model, seed=seed)
        return other

    def learn(self, text: str, spam: bool) -> None:
        self.apprentice.learn(text, self.apprentice.judge(text, Facts()), spam)

    def catch_up(self) -> None:
        self.apprentice.catch_up()

    def judge(self, text: str) -> tuple[float, str]:
        found = self.apprentice.judge(text, Facts())
        return found.probability, found.word.value

    def size(self) -> int:
        return len(self.apprentice.model.pack())


class LinkRule:
    """WordPress as installed: two links or more are held."""

    def __init__(self, prior: Sequence[Sequence[Comment]]) -> None:
        pass

    def fresh(self, seed: int) -> "LinkRule":
        return self

    def learn(self, text: str, spam: bool) -> None:
        pass

    def catch_up(self) -> None:
        pass

    def judge(self, text: str) -> tuple[float, str]:
        links = len(_LINK.findall(text))
        return links / (links + 1.5), "hold" if links >= 2 else "publish"

    def size(self) -> int:
        return 0


class WordList:
    """A long list of words, as newsrooms collect them: those that stood in spam alone, twice."""

    def __init__(self, prior: Sequence[Sequence[Comment]]) -> None:
        self.spam: Counter[str] = Counter()
        self.good: set[str] = set()
        for comment in (c for one in prior for c in one):
            self.learn(comment.text, comment.spam)

    def fresh(self, seed: int) -> "WordList":
        other = WordList([])
        other.spam, other.good = Counter(self.spam), set(self.good)
        return other

    def learn(self, text: str, spam: bool) -> None:
        words = set(_WORD.findall(text.lower()))
        if spam:
            self.spam.update(words)
        else:
            self.good |= words

    def catch_up(self) -> None:
        pass

    def judge(self, text: str) -> tuple[float, str]:
        words = set(_WORD.findall(text.lower()))
        hits = sum(self.spam[word] > 1 and word not in self.good for word in words)
        return hits / (hits + 0.5), "spam" if hits else "publish"

    def size(self) -> int:
        return sum(
            len(w.encode()) + 1 for w, n in self.spam.items() if n > 1 and w not in self.good
        )


class NaiveBayes:
    """Words, each once a comment, add-one smoothing: what most small spam filters are."""

    def __init__(self, prior: Sequence[Sequence[Comment]]) -> None:
        self.words = {True: Counter[str](), False: Counter[str]()}
        self.seen = {True: 0, False: 0}
        for comment in (c for one in prior for c in one):
            self.learn(comment.text, comment.spam)

    def fresh(self, seed: int) -> "NaiveBayes":
        other = NaiveBayes([])
        other.words = {label: Counter(words) for label, words in self.words.items()}
        other.seen = dict(self.seen)
        return other

    def learn(self, text: str, spam: bool) -> None:
        self.words[spam].update(set(_WORD.findall(text.lower())))
        self.seen[spam] += 1

    def catch_up(self) -> None:
        pass

    def judge(self, text: str) -> tuple[float, str]:
        logit = math.log((self.seen[True] + 1) / (self.seen[False] + 1))
        for word in set(_WORD.findall(text.lower())):
            logit += math.log(
                ((self.words[True][word] + 1) / (self.seen[True] + 2))
                / ((self.words[False][word] + 1) / (self.seen[False] + 2))
            )
        p = 1 / (1 + math.exp(-max(-500, min(500, logit))))
        # Saturated probabilities would tie; the logit breaks the tie.
        return p + logit * 1e-9, "spam" if p > 0.9 else "publish"

    def size(self) -> int:
        return len(pickle.dumps(self.words))


class SGD:
    """scikit-learn: hashed characters 3–5 and words 1–2, SGDClassifier with log loss."""

    def __init__(self, prior: Sequence[Sequence[Comment]], parts: Any = None) -> None:
        from sklearn.feature_extraction.text import HashingVectorizer
        from sklearn.linear_model import SGDClassifier
        from sklearn.pipeline import make_union

        self.vectorizer = make_union(
            HashingVectorizer(analyzer="char", ngram_range=(3, 5), n_features=1 << 18),
            HashingVectorizer(ngram_range=(1, 2), n_features=1 << 18),
        )
        self.prior = [c for one in prior for c in one]
        self.learned: list[Comment] = []
        self.model = SGDClassifier(loss="log_loss", random_state=0)
        self.stale = True
        self.prior_vectors = parts or (
            self.vectorizer.transform([c.text for c in self.prior]) if self.prior else None
        )

    def fresh(self, seed: int) -> "SGD":
        other = SGD([])
        other.prior, other.prior_vectors = self.prior, self.prior_vectors
        other.model.random_state = seed
        return other

    def learn(self, text: str, spam: bool) -> None:
        self.learned.append(Comment(text, spam))

    def catch_up(self) -> None:
        import numpy as np

        self.model.fit(self.prior_vectors, [c.spam for c in self.prior])
        if self.learned:
            vectors = self.vectorizer.transform([c.text for c in self.learned])
            for _ in range(5):
                self.model.partial_fit(vectors, np.array([c.spam for c in self.learned]))

    def judge(self, text: str) -> tuple[float, str]:
        p = float(self.model.predict_proba(self.vectorizer.transform([text]))[0, 1])
        return p, "spam" if p > 0.9 else "publish"

    def size(self) -> int:
        return int(self.model.coef_.nbytes)


Maker = Callable[[Sequence[Sequence[Comment]]], Judge]

JUDGES: dict[str, Maker] = {
    "newsroom": Newsroom,
    "link rule": LinkRule,
    "word list": WordList,
    "naive bayes": NaiveBayes,
}
if importlib.util.find_spec("sklearn"):
    JUDGES["sgd"] = SGD
