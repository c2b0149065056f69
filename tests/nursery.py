"""`python -m graphsvc …` as a process of its own that need not load all packages first: most of a short command.

One process has loaded them and does nothing else. A command is a copy of it: with arguments, environment and streams of
its own it runs the module from the top, and can be signalled, killed and waited for as any process. What loading itself
does is seen where commands start in the ordinary way: `graphsvc demo`, `graphsvc --version`, `graphsvc --help`.

With `LENT_DATABASE` in its environment a command takes this database for the throw-away one that it would start.
"""

import atexit
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import struct
import subprocess
import sys
from contextlib import nullcontext
from functools import cache

_PACKAGES = ("graphsvc.cli.main", "graphsvc.cli.service", "graphsvc.web.app")
_WITH_THROW_AWAY = ("graphsvc.cli.detect", "graphsvc.cli.detection_cases")
_ROOM = 1 << 20  # bytes of a request
_NUMBER = struct.Struct("i")


class Command(subprocess.Popen):
    """Popen for `graphsvc` with these words. Knows no options but streams, `env` and `text`."""

    def __init__(self, *words, **options):
        self._news = -1
        super().__init__(["graphsvc", *map(str, words)], **options)

    # The arguments that Popen has prepared, by their places.
    def _execute_child(self, args, _executable, _preexec, _close, _pass, _cwd, env, _info, _flags, _shell, *ends):
        streams = [own if given == -1 else given for own, given in enumerate((ends[0], ends[3], ends[5]))]
        self._news, told = os.pipe()
        request = json.dumps([args[1:], dict(os.environ if env is None else env)]).encode()
        socket.send_fds(_nursery(), [request], [*streams, told])
        os.close(told)
        self.pid = _read_number(self._news)
        self._child_created = True
        self._close_pipe_fds(*ends[:6])

    def _try_wait(self, wait_flags):
        """Its parent waits for it, and tells; the caller holds the lock."""
        if wait_flags == os.WNOHANG and not select.select([self._news], [], [], 0)[0]:
            return 0, 0
        status = _read_number(self._news)
        os.close(self._news)
        return self.pid, status

    def _internal_poll(self, *_, **__):
        if self.returncode is None and self._waitpid_lock.acquire(blocking=False):
            try:
                pid, status = self._try_wait(os.WNOHANG)
                if pid:
                    self._handle_exitstatus(status)
            finally:
                self._waitpid_lock.release()
        return self.returncode


def _read_number(pipe):
    return _NUMBER.unpack(os.read(pipe, _NUMBER.size))[0]


def _tell_number(pipe, number):
    os.write(pipe, _NUMBER.pack(number))


@cache
def _nursery():
    """The way to the process that has loaded everything; it ends when this one does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _ROOM)
    command = [sys.executable, "-m", "tests.nursery", str(theirs.fileno())]
    process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
    theirs.close()

    def end():
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def _become_a_command(channel):
    """Returns in each copy, which is a command then: its words."""
    while True:
        request, streams, *_ = socket.recv_fds(channel, _ROOM, 4)
        if not request:
            os._exit(0)
        parent = os.fork()
        if not parent:
            words, environment = json.loads(request)
            _leave_a_child(streams.pop())
            _settle(streams, environment)
            return words
        for stream in streams:
            os.close(stream)
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _leave_a_child(news):
    """Goes on in a child only, whose number and end its parent tells."""
    child = os.fork()
    if child:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _tell_number(news, child)
        _tell_number(news, os.waitpid(child, 0)[1])
        os._exit(0)


def _settle(streams, environment):
    os.environ.clear()
    os.environ.update(environment)
    for own, given in enumerate(streams):
        os.dup2(given, own)
    os.closerange(3, 1 << 10)
    sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", closefd=False)  # noqa: SIM115  # they end with the process
    sys.stderr = open(2, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115


def _lend(database):
    for name in _WITH_THROW_AWAY:
        importlib.import_module(name).temporary_server = lambda *_, **__: nullcontext(database)


if __name__ == "__main__":
    for package in _PACKAGES:
        importlib.import_module(package)
    gc.freeze()
    sys.argv[1:] = _become_a_command(socket.socket(fileno=int(sys.argv[1])))
    if "LENT_DATABASE" in os.environ:
        _lend(os.environ["LENT_DATABASE"])
    runpy.run_module("graphsvc", run_name="__main__", alter_sys=True)
