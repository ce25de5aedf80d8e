"""Fuzzes the targets with atheris, one after the other.

    pip install atheris          # has wheels for some versions of Python only; 3.11 is one
    python fuzz/campaign.py --minutes 60 [TARGET...]

What fails is written to ``fuzz/found/TARGET/``, one input a fault, and the fuzzing goes on. Exit status: 0 nothing
failed, 1 something did. Put a mended input among the seeds, where the tests run it from then on.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import pkgutil
import subprocess
import sys
import traceback
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOUND = HERE / "found"


def fuzz(name: str, seconds: int) -> None:
    """Fuzzes one target in this process; does not return."""
    import atheris

    with atheris.instrument_imports(include=["listing_lint"]):
        import listing_lint.errors

        for module in pkgutil.walk_packages(listing_lint.__path__, "listing_lint."):
            # Modules that need an extra which is not installed are not fuzzed.
            if not module.name.endswith("__main__"):
                with suppress(ImportError, listing_lint.errors.ListingLintError):
                    importlib.import_module(module.name)
        from targets import TARGETS

    folder = FOUND / name
    folder.mkdir(parents=True, exist_ok=True)
    known: set[str] = set()

    def one_input(data: bytes) -> None:
        try:
            TARGETS[name](data)
        except Exception as error:
            fault = _fault(error)
            if fault not in known:
                known.add(fault)
                path = folder / hashlib.sha256(fault.encode()).hexdigest()[:12]
                path.write_bytes(data)
                path.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")

    corpus = HERE / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    options = [f"-max_total_time={seconds}", "-max_len=2048", "-timeout=60", "-rss_limit_mb=4096", "-verbosity=1"]
    folders = [str(corpus), str(HERE / "seeds" / name)]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/", *folders], one_input)
    atheris.Fuzz()


def _fault(error: Exception) -> str:
    """What makes two failures one: the kind of the exception, and where in the linter, or in a target, it arose."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if "listing_lint" in frame.filename
    ] or traceback.extract_tb(error.__traceback__)
    last = frames[-1]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--minutes", type=float, default=60, help="for all targets together [60]")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]
    if given.one:
        fuzz(given.targets[0], given.one)
    names = given.targets or [path.name for path in sorted((HERE / "seeds").iterdir())]
    seconds = max(int(given.minutes * 60 / len(names)), 1)
    for name in names:
        command = [sys.executable, __file__, name, "--one", str(seconds)]
        run = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        told = [line for line in run.stderr.splitlines() if line.startswith(("Done", "==", "SUMMARY"))]
        print(f"{name}: {' '.join(told[-2:]) or run.stderr[-400:]}", flush=True)
    faults = [path for path in sorted(FOUND.rglob("*")) if path.is_file() and path.suffix != ".txt"]
    for path in faults:
        print(f"failed: {path.relative_to(HERE)}")
    return int(bool(faults))


if __name__ == "__main__":
    raise SystemExit(main())
