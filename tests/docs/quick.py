"""The command on the path of a page that is played: one process has loaded the program and forks for every command.

What runs is what ``clearway`` runs, with the arguments, folder, variables and files of whoever typed it; only the half
second in which Python loads the modules is spent once. Started as ``quick.py serve SOCKET``; ``write_command`` makes
the small program that stands on the path.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_COMMAND = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as far:
    far.connect({address!r})
    words = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
    socket.send_fds(far, [len(words).to_bytes(4, "big")], [0, 1, 2])
    far.sendall(words)
    sys.exit(int(far.recv(16)))
"""


@contextmanager
def quick_commands(folder: Path) -> Iterator[Path]:
    """A folder for the path with a ``clearway`` in it that starts at once."""
    address = str(folder / "socket")
    command = folder / "clearway"
    command.write_text(_COMMAND.format(python=sys.executable, address=address), encoding="utf-8")
    command.chmod(0o755)
    server = subprocess.Popen([sys.executable, __file__, "serve", address])
    try:
        while not Path(address).exists():
            if server.poll() is not None:
                raise RuntimeError("the program could not be loaded")
            time.sleep(0.05)
        yield folder
    finally:
        server.terminate()
        server.wait()


def serve(address: str) -> None:
    """Load the program, then run every command that comes in a process of its own."""
    from clearway.cli import cli

    with socket.socket(socket.AF_UNIX) as near:
        near.bind(address + ".new")
        near.listen(16)
        Path(address + ".new").rename(address)
        while True:
            far, _ = near.accept()
            if os.fork() == 0:
                near.close()
                if os.fork() == 0:
                    _answer(cli.main, far)
                os._exit(0)
            os.wait()
            far.close()


def _answer(main, far: socket.socket) -> None:
    """Be the command, and send how it ended."""
    size, files, _, _ = socket.recv_fds(far, 4, 3)
    words = b""
    while len(words) < int.from_bytes(size, "big"):
        words += far.recv(65536)
    typed, folder, variables = json.loads(words)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    for number, file in enumerate(files):
        os.dup2(file, number)
    ended = 0
    try:
        main(typed, prog_name="clearway")
    except SystemExit as end:
        ended = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        far.sendall(str(ended).encode())
        os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[2])
