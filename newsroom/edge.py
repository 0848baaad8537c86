"""The edge: what can be answered from bytes in memory is, before Django wakes.

It knows the client's files and the sign of life; everything else goes through the bridge.
"""

from newsroom.bridge import Bridge, Receive, Scope, Send
from newsroom.embed.assets import CLIENT, Asset

NOT_FOUND = Asset.of(b"There is nothing here.\n", "text/plain", status=404)
ALIVE = Asset.of(b"ok\n", "text/plain", cache="no-store")


class Edge:
    def __init__(self, behind: Bridge) -> None:
        self._behind = behind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await lifespan(receive, send)
        elif scope["type"] != "http":
            return
        elif (asset := self._known(scope)) is not None:
            await asset.answer(scope, send)
        else:
            await self._behind(scope, receive, send)

    def _known(self, scope: Scope) -> Asset | None:
        path: str = scope["path"]
        if scope["method"] not in ("GET", "HEAD"):
            return None
        if path == "/livez":
            return ALIVE
        if path.startswith("/embed/"):
            return CLIENT.find(path) or NOT_FOUND
        return None


async def lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
