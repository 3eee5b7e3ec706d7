"""The shape of the project: layers, sizes, locks, recipes, and what the documents promise about them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import clearway
from tools import check_docs

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "clearway"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {each["id"]: each for each in PROJECT["tool"]["importlinter"]["contracts"]}
MODULES = sorted(SOURCE.rglob("*.py"))
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
TEXT = {".py", ".md", ".toml", ".lock", ".in", ".yaml", ".svg", ".csv", ".json", ".txt"}
# What may touch disk, clock or network: the faces, the desk, the stores and the folder exchange.
TOUCHES_THE_WORLD = {"cli", "web", "demonstration", "desk", "ledger", "sync"}


def names_in_the_package() -> set[str]:
    """The modules and packages directly below ``clearway`` that hold code."""
    found = {path.stem for path in SOURCE.glob("*.py")} | {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    return found - {"__init__"}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


class TestLayers:
    def test_every_import_contract_is_kept(self):
        run = subprocess.run(
            [Path(sys.executable).parent / "lint-imports", "--no-cache"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr

    def test_a_layer_that_exists_is_not_optional(self):
        for line in CONTRACTS["layers"]["layers"]:
            for name in re.findall(r"\((\w+)\)", line):
                assert name not in names_in_the_package(), f"take the parentheses off {name} in pyproject.toml"

    def test_whatever_does_not_touch_the_world_is_held_to_it(self):
        held = {name.removeprefix("clearway.") for name in CONTRACTS["core"]["source_modules"]}
        assert names_in_the_package() - TOUCHES_THE_WORLD <= held
        assert {"ledger.contract", "ledger.memory"} <= held

    def test_there_is_no_drawer_for_everything(self):
        for path in MODULES:
            assert not re.search(r"util|helper|misc|common|manager", path.stem), path


class TestSizes:
    @pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
    def test_a_module_can_be_read(self, path):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 600

    def test_a_function_fits_on_a_screen(self):
        long = {f"{path.name}:{node.name}": length(node) for path in MODULES for node in functions(path)}
        assert {name: lines for name, lines in long.items() if lines > 80} == {}
        assert sorted(long.values())[int(len(long) * 0.95)] <= 40


class TestCode:
    def test_every_module_says_what_it_is_for(self):
        silent = [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
        assert silent == []

    def test_only_the_command_line_catches_everything(self):
        # A library that reads strangers' files fails in every way that Python knows; it stands alone in one module.
        # What is raised on a worker of a cluster is logged there with the positions it was about, so nothing is.
        alone = {SOURCE / "intake" / "pdf.py", SOURCE / "desk" / "screening" / "cluster.py"}
        for path in MODULES:
            if "cli" not in path.relative_to(SOURCE).parts[0] and path not in alone:
                assert "except Exception" not in path.read_text(encoding="utf-8"), path
        cli = [path.read_text(encoding="utf-8") for path in MODULES if path.relative_to(SOURCE).parts[0] == "cli"]
        assert sum(text.count("except Exception") for text in cli) <= 1

    def test_nothing_is_left_for_later(self):
        later = re.compile(r"\b(?:TODO|FIXME|XXX)\b|raise NotImplementedError")
        for path in MODULES:
            assert not later.search(path.read_text(encoding="utf-8")), path

    def test_one_version(self):
        assert PROJECT["project"]["version"] == clearway.__version__

    def test_every_ignored_rule_has_its_reason(self):
        text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        block = text[text.index("\nignore = [") : text.index("[tool.ruff.lint.flake8-tidy-imports]")]
        for line in block.splitlines():
            if re.match(r'\s+"[A-Z]+\d*",', line):
                assert "#" in line, line


class TestLocks:
    @pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
    def test_everything_has_a_hash_and_no_registry_is_named(self, lock):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^\s*--(?!hash)", text, re.MULTILINE)
        for requirement in re.split(r"\n(?=[a-z])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)):
            assert requirement.count("--hash=sha256:") >= 1, requirement

    def test_what_runs_is_locked(self):
        locked = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
        for requirement in PROJECT["project"]["dependencies"]:
            name = re.split(r"[<>=~!]", requirement)[0]
            assert re.search(rf"^{name}==", locked, re.MULTILINE), name

    def test_tests_run_on_the_versions_that_run(self):
        run, dev = (
            dict(re.findall(r"^(\S+)==(\S+)", (ROOT / "requirements" / name).read_text(encoding="utf-8"), re.MULTILINE))
            for name in ("run.lock", "dev.lock")
        )
        assert {name: dev.get(name) for name in run} == run


class TestRecipes:
    MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

    @pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", ".pre-commit-config.yaml", ".ci/run"])
    def test_every_recipe_that_a_document_names_is_there(self, page):
        named = re.findall(r"\bmake ([a-z]+)\b(?! sure)", (ROOT / page).read_text(encoding="utf-8"))
        assert named
        for recipe in named:
            if page.endswith(".md") and recipe in {"up", "a", "it", "that", "answers"}:
                continue
            assert re.search(rf"^{recipe}:", self.MAKEFILE, re.MULTILINE), recipe

    def test_help_names_every_recipe(self):
        recipes = set(re.findall(r"^([a-z]+):", self.MAKEFILE, re.MULTILINE))
        described = set(re.findall(r"^([a-z]+):.*## ", self.MAKEFILE, re.MULTILINE))
        assert recipes == described

    def test_ci_ends_with_the_tests_that_the_readme_names(self):
        script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").split()
        assert script[-2:] == ["make", "test"]
        assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


class TestDocuments:
    def test_every_link_leads_somewhere(self):
        assert check_docs.main() == 0

    def test_the_licence_is_whole(self):
        licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
        assert "Apache License" in licence
        assert "END OF TERMS AND CONDITIONS" in licence

    def test_decisions_are_listed(self):
        index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
        for page in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
            assert page.name in index, page.name

    def test_architecture_names_every_part(self):
        text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
        for name in names_in_the_package():
            assert f"`{name}`" in text, name

    def test_no_file_knows_the_machine_it_was_written_on(self):
        machine = re.compile(
            "|".join(["/" + "work/", "/" + "root/", "/" + "tmp/cw", "python" + "hosted", "pypi" + r"\.org"])
        )
        folders = ("src", "tests", "tools", "bench", "docs", "requirements", ".ci")
        files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
        files += [path for path in ROOT.iterdir() if path.is_file()]
        for path in files:
            if path.suffix in TEXT or path.name in {"Makefile", "NOTICE", "run"}:
                assert not machine.search(path.read_text(encoding="utf-8", errors="replace")), path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in the wheel, as it is built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(built).namelist())


class TestTheWheel:
    @pytest.mark.parametrize(
        "name",
        [
            "clearway/py.typed",
            "clearway/locale/ar.toml",
            "clearway/locale/en.toml",
            "clearway/gazetteers/benghazi.csv",
            "clearway/gazetteers/NOTICE",
        ],
    )
    def test_it_holds_the_data(self, wheel, name):
        assert name in wheel

    def test_it_holds_the_licences(self, wheel):
        assert any(name.endswith("licenses/LICENSE") for name in wheel)
        assert any(name.endswith("licenses/NOTICE") for name in wheel)

    def test_it_holds_nothing_else(self, wheel):
        assert {name.split("/")[0] for name in wheel} == {"clearway", f"clearway-{clearway.__version__}.dist-info"}
