"""What several tests share: the command line run in this process, and a small catalog."""

import json
import signal
import threading
import time
from dataclasses import dataclass

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

from listing_lint.cli import main

# How long an example takes says more of the machine than of the code.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")

# A shell starts commands in the background so that they ignore an interrupt, and the commands that they start too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ASIAN = "Please note: Asian size, choose carefully."


@dataclass
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def own_cache(monkeypatch, tmp_path_factory):
    """No test reads or writes the cache of the person who runs it."""
    monkeypatch.setenv("LISTING_LINT_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture
def run(monkeypatch, tmp_path):
    """``run("check", "x.csv")`` in an empty folder, with English messages."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)

    def invoke(*arguments, stdin=None):
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Result(result.exit_code, result.stdout, result.stderr)

    return invoke


@pytest.fixture(scope="module")
def serve_page():
    """``serve_page(largest=...)`` runs the server of the page in a thread, and gives its address."""
    pytest.importorskip("starlette", reason="the web extra is not installed")
    pytest.importorskip("uvicorn", reason="the web extra is not installed")
    from listing_lint.config import Config
    from listing_lint.web.server import page_server

    running = []

    def start(**options):
        server, listener, address = page_server(Config(), "en", **options)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        running.append((server, thread, listener))
        return address

    yield start
    for server, thread, listener in running:
        server.should_exit = True
        thread.join(20)
        listener.close()


@pytest.fixture
def catalog(tmp_path):
    """A CSV file with one listing that calls its sizes Asian and one that gives measurements."""
    path = tmp_path / "catalog.csv"
    path.write_text(
        f'sku,title,description\nD-1,Summer dress,"{ASIAN}"\nD-2,Winter dress,Size EU 38: bust 88 cm. 100% wool.\n',
        encoding="utf-8",
    )
    return path
