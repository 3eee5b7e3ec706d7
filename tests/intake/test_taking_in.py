"""Files become words: which words, from where, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.intake import LARGEST_FILE, LONGEST_TEXT, MOST_TEXTS, Form, take_in
from clearway.problems import Refused
from tests.intake.files import (
    ATOM,
    MHTML,
    MORE,
    PAGE,
    RSS,
    TELEGRAM,
    TELEGRAM_PAGE,
    WHATSAPP,
    WORDS,
    docx,
    packed,
)
from tests.refusals import refused


def on_a_phone(*parts: int) -> datetime:
    """What a phone's clock shows, in whatever zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


ARABIC_HALF_PAST = on_a_phone(2016, 11, 17, 13, 5)


class TestText:
    def test_stays_as_it_is_to_the_letter(self):
        text = f"\n {WORDS}\r\n\r\n\t{MORE} \n"
        taken = take_in(text.encode(), "a.txt")
        assert (taken.form, taken.encoding, taken.texts[0].words) == (Form.TEXT, "utf-8", text)

    @pytest.mark.parametrize(
        ("codec", "name"),
        [("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1256", "windows-1256"), ("iso8859-6", "iso-8859-6")],
    )
    def test_is_read_in_the_letters_it_was_written_in(self, codec, name):
        text = f"{WORDS} {MORE}"
        taken = take_in(text.encode(codec), "a.txt")
        assert (taken.encoding, taken.texts[0].words) == (name, text)

    @pytest.mark.parametrize("text", ["إغلاق القوارشة", "café à la crème, où l'on dîne", "Straße über München für"])
    @pytest.mark.parametrize("codec", ["cp1256", "cp1252"])
    def test_whose_letters_are_unclear_is_asked_back(self, text, codec):
        data = text.encode(codec, "ignore")
        if data.isascii():
            return
        with refused("intake.encoding_unclear"):
            take_in(data, "a.txt")

    def test_is_read_as_the_person_says(self):
        data = "إغلاق القوارشة".encode("cp1256")
        assert take_in(data, "a.txt", "windows-1256").texts[0].words == "إغلاق القوارشة"
        with refused("intake.wrong_encoding"):
            take_in(data, "a.txt", "utf-8")

    @pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf  "])
    def test_without_words_is_refused(self, data):
        with refused("intake.no_words"):
            take_in(data)

    def test_with_signs_of_no_text_is_refused(self):
        with refused("intake.not_text"):
            take_in(b"a\0b")

    def test_has_its_limits(self):
        with refused("intake.file_too_large"):
            take_in(b"x" * (LARGEST_FILE + 1))
        with refused("intake.text_too_long"):
            take_in(b"x" * (LONGEST_TEXT + 1))


class TestPage:
    def test_gives_its_main_text_without_what_leads_elsewhere(self):
        taken = take_in(PAGE.encode(), "saved.html")
        (text,) = taken.texts
        assert taken.form is Form.PAGE
        assert text.words == f"إغلاق القوارشة\n{WORDS}\n{MORE}"
        assert text.dated == datetime(2016, 11, 17, 13, 5, tzinfo=UTC)
        assert (text.url, text.title) == ("https://news.example/1", "إغلاق القوارشة")

    def test_that_marks_its_article_gives_that(self):
        long = "<div>" + "<p>كلام آخر لا علاقة له بالخبر</p>" * 3 + "</div>"
        marked = f"<html><body>{long}<article><p>{WORDS}</p><p>{MORE}</p></article></body></html>"
        assert take_in(marked.encode(), "x").texts[0].words == f"{WORDS}\n{MORE}"

    def test_declares_its_letters(self):
        page = PAGE.replace("utf-8", "windows-1256")
        taken = take_in(page.encode("cp1256", "xmlcharrefreplace"), "saved.htm")
        assert taken.encoding == "windows-1256"
        assert WORDS in taken.texts[0].words

    def test_that_declares_other_letters_than_it_has_is_asked_back(self):
        with refused("intake.encoding_unclear"):
            take_in(PAGE.replace("utf-8", "windows-1252").encode("cp1256", "xmlcharrefreplace"), "saved.htm")

    def test_saved_with_its_pictures_in_one_file(self):
        taken = take_in(MHTML.encode(), "saved.mhtml")
        (text,) = taken.texts
        assert (taken.form, taken.media_type) == (Form.PAGE, "multipart/related")
        assert text.words == f"إغلاق القوارشة\n{WORDS}\n{MORE}"
        assert text.url == "https://news.example/saved"

    def test_saved_in_one_file_without_a_page_is_refused(self):
        with refused("intake.damaged"):
            take_in(MHTML.replace("text/html\nContent-T", "text/plain\nContent-T").encode(), "saved.mhtml")

    def test_that_builds_itself_in_the_browser_is_refused(self):
        with refused("intake.no_words"):
            take_in(b"<html><body><div id=root></div><script>go()</script></body></html>", "x.html")

    def test_deeper_than_any_page_is_refused_rather_than_cut_off(self):
        with refused("intake.too_deep"):
            take_in(b"<html><body>" + b"<div>" * 5000 + b"x" + b"</div>" * 5000 + b"</body></html>", "x.html")


class TestDocx:
    def test_gives_its_paragraphs_after_accepted_changes(self):
        taken = take_in(docx(), "a.docx")
        assert taken.form is Form.DOCX
        assert taken.texts[0].words == f"{WORDS}\n{MORE}"

    def test_that_unpacks_without_end_is_refused(self):
        with refused("intake.unpacks_too_large"):
            take_in(packed({"word/document.xml": b" " * 60_000_000}), "a.docx")

    def test_whose_entities_multiply_says_nothing_by_them(self):
        laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 50 + '"><!ENTITY c "' + "&b;" * 50 + '">]>'
        body = (
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>'
            "<w:r><w:t>so &c;</w:t></w:r></w:p></w:document>"
        )
        taken = take_in(packed({"word/document.xml": (laughs + body).encode()}), "a.docx")
        assert taken.texts[0].words == "so"

    def test_that_is_cut_off_is_refused(self):
        with refused("intake.damaged"):
            take_in(docx()[:-100], "a.docx")

    def test_nested_without_end_is_refused(self):
        with refused("intake.too_deep"):
            take_in(docx("<w:x>" * 3000 + "</w:x>" * 3000), "a.docx")

    def test_of_the_old_kind_is_refused(self):
        with refused("intake.old_word"):
            take_in(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a.doc")

    def test_another_packed_file_is_refused(self):
        with refused("intake.unknown_form"):
            take_in(packed({"a.xml": b"<a/>"}), "a.zip")


class TestChat:
    def test_of_a_phone_is_one_text_a_message_without_who_sent_it(self):
        taken = take_in(WHATSAPP.encode(), "chat.txt")
        assert taken.form is Form.CHAT
        assert not taken.original_may_be_kept
        assert [each.words for each in taken.texts] == [f"{WORDS}\n{MORE}", "فُتح طريق المطار أمام المدنيين."]
        assert [each.dated for each in taken.texts] == [ARABIC_HALF_PAST, on_a_phone(2016, 11, 18, 9, 30)]
        assert taken.left_out == 2
        assert "سالم" not in str(taken)

    @pytest.mark.parametrize(
        ("line", "dated"),
        [
            ("[17/11/2016, 13:05:22] Salem: Road closed", on_a_phone(2016, 11, 17, 13, 5, 22)),
            ("\u200e[2016/11/17, 1:05:22\u202fPM] Salem: Road closed", on_a_phone(2016, 11, 17, 13, 5, 22)),
            ("11/17/16, 12:05 AM - Salem: Road closed", on_a_phone(2016, 11, 17, 0, 5)),
            ("١٧/١١/٢٠١٦، ١:٠٥ م - سالم: أُغلق الطريق", on_a_phone(2016, 11, 17, 13, 5)),
            ("01/02/2016, 13:05 - Salem: Road closed", None),
            ("02/02/2016, 13:05 - Salem: Road closed", on_a_phone(2016, 2, 2, 13, 5)),
        ],
    )
    def test_dates_as_phones_write_them_and_none_where_day_and_month_are_unclear(self, line, dated):
        assert take_in(line.encode()).texts[0].dated == dated

    def test_packed_with_its_pictures(self):
        taken = take_in(packed({"_chat.txt": WHATSAPP.encode(), "1.jpg": b"x"}), "WhatsApp.zip")
        assert len(taken.texts) == 2

    def test_of_telegram_as_json(self):
        taken = take_in(TELEGRAM.encode(), "result.json")
        (text,) = taken.texts
        assert text.words == f"بيان: {WORDS} {MORE}"
        assert text.dated == datetime(2016, 11, 17, 13, 5, tzinfo=UTC)
        assert (text.channel, taken.left_out) == ("غرفة الطوارئ", 2)
        assert "سالم" not in str(taken)

    def test_of_telegram_between_people_names_no_channel(self):
        private = TELEGRAM.replace("public_channel", "personal_chat")
        assert take_in(private.encode(), "result.json").texts[0].channel is None

    def test_of_telegram_as_a_page(self):
        taken = take_in(TELEGRAM_PAGE.encode(), "messages.html")
        (text,) = taken.texts
        assert (taken.form, text.words) == (Form.CHAT, f"{WORDS}\n{MORE}")
        assert text.dated == datetime(2016, 11, 17, 15, 5, tzinfo=timezone(timedelta(hours=2)))
        assert "سالم" not in str(taken)

    def test_with_more_messages_than_anybody_reads_is_refused(self):
        with refused("intake.too_many_texts"):
            take_in(b"17/11/2016, 13:05 - A: b\n" * (MOST_TEXTS + 1))


class TestFeed:
    def test_is_one_text_an_item(self):
        taken = take_in(RSS.encode(), "feed.xml")
        (text,) = taken.texts
        assert taken.form is Form.FEED
        assert text.words == f"إغلاق القوارشة\n{WORDS}\n{MORE}"
        assert (text.url, text.channel) == ("https://news.example/1", "وكالة المثال")
        assert text.dated == datetime(2016, 11, 17, 13, 5, tzinfo=UTC)
        assert taken.left_out == 1

    def test_of_atom(self):
        (text,) = take_in(ATOM.encode(), "a.atom").texts
        assert (text.words, text.url) == (f"خبر\n{WORDS}", "https://news.example/2")

    def test_in_windows_1256(self):
        feed = RSS.replace("UTF-8", "windows-1256").encode("cp1256", "xmlcharrefreplace")
        assert WORDS in take_in(feed, "feed.xml").texts[0].words

    def test_that_reads_a_file_of_this_machine_gets_nothing(self, tmp_path):
        secret = tmp_path / "secret"
        secret.write_text("geheim", encoding="utf-8")
        entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'
        body = "<rss><channel><item><title>a &x;</title></item></channel></rss>"
        assert "geheim" not in str(take_in((entity + body).encode(), "x.xml"))

    @pytest.mark.parametrize("broken", ["<rss><channel><item>", "<rss" + "<a>" * 3000])
    def test_that_is_broken_is_refused(self, broken):
        with pytest.raises(Refused, match=r"intake\.(damaged|too_deep)"):
            take_in(broken.encode(), "x.xml")


class TestSomethingElse:
    """Files that a plain reader would take for words, and find nothing in."""

    @pytest.mark.parametrize(
        "start", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"II*\0", b"RIFF\0\0\0\0WEBP"]
    )
    def test_a_picture_is_refused(self, start):
        with refused("intake.picture"):
            take_in(start + bytes(range(256)), "a.txt")

    def test_rich_text_and_letters_are_refused(self):
        letter = MHTML.replace("multipart/related", "text/plain")
        for data in (rb"{\rtf1\ansi\ansicpg1256 \'c7\'e1}", letter.encode()):
            with refused("intake.unknown_form"):
                take_in(data, "a.txt")

    def test_an_envelope_without_end_is_taken_in_or_refused(self):
        head = "".join(f'Content-Type: multipart/related; boundary="b{n}"\n\n--b{n}\n' for n in range(3000))
        with pytest.raises(Refused, match=r"intake\.(damaged|too_deep)"):
            take_in(f"MIME-Version: 1.0\n{head}".encode(), "a.mhtml")


SEEDS = [
    PAGE.encode(),
    MHTML.encode(),
    WHATSAPP.encode(),
    RSS.encode(),
    ATOM.encode(),
    TELEGRAM.encode(),
    TELEGRAM_PAGE.encode(),
    docx(),
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=6)), max_size=8), st.data())
def test_whatever_is_wrong_with_a_file_it_is_taken_in_or_refused(seed, changes, data):
    broken = bytearray(seed)
    for place, put in changes:
        broken[place : place + len(put)] = put
    cut = data.draw(st.integers(0, len(broken)))
    try:
        taken = take_in(
            bytes(broken[:cut] if cut % 3 == 0 else broken), data.draw(st.sampled_from(["", "a.html", "a.docx"]))
        )
    except Refused:
        return
    assert taken.texts
    for number, text in enumerate(taken.texts, start=1):
        assert text.number == number
        assert text.words.strip()
        text.words.encode()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_taken_in_or_refused(data):
    try:
        taken = take_in(data, "a.txt")
    except Refused:
        return
    assert all(text.words.strip() for text in taken.texts)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=200))
def test_any_plain_text_comes_out_as_it_went_in(words):
    text = f"x {words}"
    assert take_in(text.encode(), "a.txt").texts[0].words == text
