"""Refusals of the stage ``intake``: files whose words cannot be taken in."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "intake.file_too_large",
        "The file has {size} bytes; at most {limit} are read.",
        "حجم الملف {size} بايت، ولا يُقرأ أكثر من {limit}.",
        "Save the announcement alone, without pictures or other pages.",
        "احفظ الإعلان وحده دون صور ولا صفحات أخرى.",
    ),
    Refusal(
        "intake.unpacks_too_large",
        "The file unpacks to more than {limit} bytes.",
        "يتجاوز الملف بعد فك ضغطه {limit} بايت.",
        "Do not open it; ask whoever sent it for the words as plain text.",
        "لا تفتحه، واطلب ممن أرسله الكلمات نصًّا عاديًّا.",
    ),
    Refusal(
        "intake.text_too_long",
        "The text has {length} letters; at most {limit} are read.",
        "طول النص {length} حرفًا، ولا يُقرأ أكثر من {limit}.",
        "Cut it into its announcements, or read an archive with --batch.",
        "قسّمه إلى إعلاناته، أو اقرأه أرشيفًا بالخيار --batch.",
    ),
    Refusal(
        "intake.too_many_texts",
        "The file holds more than {limit} messages or items.",
        "في الملف أكثر من {limit} رسالة أو مادة.",
        "Export a shorter time, or read an archive with --batch.",
        "صدّر مدة أقصر، أو اقرأه أرشيفًا بالخيار --batch.",
    ),
    Refusal(
        "intake.too_many_pages",
        "The file has more than {limit} pages.",
        "في الملف أكثر من {limit} صفحة.",
        "Save the pages of the announcement alone.",
        "احفظ صفحات الإعلان وحدها.",
    ),
    Refusal(
        "intake.too_deep",
        "The file is nested deeper than any document is, so part of it would be lost.",
        "الملف متداخل بعمق لا يبلغه مستند، فيضيع جزء منه لو قُرئ.",
        "Save the words as plain text and read that.",
        "احفظ الكلمات نصًّا عاديًّا واقرأه.",
    ),
    Refusal(
        "intake.takes_too_long",
        "The file was not read within {seconds} seconds, or takes too much memory.",
        "لم تكتمل قراءة الملف في {seconds} ثانية أو استهلكت ذاكرة أكثر مما يجوز.",
        "Save the words as plain text and read that.",
        "احفظ الكلمات نصًّا عاديًّا واقرأه.",
    ),
    Refusal(
        "intake.damaged",
        "The file is no whole {form} file.",
        "الملف ليس ملف {form} سليمًا.",
        "Get it again, or save the words as plain text.",
        "احصل عليه من جديد أو احفظ الكلمات نصًّا عاديًّا.",
    ),
    Refusal(
        "intake.locked",
        "The file is locked with a password or forbids taking its words out.",
        "الملف مقفل بكلمة مرور أو يمنع أخذ كلماته.",
        "Ask for a copy that is not locked, or write down the words as plain text.",
        "اطلب نسخة غير مقفلة أو اكتب الكلمات نصًّا عاديًّا.",
    ),
    Refusal(
        "intake.old_word",
        "The file is of the old DOC kind.",
        "الملف من نوع DOC القديم.",
        "Open it and save it as DOCX or as plain text.",
        "افتحه واحفظه بصيغة DOCX أو نصًّا عاديًّا.",
    ),
    Refusal(
        "intake.unknown_form",
        "The file is none of those that can be read.",
        "الملف ليس من الأنواع التي تُقرأ.",
        "Text, a saved web page, PDF, DOCX, an exported chat, RSS and Atom can be read.",
        "تُقرأ النصوص وصفحات الويب المحفوظة وPDF وDOCX والمحادثات المصدّرة وRSS وAtom.",
    ),
    Refusal(
        "intake.scan",
        "The PDF has no letters in it; its pages are pictures.",
        "لا حروف في ملف PDF هذا، فصفحاته صور.",
        "Type the words, or have them recognised by another program and compare them with the picture. "
        "Keep the scan beside them with --file.",
        "اكتب الكلمات، أو استخرجها ببرنامج آخر وقارنها بالصورة. واحفظ الصورة معها بالخيار --file.",
    ),
    Refusal(
        "intake.picture",
        "The file is a picture.",
        "الملف صورة.",
        "Type the words, or have them recognised by another program and compare them with the picture. "
        "Keep the picture beside them with --file.",
        "اكتب الكلمات، أو استخرجها ببرنامج آخر وقارنها بالصورة. واحفظ الصورة معها بالخيار --file.",
    ),
    Refusal(
        "intake.letters_unknown",
        "The PDF does not say which letters many of its signs are.",
        "لا يبيّن ملف PDF أي حروف تعنيها كثير من علاماته.",
        "Ask for the document it was made from, or type the words.",
        "اطلب المستند الذي صُنع منه أو اكتب الكلمات.",
    ),
    Refusal(
        "intake.turned",
        "Much of the PDF's text is turned or mirrored, so that its order is not known.",
        "كثير من نص ملف PDF مدوَّر أو معكوس، فلا يُعرف ترتيبه.",
        "Ask for the document it was made from, or type the words.",
        "اطلب المستند الذي صُنع منه أو اكتب الكلمات.",
    ),
    Refusal(
        "intake.not_text",
        "The file holds signs that stand in no text.",
        "في الملف علامات لا تكون في نص.",
        "Save the words as plain text in UTF-8 and read that.",
        "احفظ الكلمات نصًّا عاديًّا بترميز UTF-8 واقرأه.",
    ),
    Refusal(
        "intake.no_words",
        "There are no words in the file.",
        "لا كلمات في الملف.",
        "Look whether it is the right file; a page that builds itself in the browser must be saved from there.",
        "تأكد من أنه الملف الصحيح؛ والصفحة التي تتكوّن في المتصفح تُحفظ منه.",
    ),
    Refusal(
        "intake.wrong_encoding",
        "The file is not written in {encoding}: byte {position} does not fit.",
        "الملف ليس مكتوبًا بترميز {encoding}: البايت {position} لا يوافقه.",
        "Say how it is written with --encoding, or save it again in UTF-8.",
        "حدّد ترميزه بالخيار --encoding أو احفظه من جديد بترميز UTF-8.",
    ),
    Refusal(
        "intake.encoding_unclear",
        "It is not clear how the letters of the file are written.",
        "لا يتضح ترميز حروف الملف.",
        "Say it with --encoding ({possible}), and look whether the words come out right.",
        "حدّده بالخيار --encoding ({possible}) وتأكد من سلامة الكلمات.",
    ),
    Refusal(
        "intake.which_text",
        "The file holds {count} texts, and which one is meant was not said, or there is none with that number.",
        "في الملف {count} من النصوص، ولم يُذكر أيها المقصود أو لا نص بذلك الرقم.",
        "Name it with --text N; `clearway read` shows the numbers.",
        "سمِّه بالخيار --text ورقمه؛ والأمر clearway read يعرض الأرقام.",
    ),
)
