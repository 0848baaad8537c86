"""The web process: ``python -m newsroom.web --host 127.0.0.1 --port 8000``. Plain HTTP/1.1; TLS
ends at a proxy before it."""

import argparse
import gc

from django.conf import settings
from uvicorn.config import Config
from uvicorn.server import Server

from newsroom.asgi import application
from newsroom.connection import connection_for
from newsroom.edge import Edge

# For requests that Django still works on; streams end at once, by a flag.
GRACE_SECONDS = 3
# Beside those of live readers.
CONNECTIONS = 1096
BACKLOG = 4096


def main() -> None:
    parser = argparse.ArgumentParser(prog="newsroom.web", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    given = parser.parse_args()
    # What is there now stays: the collector need not go through it again and again.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    most = settings.LIVE_READERS + CONNECTIONS
    Server(config(application, most, given.host, given.port)).run()


def config(edge: Edge, most: int, host: str, port: int) -> Config:
    """``most``: connections at once."""
    return Config(
        edge,
        host=host,
        port=port,
        loop="uvloop",
        http=connection_for(edge, most),
        ws="none",
        interface="asgi3",
        lifespan="on",
        backlog=BACKLOG,
        timeout_graceful_shutdown=GRACE_SECONDS,
        log_config=None,
        access_log=False,
        proxy_headers=False,  # the bridge judges what they say, by NEWSROOM_TRUSTED_PROXIES
        server_header=False,
    )


if __name__ == "__main__":
    main()
