"""Plant each fault, see that a test fails, and say how long it took. Arguments choose faults by words of their names.

A fault that no test sees, or whose line is no longer there, is a failure. Each fault is planted into a copy of the
package in a folder of its own; the sources are not touched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutants import answering, authority, counting, opening
from tests.mutants.fault import AUTHORITY, FOUND, LAWS, RELEASES, SECOND, Fault

ROOT = Path(__file__).resolve().parents[2]
FAULTS = (*authority.FAULTS, *opening.FAULTS, *counting.FAULTS, *answering.FAULTS)
REST = (RELEASES, AUTHORITY, FOUND, SECOND, LAWS)
WORKERS = 2
_FAILED = 1  # pytest's word for: tests ran, and some failed


def plant(fault: Fault, folder: Path) -> str | None:
    """Copy the package with the fault in it; what is wrong with the fault itself, if anything."""
    shutil.copytree(ROOT / "src" / "clearway", folder / "clearway", ignore=shutil.ignore_patterns("__pycache__"))
    path = folder / "clearway" / fault.module
    source = path.read_text(encoding="utf-8")
    if source.count(fault.right) != 1:
        return f"the line stands {source.count(fault.right)} times in {fault.module}"
    path.write_text(source.replace(fault.right, fault.wrong), encoding="utf-8")
    return None


def run(folder: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    """Run some tests against the copy, the same way each time."""
    chosen = {"PYTHONPATH": str(folder), "CLEARWAY_MUTANT": str(folder), "CI": "1", "HYPOTHESIS_PROFILE": "quick"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=line", "-p", "no:cacheprovider", *tests]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **chosen}, capture_output=True, text=True, check=False)


def judge(fault: Fault) -> tuple[Fault, str | None, float]:
    """What is wrong about a fault: it cannot be planted, breaks the tests themselves, or nobody sees it."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="clearway-mutant-") as name:
        trouble = plant(fault, Path(name))
        for tests in () if trouble else ((fault.seen_by,), REST):
            result = run(Path(name), *tests)
            if result.returncode == _FAILED:
                break
            if result.returncode:
                trouble = f"the tests do not run:\n{result.stdout[-2000:]}{result.stderr[-2000:]}"
                break
            print(f"  not seen by {' '.join(tests)}: {fault.name}", flush=True)
        else:
            trouble = trouble or "no test sees it"
    return fault, trouble, time.monotonic() - begun


def main() -> int:
    """Try every fault; the number of those that went wrong."""
    chosen = [f for f in FAULTS if all(word in f.name for word in sys.argv[1:])]
    begun, wrong = time.monotonic(), 0
    with ThreadPoolExecutor(WORKERS) as workers:
        for number, (fault, trouble, took) in enumerate(workers.map(judge, chosen), 1):
            print(f"{number:3} {'WRONG' if trouble else 'caught'} {took:5.1f} s  {fault.name}", flush=True)
            if trouble:
                wrong += 1
                print(f"      {fault.module}: {trouble}", flush=True)
    print(f"{len(chosen) - wrong} of {len(chosen)} faults caught in {time.monotonic() - begun:.0f} s")
    return 1 if wrong or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
