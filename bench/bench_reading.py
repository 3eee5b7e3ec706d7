"""Reading announcements, in characters a second, against the least that could be done: cutting the text into words.

The first peer is one pass of a word pattern and a look-up of each word in a set of alarm words, which finds no record
at all; it says what reading costs beyond touching each word. The second is the word tokeniser of camel-tools, where it
is installed. It is not locked, as the package asks for PyTorch and transformers, which its tokeniser does not use:
``pip install --no-deps camel-tools regex emoji six`` is enough. All take turns over the same texts: the sentences of
the catalogues themselves, put together to texts of the length of a press report. One process, one core.
"""

from __future__ import annotations

import importlib
import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from clearway.places import build_gazetteer, shipped_places
from clearway.reading import Reader
from clearway.reading.catalogue import LANGUAGES, load_catalogue

REPEATS = 5
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCES = 12


def texts(lang: str, count: int) -> list[str]:
    """Texts of twelve sentences, each another choice among the catalogue's own."""
    catalogue = load_catalogue(lang)
    sentences = [each for rule in catalogue.rules for each in (rule.example, rule.counter)]
    return [
        "\n".join(sentences[(7 * number + 11 * place) % len(sentences)] for place in range(_SENTENCES))
        for number in range(count)
    ]


def main() -> None:
    """Print one JSON line a language."""
    count = 100 if "--quick" in sys.argv else 1_000
    tokenise = _camel()
    gazetteer = build_gazetteer([("benghazi.csv", shipped_places("benghazi"))])
    for lang in LANGUAGES:
        reader = Reader(load_catalogue(lang), gazetteer)
        alarm = {word for rule in reader.catalogue.rules for word in _WORD.findall(rule.example)}
        batch = texts(lang, count)
        for text in batch:
            reader.read(text, None)
        peers: dict[str, Callable[[str], object]] = {"times_regular_expression": partial(_look_up, alarm)}
        if tokenise is not None:
            peers["times_camel_tokeniser"] = tokenise
        ours: list[float] = []
        theirs: dict[str, list[float]] = {name: [] for name in peers}
        for _ in range(REPEATS):
            ours.append(_seconds(batch, partial(reader.read, published=None)))
            for name, peer in peers.items():
                theirs[name].append(_seconds(batch, peer))
        chars, size = sum(map(len, batch)), sum(len(text.encode()) for text in batch)
        print(
            json.dumps(
                {
                    "bench": "reading",
                    "lang": lang,
                    "texts": count,
                    "chars_a_second": round(chars / statistics.median(ours)),
                    "kilobytes_a_second": round(size / statistics.median(ours) / 1000),
                    **{name: _ratio(ours, seconds) for name, seconds in theirs.items()},
                }
            ),
            flush=True,
        )


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return round(statistics.median(mine / peer for mine, peer in zip(ours, theirs, strict=True)), 1)


def _camel() -> Callable[[str], object] | None:
    """The tokeniser, where somebody has installed it."""
    try:
        module = importlib.import_module("camel_tools.tokenizers.word")
    except ImportError:
        return None
    found: Callable[[str], object] = module.simple_word_tokenize
    return found


def _look_up(alarm: set[str], text: str) -> int:
    return sum(word in alarm for word in _WORD.findall(text))


def _seconds(batch: list[str], read: Callable[[str], object]) -> float:
    begun = time.process_time()
    for text in batch:
        read(text)
    return time.process_time() - begun


if __name__ == "__main__":
    main()
