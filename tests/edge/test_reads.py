"""What a web process gives from memory, and when it asks again: the states of decision 35."""

import asyncio
import gzip
from collections.abc import Callable, Coroutine
from typing import Any

import brotli
import pytest

from newsroom.kernel.byte_answer import ByteAnswer
from tests.edge.press import PAGE, Press, Process

Story = Callable[[], Coroutine[Any, Any, None]]


@pytest.fixture
def press() -> Press:
    return Press()


def told(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def test_the_second_reader_is_answered_without_django(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        first, second = await process.get(), await process.get()
        assert first.body == second.body == b"site 1, thread 1, count 0"
        assert len(press.asked) == 1

    told(story())


@pytest.mark.parametrize(
    ("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress), ("x", bytes)]
)
def test_an_answer_comes_in_the_encoding_that_the_reader_takes(
    press: Press, encoding: str, unpack: Callable[[bytes], bytes]
) -> None:
    press.padding = 500

    async def story() -> None:
        answer = await Process(press).get(headers={"accept_encoding": encoding})
        assert unpack(answer.body) == press.answer().content
        assert answer.headers["vary"] == "accept-encoding"
        assert answer.headers.get("content-encoding", "x") == encoding
        assert int(answer.headers["content-length"]) == len(answer.body)

    told(story())


def test_who_has_the_bytes_is_told_so_until_they_change(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        tag = (await process.get()).headers["etag"]
        known = {"if_none_match": f'W/"x", {tag}'}
        again = await process.get(headers=known)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        process.edge.hear(press.publish())
        assert (await process.get(headers=known)).status == 200

    told(story())


def test_head_says_what_get_would(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        got = await process.get()
        head = await process.get(method="HEAD")
        assert (head.status, head.body, head.headers) == (200, b"", got.headers)

    told(story())


def test_a_message_makes_old_bytes_unreachable(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        await process.get()
        process.edge.hear(press.publish())
        assert (await process.get()).text == "site 1, thread 2, count 1"
        process.edge.hear(press.rearrange())
        assert (await process.get()).text == "site 2, thread 2, count 1"

    told(story())


def test_a_message_of_what_is_known_already_costs_nothing(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        change = press.publish()
        await process.get()
        process.edge.hear(change)
        await process.get()
        assert len(press.asked) == 1

    told(story())


def test_a_lost_message_costs_at_most_a_second(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        await process.get()
        press.publish()
        process.clock.now += 1.0
        assert (await process.get()).text == "site 1, thread 2, count 1"

    told(story())


def test_without_messages_it_costs_a_fifth_of_one(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        process.edge.reads.deaf(True)
        await process.get()
        press.publish()
        process.clock.now += 0.2
        assert (await process.get()).text == "site 1, thread 2, count 1"

    told(story())


def test_what_was_told_while_nobody_listened_is_asked_for_at_once(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        await process.get()
        process.edge.reads.deaf(True)
        press.publish()
        process.edge.reads.deaf(False)
        assert (await process.get()).text == "site 1, thread 2, count 1"

    told(story())


def test_a_hot_answer_is_looked_after_behind_its_readers(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        await process.get()
        press.publish()
        process.clock.now += 0.9
        assert (await process.get()).text == "site 1, thread 1, count 0"
        await process.settle()
        assert (await process.get()).text == "site 1, thread 2, count 1"

    told(story())


def test_an_author_is_given_the_own_comment_whatever_was_lost(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        await process.get()
        version = press.publish().version
        assert (await process.get(f"article=a&v={version}")).text == "site 1, thread 2, count 1"
        await process.get(f"article=a&v={version}")
        assert len(press.asked) == 2

    told(story())


def test_a_version_that_nobody_ever_made_builds_nothing(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        await process.get()
        for version in range(5):
            await process.get(f"article=a&v={10**9 + version}")
        assert len(press.asked) == 1

    told(story())


def test_time_alone_ends_an_answer(press: Press) -> None:
    press.lasts = 0.1

    async def story() -> None:
        process = Process(press)
        await process.get()
        process.clock.now += 0.1
        await process.get()
        assert len(press.asked) == 2

    told(story())


# --- Many at once ---------------------------------------------------------------------------


def test_a_stampede_builds_once_and_once_more_after_a_comment(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        crowd = await asyncio.gather(*(process.get() for _ in range(500)))
        assert {answer.text for answer in crowd} == {"site 1, thread 1, count 0"}
        process.edge.hear(press.publish())
        crowd = await asyncio.gather(*(process.get() for _ in range(500)))
        assert {answer.text for answer in crowd} == {"site 1, thread 2, count 1"}
        assert len(press.asked) == 2

    told(story())


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_an_encoding_is_made_when_it_is_wanted_and_once_for_all(
    press: Press, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.padding = 500
    made: list[bytes] = []
    pack = ByteAnswer.pack

    def counted(answer: ByteAnswer, encoding: bytes) -> int:
        made.append(encoding)
        return pack(answer, encoding)

    monkeypatch.setattr(ByteAnswer, "pack", counted)

    async def story() -> None:
        process = Process(press)
        await process.get()
        assert made == []
        size = process.edge.reads.cache.size
        takes = {"accept_encoding": encoding}
        crowd = await asyncio.gather(*(process.get(headers=takes) for _ in range(500)))
        assert {answer.headers.get("content-encoding") for answer in crowd} == {encoding}
        assert made == [encoding.encode()]
        assert process.edge.reads.cache.size > size
        process.edge.hear(press.publish())
        crowd = await asyncio.gather(*(process.get(headers=takes) for _ in range(500)))
        assert made == [encoding.encode()] * 2
        assert len(press.asked) == 2

    told(story())


def test_what_an_answer_is_packed_into_counts_for_the_memory_it_is_given(press: Press) -> None:
    press.padding = 30_000

    async def story() -> None:
        process = Process(press, megabytes=0.1)
        for number in range(2):
            await process.get(f"article=a&cursor={number}")
        cache = process.edge.reads.cache
        kept = cache.find((PAGE, b"article=a&cursor=1", b"localhost", False))
        assert kept is not None
        assert len(cache) == 2
        cache.grow(kept.key, kept.answer, 40_000)
        assert len(cache) == 1
        cache.drop(kept)
        assert cache.size == 0

    told(story())


def test_an_old_writer_restores_nothing(press: Press) -> None:
    """The build has read the old state when the comment comes; it is made once more."""

    async def story() -> None:
        process = Process(press)
        loop, old = asyncio.get_running_loop(), press.answer

        def slow() -> Any:
            press.answer = old  # type: ignore[method-assign]
            answer = press.answer()
            loop.call_soon_threadsafe(process.edge.hear, press.publish())
            return answer

        press.answer = slow  # type: ignore[method-assign]
        assert (await process.get()).text == "site 1, thread 2, count 1"
        assert (await process.get()).text == "site 1, thread 2, count 1"
        assert len(press.asked) == 2

    told(story())


def test_a_thousand_pages_fit_into_the_memory_they_are_given(press: Press) -> None:
    press.padding = 20_000

    async def story() -> None:
        process = Process(press, megabytes=0.2)
        for number in range(100):
            await process.get(f"article=a&cursor={number}")
            assert process.edge.reads.cache.size <= 200_000
        assert 0 < len(process.edge.reads.cache) < 10
        asked = len(press.asked)
        await process.get("article=a&cursor=99")  # the newest is still there
        assert len(press.asked) == asked

    told(story())


# --- The database is away -------------------------------------------------------------------


def test_while_the_database_is_away_the_bytes_go_on_and_say_so(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        await process.get()
        press.away = True
        for seconds in (2, 100):
            process.clock.now += seconds
            answer = await process.get()
            assert (answer.status, answer.text) == (200, "site 1, thread 1, count 0")
            assert answer.is_stale
        press.away = False
        press.publish()
        process.clock.now += 1
        await process.get()
        await process.settle()
        answer = await process.get()
        assert answer.text == "site 1, thread 2, count 1"
        assert not answer.is_stale

    told(story())


def test_an_answer_that_time_has_ended_is_given_when_no_new_one_can_be_made(press: Press) -> None:
    press.lasts = 0.1

    async def story() -> None:
        process = Process(press)
        await process.get()
        press.away = True
        process.clock.now += 0.5
        answer = await process.get()
        assert answer.status == 200
        assert answer.is_stale

    told(story())


def test_what_is_known_to_be_old_is_not_given_even_then(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        await process.get()
        process.edge.hear(press.publish())
        press.away = True
        assert (await process.get()).status == 503

    told(story())


def test_a_failure_is_never_kept(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        press.away = True
        assert (await process.get()).status == 503
        press.away = False
        assert (await process.get()).status == 200

    told(story())


@pytest.mark.parametrize("status", [301, 404, 429])
def test_only_what_is_well_is_kept(press: Press, status: int) -> None:
    press.status = status

    async def story() -> None:
        process = Process(press)
        assert (await process.get()).status == status
        assert (await process.get()).status == status
        assert len(press.asked) == 2

    told(story())


# --- One key for many spellings ---------------------------------------------------------------


def test_what_has_no_say_in_an_answer_is_no_part_of_its_key(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        for query in (
            "article=a&limit=5",
            "limit=5&article=a",
            "utm_source=x&article=a&limit=5",
            "article=b&limit=5&article=a",
            "receipt=secret&article=a&limit=5",
        ):
            await process.get(query)
        assert press.asked == ["article=a&limit=5"]

    told(story())


def test_the_same_articles_in_another_order_are_the_same_counts(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        for query in ("articles=b,a,c", "articles=c%2Cb,a,a"):
            await process.get(query, "/api/v1/sites/daily/counts")
        assert press.asked == ["articles=a,b,c"]

    told(story())


def test_hosts_and_schemes_have_answers_of_their_own(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        await process.get()
        await process.get(headers={"host": "elsewhere.example"})
        await process.get(scheme="https")
        assert len(press.asked) == 3

    told(story())


# --- Nothing personal -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header", [{"cookie": "sessionid=x"}, {"authorization": "Bearer x"}], ids=["cookie", "token"]
)
def test_who_may_be_somebody_is_answered_by_django_alone(
    press: Press, header: dict[str, str]
) -> None:
    async def story() -> None:
        process = Process(press)
        await process.get()
        press.headers = {"X-Own": "Ada's"}
        own = await process.get(headers=header)
        assert own.headers["x-own"] == "Ada's"
        assert "x-own" not in (await process.get()).headers
        assert len(press.asked) == 2

    told(story())


def test_a_build_for_everybody_knows_nothing_of_who_came_first(press: Press) -> None:
    async def story() -> None:
        sent = {
            "user_agent": "Ada's",
            "accept": "x/y",
            "referer": "http://ada.example/",
            "x_a": "b",
        }
        await Process(press).get("article=a&receipt=s3cret", headers=sent)
        (environ,) = press.environs
        given = {name for name in environ if name.startswith("HTTP_")}
        assert given == {"HTTP_HOST"}
        assert environ["QUERY_STRING"] == "article=a"

    told(story())


@pytest.mark.parametrize(
    "header",
    [
        {"Set-Cookie": "a=b"},
        {"Vary": "Cookie"},
        {"Vary": "Accept-Encoding, Authorization"},
        {"Cache-Control": "private"},
        {"Cache-Control": "no-store"},
    ],
    ids=str,
)
def test_an_answer_that_looks_personal_is_not_kept_whatever_its_view_says(
    press: Press, header: dict[str, str]
) -> None:
    press.headers = header

    async def story() -> None:
        process = Process(press)
        await process.get()
        await process.get()
        assert len(press.asked) == 2

    told(story())


def test_what_may_not_be_kept_is_given_to_nobody_else(press: Press) -> None:
    """Ten at once for an answer that is one reader's: each is asked for on its own."""
    press.headers = {"Cache-Control": "no-store"}

    async def story() -> None:
        process = Process(press)
        crowd = await asyncio.gather(
            *(process.get(peer=f"198.51.100.{number}") for number in range(10))
        )
        assert len(crowd) == 10
        peers = {environ["REMOTE_ADDR"] for environ in press.environs}
        assert peers == {f"198.51.100.{number}" for number in range(10)}

    told(story())


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/comments/1",
        "/receipts/1",
        "/feeds/daily/replies/token.atom",
        "/panel/",
        "/api/v1/sites/daily/page/more",
    ],
)
def test_other_addresses_never_come_near_the_memory(press: Press, path: str) -> None:
    async def story() -> None:
        process = Process(press)
        await process.get("receipt=x", path)
        assert len(process.edge.reads.cache) == 0
        assert press.asked == ["receipt=x"]

    told(story())


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_reads_are_reads(press: Press, method: str) -> None:
    async def story() -> None:
        process = Process(press)
        await process.get(method=method, path=PAGE)
        assert len(process.edge.reads.cache) == 0

    told(story())


def test_a_spelling_that_django_may_read_otherwise_is_left_to_it(press: Press) -> None:
    async def story() -> None:
        process = Process(press)
        await process.get("%61rticle=a")
        assert press.asked == ["%61rticle=a"]
        assert len(process.edge.reads.cache) == 0

    told(story())
