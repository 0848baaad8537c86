"""What the desk's calls answer, for the schema; the answers themselves are plain values."""

from rest_framework import serializers

from comments.api.outputs import Problem


class Words(serializers.Serializer):  # type: ignore[type-arg]
    """Somebody's words, as text."""

    name = serializers.CharField()
    text = serializers.CharField()


class Why(serializers.Serializer):  # type: ignore[type-arg]
    code = serializers.CharField()
    text = serializers.CharField()
    decisive = serializers.BooleanField()


class OfArticle(serializers.Serializer):  # type: ignore[type-arg]
    title = serializers.CharField()
    section = serializers.CharField()
    language = serializers.CharField()


class Writer(serializers.Serializer):  # type: ignore[type-arg]
    """Of a comment, as far as the desk may see without addresses."""

    id = serializers.IntegerField()
    published = serializers.IntegerField()
    refused = serializers.IntegerField()
    state = serializers.CharField()
    since = serializers.DateTimeField()
    confirmed = serializers.BooleanField()
    seen = serializers.CharField()


class Reports(serializers.Serializer):  # type: ignore[type-arg]
    reason = serializers.CharField()
    count = serializers.IntegerField()
    notes = serializers.ListField(child=serializers.CharField())


class Plea(serializers.Serializer):  # type: ignore[type-arg]
    text = serializers.CharField()
    created = serializers.DateTimeField()
    refused_by = serializers.CharField()
    yours = serializers.BooleanField()


class Card(serializers.Serializer):  # type: ignore[type-arg]
    """``seen`` goes back with a decision; ``html`` is sanitised, all else is text."""

    id = serializers.IntegerField()
    seen = serializers.CharField()
    status = serializers.CharField()
    name = serializers.CharField()
    website = serializers.CharField()
    badge = serializers.CharField()
    html = serializers.CharField()
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    reply_count = serializers.IntegerField()
    permalink = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField()
    opened_by = serializers.CharField()
    meant_for = serializers.CharField()
    article = OfArticle()
    parent = Words(allow_null=True)
    before = Words(many=True)
    author = Writer()
    why = Why(many=True)
    reports = Reports(many=True)
    urgency = serializers.DictField()
    appeal = Plea(allow_null=True)
    notes = serializers.ListField(child=serializers.CharField())


class Queue(serializers.Serializer):  # type: ignore[type-arg]
    counts = serializers.DictField(child=serializers.IntegerField())
    results = Card(many=True)
    next = serializers.CharField(allow_null=True)


class Score(serializers.Serializer):  # type: ignore[type-arg]
    model = serializers.CharField()
    drives = serializers.ListField(child=serializers.DictField())


class NamedDecision(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.IntegerField()
    who = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField()
    created = serializers.DateTimeField()
    revision = serializers.IntegerField()
    before = serializers.CharField()
    after = serializers.CharField()
    by = serializers.CharField()
    policy = serializers.IntegerField(allow_null=True)
    why = Why(many=True)
    score = Score()


class CardWithHistory(Card):
    history = NamedDecision(many=True)


class Undone(serializers.Serializer):  # type: ignore[type-arg]
    decision = serializers.IntegerField()
    status = serializers.CharField()
    seen = serializers.CharField()


class Decided(Undone):
    """``repeated``: an earlier delivery of the same call had decided it."""

    repeated = serializers.BooleanField()
    undo_until = serializers.DateTimeField()


class Current(serializers.Serializer):  # type: ignore[type-arg]
    status = serializers.CharField()
    seen = serializers.CharField()
    decision = serializers.IntegerField(allow_null=True)
    actor = serializers.CharField()
    who = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField())
    created = serializers.DateTimeField(allow_null=True)


class DecidedAlready(Problem):
    """Somebody was quicker: who, what, and how it stands now."""

    current = Current(required=False)


class Claimed(serializers.Serializer):  # type: ignore[type-arg]
    until = serializers.DateTimeField()


class Note(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.IntegerField()
    who = serializers.CharField()
    text = serializers.CharField()
    created = serializers.DateTimeField()


class Notes(serializers.Serializer):  # type: ignore[type-arg]
    notes = Note(many=True)


class Counted(serializers.Serializer):  # type: ignore[type-arg]
    """A dry run: ``newest`` goes back with what begins it, so that nothing newer is in it."""

    count = serializers.IntegerField()
    most = serializers.IntegerField()
    newest = serializers.IntegerField()
    sample = serializers.ListField(child=serializers.IntegerField())


class Job(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.IntegerField()
    state = serializers.CharField()
    to = serializers.CharField()
    reason = serializers.CharField()
    wanted = serializers.DictField()
    who = serializers.CharField()
    created = serializers.DateTimeField()
    ended = serializers.DateTimeField(allow_null=True)
    total = serializers.IntegerField()
    done = serializers.IntegerField()
    items = serializers.DictField(child=serializers.IntegerField())


class Jobs(serializers.Serializer):  # type: ignore[type-arg]
    jobs = Job(many=True)


class PersonLine(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.IntegerField()
    name = serializers.CharField()
    state = serializers.CharField()
    until = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    seen = serializers.CharField()
    published = serializers.IntegerField()
    refused = serializers.IntegerField()
    first_seen = serializers.DateTimeField()
    last_seen = serializers.DateTimeField()


class People(serializers.Serializer):  # type: ignore[type-arg]
    people = PersonLine(many=True)


class Entry(serializers.Serializer):  # type: ignore[type-arg]
    """A note about somebody; or, with ``after``, a change of their state."""

    id = serializers.IntegerField()
    who = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    until = serializers.DateTimeField(allow_null=True)
    text = serializers.CharField()
    created = serializers.DateTimeField()


class TheirComment(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.IntegerField()
    status = serializers.CharField()
    html = serializers.CharField()
    article = serializers.CharField()
    created_at = serializers.DateTimeField()


class Person(PersonLine):
    """``addresses`` and ``networks`` are there for who may see them."""

    names = serializers.ListField(child=serializers.CharField())
    same = serializers.ListField(child=serializers.IntegerField())
    comments = TheirComment(many=True)
    older = serializers.IntegerField(allow_null=True)
    entries = Entry(many=True)
    addresses = serializers.ListField(child=serializers.CharField(), required=False)
    networks = serializers.ListField(child=serializers.CharField(), required=False)
