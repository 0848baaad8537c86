"""The shapes that go out, for the schema; the answers themselves are built as plain values."""

from rest_framework import serializers

from comments.models import Mode


class FieldProblem(serializers.Serializer):  # type: ignore[type-arg]
    code = serializers.CharField()
    text = serializers.CharField()


class Problem(serializers.Serializer):  # type: ignore[type-arg]
    """RFC 9457, with a stable code."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    fields = serializers.DictField(child=FieldProblem(many=True), required=False)  # type: ignore[assignment]


class Author(serializers.Serializer):  # type: ignore[type-arg]
    name = serializers.CharField()
    avatar = serializers.CharField()
    website = serializers.CharField(required=False)
    badge = serializers.CharField(required=False)


class InReplyTo(serializers.Serializer):  # type: ignore[type-arg]
    """Whom a comment answers, where that is not the one it hangs below."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class Comment(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.IntegerField()
    parent = serializers.IntegerField(allow_null=True)  # type: ignore[assignment]
    depth = serializers.IntegerField()
    in_reply_to = InReplyTo(required=False)
    removed = serializers.BooleanField(required=False)
    author = Author(allow_null=True)
    html = serializers.CharField()
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(required=False)
    status = serializers.CharField(required=False)
    score = serializers.IntegerField()
    votes = serializers.IntegerField()
    reactions = serializers.DictField(child=serializers.IntegerField(), required=False)
    reply_count = serializers.IntegerField()
    replies = serializers.ListField(child=serializers.DictField())
    has_more = serializers.BooleanField()
    pinned = serializers.BooleanField()
    picked = serializers.BooleanField()


class Refusal(serializers.Serializer):  # type: ignore[type-arg]
    """Why a guest without any proof may not write here."""

    code = serializers.CharField()
    text = serializers.CharField()


class ThreadHead(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    count = serializers.IntegerField()
    status = serializers.ChoiceField(["open", "closed"])
    mode = serializers.ChoiceField(Mode.choices)
    closes_at = serializers.DateTimeField(allow_null=True)
    refusal = Refusal(allow_null=True)
    slow_minutes = serializers.IntegerField(allow_null=True)
    note = serializers.CharField(allow_null=True)


class ThreadPage(serializers.Serializer):  # type: ignore[type-arg]
    thread = ThreadHead()
    results = Comment(many=True)
    next = serializers.CharField(allow_null=True)


class Reason(serializers.Serializer):  # type: ignore[type-arg]
    code = serializers.CharField()
    text = serializers.CharField()


class Statement(serializers.Serializer):  # type: ignore[type-arg]
    """Why a comment was refused. ``appeal``: none, open, granted, upheld or dropped; ``until``:
    when the time for one ends, null where there is none."""

    why = serializers.CharField()
    text = serializers.CharField()
    automated = serializers.BooleanField()
    decided_at = serializers.DateTimeField()
    appeal = serializers.CharField()
    until = serializers.DateTimeField(allow_null=True)
    said = serializers.CharField()


class Own(serializers.Serializer):  # type: ignore[type-arg]
    """A comment as its author sees it."""

    id = serializers.IntegerField()
    status = serializers.CharField()
    reason = Reason()
    editable_until = serializers.DateTimeField()
    editable = serializers.BooleanField()
    body = serializers.CharField()
    comment = Comment()
    receipt = serializers.CharField()
    receipt_url = serializers.URLField()
    statement = Statement(required=False)
    suggestion = serializers.CharField(required=False)
    proof = serializers.CharField(required=False)


class Me(serializers.Serializer):  # type: ignore[type-arg]
    """Whoever is signed in; ``comments``: what they wrote there and may still see to."""

    name = serializers.CharField()
    avatar = serializers.CharField()
    badge = serializers.CharField(required=False)
    email_known = serializers.BooleanField()
    comments = Own(many=True)


class Votes(serializers.Serializer):  # type: ignore[type-arg]
    votes = serializers.IntegerField()
    score = serializers.IntegerField()


class Reactions(serializers.Serializer):  # type: ignore[type-arg]
    reactions = serializers.DictField(child=serializers.IntegerField())


class Preview(serializers.Serializer):  # type: ignore[type-arg]
    html = serializers.CharField()


class Counts(serializers.Serializer):  # type: ignore[type-arg]
    counts = serializers.DictField(child=serializers.IntegerField())
