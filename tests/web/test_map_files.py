"""The map's files come from npm's lock file; without npm or a registry the build goes on and says what is missing."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests import parts

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def hook():
    found = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path):
    shutil.copytree(ROOT / "assets", tmp_path / "assets", ignore=shutil.ignore_patterns("node_modules"))
    return tmp_path


def an_npm(folder: Path, does: str) -> list[str]:
    """Something that is started as npm is, in a folder with the lock file."""
    script = folder / "npm.py"
    script.write_text(f"from pathlib import Path\nimport sys\n{does}", encoding="utf-8")
    return [sys.executable, str(script)]


BRINGS = """
package = Path("node_modules/leaflet/dist")
package.mkdir(parents=True)
for name in ("leaflet.js", "leaflet.css", "../LICENSE", "more.js"):
    (package / name).write_text(name)
"""


def test_the_lock_file_names_no_registry_and_every_package_by_its_hash():
    text = (ROOT / "assets" / "package-lock.json").read_text(encoding="utf-8")
    assert not re.search(r"https?:|resolved", text)
    packages = {name: each for name, each in json.loads(text)["packages"].items() if name}
    assert packages
    assert all(each["integrity"].startswith("sha512-") for each in packages.values())


def test_the_wanted_files_come_with_their_licence_and_no_others(hook, checkout, monkeypatch):
    monkeypatch.setattr(hook, "find_npm", lambda: an_npm(checkout, BRINGS))
    assert hook.bring(checkout) is None
    names = {path.name for path in (checkout / hook.VENDOR).iterdir()}
    assert names == {"leaflet.js", "leaflet.css", "LICENSE", hook.STAMP}


def test_what_is_there_is_not_brought_again_until_the_lock_changes(hook, checkout, monkeypatch):
    monkeypatch.setattr(hook, "find_npm", lambda: an_npm(checkout, BRINGS))
    assert hook.bring(checkout) is None
    monkeypatch.setattr(hook, "find_npm", lambda: pytest.fail("nothing was to be brought"))
    assert hook.bring(checkout) is None
    lock = checkout / hook.LOCK
    lock.write_text(lock.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    monkeypatch.setattr(hook, "find_npm", lambda: None)
    assert "npm is missing" in hook.bring(checkout)


@pytest.mark.parametrize(
    "does", ["sys.exit('no network')", "sys.stderr.write('no network\\n'); sys.exit(1)"], ids=["says", "writes"]
)
def test_a_registry_out_of_reach_is_said_and_stops_nothing(hook, checkout, monkeypatch, does):
    monkeypatch.setattr(hook, "find_npm", lambda: an_npm(checkout, does))
    assert hook.bring(checkout) == "The pages will have no map: npm did not bring Leaflet (no network)."
    assert not (checkout / hook.VENDOR).exists()


def test_an_npm_that_does_not_start_is_said_and_stops_nothing(hook, checkout, monkeypatch):
    monkeypatch.setattr(hook, "find_npm", lambda: [str(checkout / "nowhere")])
    assert "npm did not bring Leaflet" in hook.bring(checkout)


def test_the_wheel_carries_the_map(hook, tmp_path):
    if not (ROOT / hook.VENDOR / hook.STAMP).is_file():
        parts.lack("the map's files are missing: make map")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    folder = hook.VENDOR.relative_to("src").as_posix()
    assert {f"{folder}/{name}" for name in ("leaflet.js", "leaflet.css", "LICENSE")} <= set(names)
    assert not [name for name in names if "node_modules" in name]
