"""The memory's bound: whatever is put, found and dropped, its size is the sum of what it holds and
never more than it may hold, and nothing is left in its indexes."""

from hypothesis import given
from hypothesis import strategies as st

from newsroom.kernel.basis import Basis, ThreadChanged
from newsroom.kernel.bytes_cache import OVERHEAD, BytesCache

LIMIT = 5 * OVERHEAD
puts = st.tuples(st.just("put"), st.integers(0, 6), st.integers(0, 2 * OVERHEAD), st.integers(1, 3))
finds = st.tuples(st.just("find"), st.integers(0, 6))
changes = st.tuples(st.just("hear"), st.integers(1, 3))


@given(st.lists(puts | finds | changes))
def test_the_memory_is_never_larger_than_it_may_be(steps: list[tuple[object, ...]]) -> None:
    cache: BytesCache[int] = BytesCache(LIMIT, jitter=lambda: 0.5)
    last: list[int] = []  # the most recently used at the end
    sizes: dict[int, int] = {}
    articles: dict[int, int] = {}
    version = 1
    for kind, *rest in steps:
        numbers = [int(str(each)) for each in rest]
        if kind == "put":
            key, size, article = numbers
            build = cache.begin(0.0)
            cache.keep(build, key, key, size, Basis(1, 1, {article: version}))
            cache.end(build)
            last = [each for each in last if each != key]
            last.append(key)
            sizes[key], articles[key] = size + OVERHEAD, article
            while sum(sizes[each] for each in last) > LIMIT:
                last.pop(0)
        elif kind == "find":
            found = cache.find(numbers[0])
            assert (found is not None) == (numbers[0] in last)
            if found is not None:
                last = [each for each in last if each != numbers[0]] + numbers
        else:
            version += 1
            cache.hear(ThreadChanged(numbers[0], version, 0))
            last = [each for each in last if articles[each] != numbers[0]]
        assert cache.size == sum(sizes[each] for each in last) <= LIMIT
        assert len(cache) == len(last)


def test_what_is_larger_than_the_memory_is_given_and_not_kept() -> None:
    cache: BytesCache[str] = BytesCache(LIMIT, jitter=lambda: 0.5)
    build = cache.begin(0.0)
    kept = cache.keep(build, "key", "huge", LIMIT + 1, Basis(1, 1))
    assert kept is not None and kept.answer == "huge"
    assert cache.find("key") is None and cache.size == 0
