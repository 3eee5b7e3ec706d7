"""The pages that people follow: every command in them works, and says what the page says."""

from __future__ import annotations

import re
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.docs.console import Wrong, matches, play, read
from tests.docs.quick import quick_commands

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(page for page in (DOCS / "tutorial.md", *DOCS.glob("how-to/*.md")) if read(page.read_text("utf-8")))
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]


@pytest.fixture(scope="module")
def commands(tmp_path_factory):
    """The folder with the program, for the path."""
    with quick_commands(tmp_path_factory.mktemp("bin")) as folder:
        yield folder


@pytest.fixture(scope="module")
def played(tmp_path_factory, request, commands):
    """The pages being played, two at a time: each waits for its own bash, not for Python."""
    asked = [item.callspec.params.get("name") for item in request.session.items if hasattr(item, "callspec")]
    with ThreadPoolExecutor(max_workers=2) as pool:
        runs: dict[str, Future[list[Wrong]]] = {
            name: pool.submit(play, page, name, tmp_path_factory.mktemp(page.stem), commands)
            for page, name in sorted(zip(PAGES, NAMES, strict=True), key=lambda each: -each[0].stat().st_size)
            if name in asked
        }
        yield runs


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_page_can_be_followed_to_its_end(played, name):
    wrong = played[name].result()
    assert not wrong, "\n\n".join(map(str, wrong))


def test_every_guide_is_listed_and_has_something_to_type():
    index = (DOCS / "how-to" / "README.md").read_text(encoding="utf-8")
    guides = [page for page in DOCS.glob("how-to/*.md") if page.name != "README.md"]
    assert guides
    for page in guides:
        assert f"({page.name})" in index, page.name
        assert page in PAGES, page.name


def test_every_explanation_is_listed():
    index = (DOCS / "explanation" / "README.md").read_text(encoding="utf-8")
    for page in DOCS.glob("explanation/*.md"):
        assert page.name == "README.md" or f"({page.name})" in index, page.name


def test_every_command_of_the_guides_stands_in_the_reference():
    reference = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^## (.+)$", reference, re.MULTILINE))
    typed = {
        found
        for page in PAGES
        for each in read(page.read_text(encoding="utf-8"))
        for found in re.findall(r"\bclearway (?:--\S+ \S+ )*([a-z][a-z-]*)", each.command)
    }
    assert typed - {"explain"}
    assert {name for name in typed if not any(k == name or k.startswith(f"{name} ") for k in known)} == set()


def test_the_architecture_names_modules_that_are_there():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    source = ROOT / "src" / "clearway"
    packages = {path.parent.name for path in source.glob("*/__init__.py")}
    named = {name for name in re.findall(r"`(\w+/\w*)`", text) if name.split("/")[0] in packages}
    assert len(named) > 15
    assert {name for name in named if not (source / name).is_dir() and not (source / f"{name}.py").exists()} == set()


class TestTheComparison:
    @pytest.mark.parametrize(
        ("expected", "came", "same"),
        [
            (["a", "…", "d"], "a\nb\nc\nd\n", True),
            (["a", "…", "d"], "a\nd\n", True),
            (["a … c"], "a b c\n", True),
            (["a"], "a\nb\n", False),
            (["…"], "", True),
            ([], "", True),
            ([], "a\n", False),
            (["20.1"], "20x1\n", False),
            (["“words”"], "“\u2067words\u2069”\n", True),
        ],
    )
    def test_dots_stand_for_anything_and_nothing_else_does(self, expected, came, same):
        assert matches(expected, came) is same

    @pytest.mark.parametrize(
        ("block", "why"),
        [
            ("$ echo one\ntwo\n", "something else came back"),
            ("$ clearway nothing\n…\n", "ended with 2"),
            ("$ exit 0\n", "the session ended here"),
            ("$ X=$(clearway check --workspace none 1,1 2>/dev/null | tail -n 1)\n…\n", "ended with 3"),
        ],
    )
    def test_what_goes_wrong_is_named_with_its_line(self, tmp_path, commands, block, why):
        page = tmp_path / "page.md"
        page.write_text(f"# A page\n\n```console\n$ cat <<'X'\n> kept\n> X\nkept\n{block}```\n", encoding="utf-8")
        (wrong,) = play(page, "page.md", tmp_path, commands)
        assert str(wrong).startswith(f"page.md:8: {why}")
