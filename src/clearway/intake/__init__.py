"""Taking in: the files in which people have announcements, and the words in them.

Pure: bytes and a name become texts. A reader of a format never guesses what a person must decide: an unclear encoding,
a scan without letters, a text in no known order is refused with what to do.
"""

from clearway.intake.encoding import ENCODINGS, decode
from clearway.intake.model import LARGEST_FILE, LONGEST_TEXT, MOST_PAGES, MOST_TEXTS, Form, GivenText, Taken
from clearway.intake.taking import recognise, take_in

__all__ = [
    "ENCODINGS",
    "LARGEST_FILE",
    "LONGEST_TEXT",
    "MOST_PAGES",
    "MOST_TEXTS",
    "Form",
    "GivenText",
    "Taken",
    "decode",
    "recognise",
    "take_in",
]
