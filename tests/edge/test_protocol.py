"""Decision 35 as a property: whatever is told late, twice, out of order or never, and whatever a
process is in the middle of, nobody is given what was old a second ago, or what is known to be."""

import itertools
from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from newsroom.kernel.basis import Basis, Change, SiteChanged, ThreadChanged, Truth
from newsroom.kernel.bytes_cache import DUE_SECONDS, Build, BytesCache

PROCESSES = 2
# What shows a whole conversation, and what shows its count alone.
KEYS = ("page", "counts")
process = st.integers(0, PROCESSES - 1)
key = st.sampled_from(KEYS)
pick = st.integers(0, 100)


@dataclass(frozen=True)
class State:
    """The world at one moment, as an answer would show it."""

    number: int
    site: int
    thread: int
    count: int

    def basis(self, key: str) -> Basis:
        if key == "page":
            return Basis(1, self.site, threads={7: self.thread})
        return Basis(1, self.site, counts={7: self.count})

    def shown(self, key: str) -> tuple[int, ...]:
        return (self.site, self.thread) if key == "page" else (self.site, self.count)


@dataclass
class Process:
    cache: BytesCache[State] = field(default_factory=lambda: BytesCache(10**9, jitter=lambda: 0.0))
    mail: list[Change] = field(default_factory=list)
    builds: dict[str, tuple[Build, State]] = field(default_factory=dict)
    looks: list[tuple[str, object, Truth, float]] = field(default_factory=list)
    # What it was told: versions it may never again be behind.
    site: int = 0
    thread: int = 0


class Freshness(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.now = 0.0
        self.numbers = itertools.count(1)
        self.states = [State(0, 1, 1, 0)]
        self.since = [0.0]
        self.processes = [Process() for _ in range(PROCESSES)]

    @property
    def state(self) -> State:
        return self.states[-1]

    def becomes(self, state: State, change: Change) -> None:
        self.states.append(state)
        self.since.append(self.now)
        for each in self.processes:
            each.mail.append(change)

    @rule(by=st.sampled_from([-1, 0, 1]))
    def a_thread_changes(self, by: int) -> None:
        old = self.state
        count = max(old.count + by, 0)
        new = State(next(self.numbers), old.site, old.thread + 1, count)
        self.becomes(new, ThreadChanged(7, new.thread, new.count))

    @rule()
    def a_site_changes(self) -> None:
        old = self.state
        new = State(next(self.numbers), old.site + 1, old.thread, old.count)
        self.becomes(new, SiteChanged(1, new.site))

    @rule(seconds=st.sampled_from([0.01, 0.3, 0.7, 1.0]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule(at=process, which=pick, fate=st.sampled_from(["arrives", "doubled", "lost"]))
    def a_message(self, at: int, which: int, fate: str) -> None:
        here = self.processes[at]
        if not here.mail:
            return
        which %= len(here.mail)
        change = here.mail[which] if fate == "doubled" else here.mail.pop(which)
        if fate == "lost":
            return
        here.cache.hear(change)
        if isinstance(change, SiteChanged):
            here.site = max(here.site, change.version)
        else:
            here.thread = max(here.thread, change.version)

    @rule(at=process)
    def a_process_starts_anew(self, at: int) -> None:
        self.processes[at] = Process()

    @rule(at=process)
    def a_subscription_comes_back(self, at: int) -> None:
        self.processes[at].mail.clear()
        self.processes[at].cache.doubt()

    @rule(at=process, key=key)
    def a_build_begins(self, at: int, key: str) -> None:
        here = self.processes[at]
        if key not in here.builds:
            here.builds[key] = (here.cache.begin(self.now), self.state)

    @rule(at=process, key=key)
    def a_build_ends(self, at: int, key: str) -> None:
        here = self.processes[at]
        if key not in here.builds:
            return
        build, state = here.builds.pop(key)
        kept = here.cache.keep(build, key, state, 1, state.basis(key))
        here.cache.end(build)
        if kept is not None and key == "page":
            self.not_behind(here, state)

    @rule(at=process, key=key)
    def a_look_begins(self, at: int, key: str) -> None:
        here = self.processes[at]
        if kept := here.cache.find(key):
            truth = Truth({1: self.state.site}, {7: (self.state.thread, self.state.count)})
            here.looks.append((key, kept, truth, self.now))

    @rule(at=process, which=pick)
    def a_look_ends(self, at: int, which: int) -> None:
        here = self.processes[at]
        if here.looks:
            _, kept, truth, asked = here.looks.pop(which % len(here.looks))
            here.cache.check(kept, truth, asked)  # type: ignore[arg-type]

    @rule(at=process, key=key)
    def a_reader_comes(self, at: int, key: str) -> None:
        here = self.processes[at]
        kept = here.cache.find(key)
        if kept is None or kept.is_over(self.now):
            return  # waits for a build
        if kept.is_due(self.now, deaf=False):
            truth = Truth({1: self.state.site}, {7: (self.state.thread, self.state.count)})
            if not here.cache.check(kept, truth, self.now):
                return
        self.fresh(key, kept.answer)
        if key == "page":
            self.not_behind(here, kept.answer)

    def fresh(self, key: str, given: State) -> None:
        """What was given was shown by the world less than a second ago."""
        ends = [*self.since[1:], self.now + 1]
        lately = {
            state.shown(key)
            for state, end in zip(self.states, ends, strict=True)
            if end > self.now - DUE_SECONDS
        }
        assert given.shown(key) in lately

    def not_behind(self, here: Process, given: State) -> None:
        assert given.site >= here.site
        assert given.thread >= here.thread


Freshness.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestFreshness = Freshness.TestCase
