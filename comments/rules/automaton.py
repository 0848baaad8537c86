"""Finds all of many words in one pass over a text (Aho and Corasick, 1975).

The time grows with the text and with what is found, never with how many words there are or how
they are made: there is nothing to go back for.
"""

from collections import deque
from collections.abc import Iterable, Iterator

_BITS = 21  # of a code point


class Automaton:
    """``words`` by their place; none is empty."""

    def __init__(self, words: Iterable[str]) -> None:
        # One table for all states: a dict a state would be ten times as large.
        self._edges: dict[int, int] = {}
        self._fail = [0]
        self.found: dict[int, tuple[int, ...]] = {}
        for place, word in enumerate(words):
            self._add(word, place)
        self._link()

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """(end, state) wherever words end, by rising end; ``found[state]`` are their places."""
        edges, fail, found = self._edges, self._fail, self.found
        state = 0
        for end, char in enumerate(text, 1):
            code = ord(char)
            while (following := edges.get(state << _BITS | code)) is None and state:
                state = fail[state]
            state = following or 0
            if state in found:
                yield end, state

    def _add(self, word: str, place: int) -> None:
        state = 0
        for char in word:
            edge = state << _BITS | ord(char)
            following = self._edges.get(edge)
            if following is None:
                following = self._edges[edge] = len(self._fail)
                self._fail.append(0)
            state = following
        self.found[state] = (*self.found.get(state, ()), place)

    def _link(self) -> None:
        """To each state, breadth first, the longest other beginning that it ends with."""
        children: dict[int, list[tuple[int, int]]] = {}
        for edge, state in self._edges.items():
            children.setdefault(edge >> _BITS, []).append((edge & (1 << _BITS) - 1, state))
        waiting = deque(state for _, state in children.get(0, ()))
        while waiting:
            state = waiting.popleft()
            shorter = self.found.get(self._fail[state])
            if shorter:
                self.found[state] = (*self.found.get(state, ()), *shorter)
            for code, child in children.get(state, ()):
                self._fail[child] = self._step(self._fail[state], code)
                waiting.append(child)

    def _step(self, state: int, code: int) -> int:
        while (following := self._edges.get(state << _BITS | code)) is None and state:
            state = self._fail[state]
        return following or 0
