"""Refusals of the stage ``confirm``: what an officer makes of the words of an announcement."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "confirm.unknown_draft",
        "The text has {count} drafts and none with the number {number}.",
        "في النص {count} من المسوّدات وليس بينها الرقم {number}.",
        "See them with `clearway read`, and take a number from there.",
        "اعرضها بالأمر clearway read وخذ الرقم منها.",
    ),
    Refusal(
        "confirm.only_kept",
        "Draft {number} ({what_en}) can only be kept as a claim, because such words change nothing on the ground.",
        "المسوّدة {number} ({what_ar}) تُحفظ قولًا منسوبًا فقط، لأن مثل هذه الكلمات لا تغيّر شيئًا على الأرض.",
        "Keep it with --keep. To open ground takes a decision of the office and a second person.",
        "احفظها بالخيار --keep. أما فتح مكان فيحتاج قرار الجهة وشخصًا ثانيًا.",
    ),
    Refusal(
        "confirm.other_kind",
        "Draft {number} ({what_en}) cannot become {kind}, only: {possible}.",
        "لا تصير المسوّدة {number} ({what_ar}) قيدًا من النوع {kind}، بل: {possible}.",
        "Leave --as away for the usual kind, or keep the words with --keep.",
        "احذف الخيار --as ليؤخذ النوع المعتاد، أو احفظ الكلمات بالخيار --keep.",
    ),
    Refusal(
        "confirm.own_form",
        "A search is reported by those who searched, with their own form, not from the words of an announcement.",
        "يبلّغ عن التفتيش من فتّشوا بنموذجهم، لا من كلمات إعلان.",
        "Keep the words with --keep; whoever searched writes `clearway search` with shape, method and depth.",
        "احفظ الكلمات بالخيار --keep؛ ومن فتّش يكتب clearway search بالشكل والطريقة والعمق.",
    ),
    Refusal(
        "confirm.no_ground",
        "Draft {number} needs its ground, because which ground the words mean is for the officer to say.",
        "تحتاج المسوّدة {number} إلى مكانها، فالضابط هو من يقول أي أرض تعنيها الكلمات.",
        "Say it with --place, --footprint, --disc or --unplaced-within, or keep the words with --keep.",
        "قله بأحد الخيارات --place أو --footprint أو --disc أو --unplaced-within، أو احفظ الكلمات بالخيار --keep.",
    ),
    Refusal(
        "confirm.because_needed",
        "The words of draft {number} do not name this ground, so it must be said why they mean it.",
        "لا تذكر كلمات المسوّدة {number} هذه الأرض بالاسم، فلا بد من ذكر سبب أنها هي المقصودة.",
        "Give the reason with --because.",
        "اذكر السبب بالخيار --because.",
    ),
    Refusal(
        "confirm.weak_words",
        "The words of draft {number} are weak ({what_en}), so it must be said why ground is closed on them.",
        "كلمات المسوّدة {number} ضعيفة ({what_ar})، فلا بد من ذكر سبب الإغلاق بناءً عليها.",
        "Give the reason with --because, or keep the words with --keep: kept, they change nothing.",
        "اذكر السبب بالخيار --because، أو احفظ الكلمات بالخيار --keep: وهي محفوظةً لا تغيّر شيئًا.",
    ),
    Refusal(
        "confirm.read_otherwise",
        "Draft {number} is read otherwise than the rules read it ({what_en}), so it must be said why.",
        "تُقرأ المسوّدة {number} على غير ما قرأتها القواعد ({what_ar})، فلا بد من ذكر السبب.",
        "Give the reason with --because, or keep the words with --keep.",
        "اذكر السبب بالخيار --because، أو احفظ الكلمات بالخيار --keep.",
    ),
    Refusal(
        "confirm.other_state",
        "An announcement of the kind {kind} cannot be in the state {state}, only: {possible}.",
        "إعلان من النوع {kind} لا يكون في الحال {state}، بل: {possible}.",
        "Take a state of that kind, or another kind.",
        "خذ حالًا من أحوال هذا النوع، أو نوعًا آخر.",
    ),
    Refusal(
        "confirm.not_in_text",
        "The text does not say “{words}”.",
        "لا يقول النص «{words}».",
        "A place of a draft is named in the text's own words, letter by letter; other ground is given with the record.",
        "يُسمّى مكان المسوّدة بكلمات النص نفسها حرفًا بحرف، وأي أرض غيرها تُذكر مع القيد.",
    ),
    Refusal(
        "confirm.number_unreadable",
        "Not a number of people or things: “{words}”.",
        "«{words}» ليس عددًا لأشخاص أو أشياء.",
        "Write a whole number, or leave the field empty where the words say none.",
        "اكتب عددًا صحيحًا، أو اترك الخانة فارغة إن كانت الكلمات لا تذكر عددًا.",
    ),
    Refusal(
        "confirm.time_unreadable",
        "Not a day with an hour: “{words}”.",
        "«{words}» ليس يومًا وساعة.",
        "Write it like 2016-11-17T10:00, in the time of the office.",
        "اكتبه بهذه الصورة 2016-11-17T10:00 بتوقيت المكتب.",
    ),
    Refusal(
        "confirm.no_reason",
        "The words of draft {number} do not say why the place is closed.",
        "لا تقول كلمات المسوّدة {number} سبب إغلاق المكان.",
        "Say it with --reason.",
        "قله بالخيار --reason.",
    ),
    Refusal(
        "confirm.other_field",
        "A record of the kind {kind} says nothing of: {fields}.",
        "قيد من النوع {kind} لا يقول شيئًا عن: {fields}.",
        "Leave those options away; `clearway confirm --help` says what each is for.",
        "احذف هذه الخيارات؛ والأمر clearway confirm --help يبيّن لكل خيار غرضه.",
    ),
    Refusal(
        "confirm.names_nothing",
        "A reopening lifts the closures that it names, and draft {number} names none.",
        "إعادة الفتح ترفع الإغلاقات التي تسمّيها، والمسوّدة {number} لا تسمّي شيئًا.",
        "Name them with --names; `clearway check PLACE` shows their ids.",
        "سمِّها بالخيار --names؛ والأمر clearway check يعرض معرّفاتها.",
    ),
    Refusal(
        "confirm.corridor_incomplete",
        "A corridor needs more than the words of draft {number} say: {missing}.",
        "يحتاج الممر إلى أكثر مما تقوله كلمات المسوّدة {number}: {missing}.",
        "Give what is missing, or keep the words with --keep: an announcement opens no corridor.",
        "أعط ما ينقص، أو احفظ الكلمات بالخيار --keep: فالإعلان لا يفتح ممرًا.",
    ),
    Refusal(
        "confirm.already",
        "Draft {number} has been confirmed before, for the same ground, as {id}.",
        "أُكِّدت المسوّدة {number} من قبل للأرض نفسها في القيد {id}.",
        "Nothing more is needed; `clearway explain` shows it. If it was an error, withdraw it with `clearway void`.",
        "لا حاجة إلى شيء آخر؛ والأمر clearway explain يعرض ذلك القيد. وإن كان خطأً فاسحبه بالأمر clearway void.",
    ),
    Refusal(
        "confirm.restricted_words",
        "The statement {id} is kept in the restricted log, and a public record must not quote it.",
        "النص {id} محفوظ في السجل المقيّد، ولا يجوز أن يقتبسه قيد علني.",
        "If the words were said in public, confirm from their text file: they are then kept in the public log.",
        "إن كانت الكلمات قيلت علنًا فأكّدها من ملف نصها: فتُحفظ حينها في السجل العلني.",
    ),
)
