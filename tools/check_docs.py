"""Follow every relative link in the Markdown files of the repository; print those that lead nowhere.

Exit 1 if there are any. Links to the web are not followed: nothing here may need a network.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+\s+(.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def pages(root: Path = ROOT) -> list[Path]:
    """The Markdown files that people read."""
    return sorted([*root.glob("*.md"), *root.glob("docs/**/*.md")])


def anchors(page: Path) -> set[str]:
    """The anchors that headings make, spelled as forges spell them."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-") for title in _HEADING.findall(text)}


def broken(page: Path) -> list[str]:
    """The links of ``page`` that lead to no file, or to no heading of it."""
    wrong = []
    for link in _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            wrong.append(link)
    return wrong


def main() -> int:
    """Print the broken links; 0 if there are none."""
    wrong = [(page.relative_to(ROOT), link) for page in pages() for link in broken(page)]
    for page, link in wrong:
        print(f"{page}: {link} leads nowhere")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
