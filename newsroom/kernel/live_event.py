"""What a live stream says: that a conversation has another version, and its count. Pure."""


def event(version: int, count: int) -> bytes:
    return b'id: %d\ndata: {"version":%d,"count":%d}\n\n' % (version, version, count)
