"""A way to a server that can be cut: to whoever goes through it the server is away, to all others it is not."""

import contextlib
import socket
import threading
from dataclasses import replace
from urllib.parse import urlsplit

from graphsvc.graph.bolt_address import parse_address


class Relay:
    """Listens on a port of its own and carries bytes to `uri`. `cut` drops all connections and takes no new ones."""

    def __init__(self, uri):
        self._target = (urlsplit(uri).hostname, urlsplit(uri).port)
        self._open = set()
        self._is_cut = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        way = f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"
        self.uri = replace(parse_address(uri), uri=way).whole
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        self._is_cut = True
        for found in list(self._open):
            with contextlib.suppress(OSError):
                found.shutdown(socket.SHUT_RDWR)

    def mend(self):
        self._is_cut = False

    def close(self):
        self.cut()
        self._listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self._is_cut:
                    near.close()
                    continue
                far = socket.create_connection(self._target)
                for end in (near, far):  # as the driver does: else each question waits 40 ms for somebody's delayed ACK
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for source, sink in ((near, far), (far, near)):
                    self._open.add(source)
                    threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._open.discard(source)
        source.close()
