"""The server: waitress, bound before anybody is told the address, ended by Ctrl-C without a trace."""

from __future__ import annotations

import ipaddress
import logging
import socket
from typing import Any

from waitress.server import create_server

from clearway.problems import refuse
from clearway.web.application import Wsgi

_THREADS = 8
_PATIENCE_S = 30
"""How long a slow line may be silent."""


class Serving:
    """A bound socket behind which a site stands; ``run`` answers until it is interrupted."""

    def __init__(self, application: Wsgi, host: str, port: int) -> None:
        """Refused: ``web.cannot_listen``."""
        try:
            family, *_, found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
            bound = socket.create_server((str(found[0]), port), family=family)
        except (OSError, OverflowError) as error:
            refuse("web.cannot_listen", host=host, port=port, because=getattr(error, "strerror", None) or str(error))
        # A burst of requests is no news. Told on a terminal or pipe that nobody reads, it would hold up the answers.
        logging.getLogger("waitress.queue").setLevel(logging.CRITICAL + 1)
        self.port = int(bound.getsockname()[1])
        self._ip = ipaddress.ip_address(found[0])
        self._server: Any = create_server(
            application, sockets=[bound], threads=_THREADS, channel_timeout=_PATIENCE_S, ident=None
        )

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the first page."""
        host = f"[{self._ip}]" if self._ip.version == 6 else str(self._ip)
        host = "localhost" if self._ip.is_unspecified else host
        return f"http://{host}:{self.port}/"

    @property
    def is_public(self) -> bool:
        """Whether others than this machine can reach it."""
        return not self._ip.is_loopback

    def run(self) -> None:
        """Answer until somebody presses Ctrl-C."""
        try:
            self._server.run()
        finally:
            self._server.close()
