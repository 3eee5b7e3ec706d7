"""Serving a published folder from the command line: what is said, what is refused, and how it ends."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.request
import webbrowser
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner, Result
from waitress import wasyncore

from clearway.cli import cli, serve
from clearway.cli.session import Session


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "index.html").write_text("<!doctype html>page")
    return Path(tmp_path)


@pytest.fixture
def taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture
def at_once(monkeypatch):
    """Somebody presses Ctrl-C before anybody asks."""

    def pressed(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(wasyncore, "loop", pressed)


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["--lang", "en", "serve", *map(str, words)])


def test_a_folder_without_pages_is_refused(tmp_path):
    result = run(tmp_path / "nothing", "--no-browser")
    assert result.exit_code == 3
    assert "web.no_site" in result.stderr


def test_a_port_that_is_taken_is_refused(folder, taken):
    result = run(folder, "--port", taken, "--no-browser")
    assert result.exit_code == 3
    assert "web.cannot_listen" in result.stderr


def test_a_host_that_is_none_is_refused(folder):
    result = run(folder, "--host", "192.0.2.1", "--port", 0, "--no-browser")
    assert result.exit_code == 3
    assert "web.cannot_listen" in result.stderr


def test_without_a_port_of_ones_own_another_is_found(folder, taken, at_once, monkeypatch, capsys):
    monkeypatch.setattr(serve, "PORT", taken)
    session = Session(lang="en")
    serve.serve_site(session, folder, host="127.0.0.1", port=None, browser=False)
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", capsys.readouterr().out)
    assert found
    assert int(found[1]) != taken


@pytest.mark.parametrize(("host", "said"), [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)])
def test_who_else_can_read_is_said(folder, at_once, host, said):
    result = run(folder, "--host", host, "--port", 0, "--no-browser")
    assert ("Whoever reaches this machine can read them" in result.stdout) is said


@pytest.mark.parametrize("screen", ["", ":7"])
def test_a_browser_is_opened_where_there_is_a_screen_and_else_the_address_is_said(folder, at_once, monkeypatch, screen):
    opened: list[str] = []

    def open_there(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(sys, "platform", "linux")  # elsewhere there is always a screen
    monkeypatch.setattr(webbrowser, "open", open_there)
    monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    result = run(folder, "--port", 0)
    address = re.findall(r"http://\S+/", result.stdout)
    assert len(address) == 1
    assert opened == (address if screen else [])
    assert ("Open the address yourself" in result.stdout) is not screen.startswith(":")


def test_a_browser_that_returns_only_when_it_is_closed_is_not_waited_for(folder, at_once, monkeypatch):
    closed = Event()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(webbrowser, "open", lambda _address: closed.wait(60))
    monkeypatch.setenv("DISPLAY", ":7")
    result = run(folder, "--port", 0)
    assert not closed.is_set()
    closed.set()
    assert result.exit_code == 0
    assert "Open the address yourself" not in result.stdout


# Whatever is started in the background inherits that Ctrl-C is ignored; here it must be heard.
HEARING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from clearway.cli import main
sys.exit(main())
"""


def test_it_answers_until_somebody_presses_ctrl_c(folder):
    command = [sys.executable, "-c", HEARING, "--lang", "en", "serve", str(folder), "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"http://\S+/", server.stdout.readline())
        assert found
        with ThreadPoolExecutor(30) as visitors:  # all at once: that too is nothing to speak of
            answers = [visitors.submit(urllib.request.urlopen, found[0]) for _ in range(120)]
        for each in answers:
            with each.result() as answer:
                assert answer.read() == b"<!doctype html>page"
                assert "server" not in {name.lower() for name in answer.headers}
        server.send_signal(signal.SIGINT)
        try:
            out, err = server.communicate(timeout=20)
        finally:
            server.kill()
    assert (server.returncode, out, err) == (0, "Ended.\n", "")
