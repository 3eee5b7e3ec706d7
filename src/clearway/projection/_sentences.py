"""The sentences of rules and findings: code -> (English, Arabic). Codes are never reused."""

from __future__ import annotations

RULE_SENTENCES: dict[str, tuple[str, str]] = {
    "A1": (
        "A restriction counts as soon as its signature verifies and it lies in an accepted log; authority is needed only to loosen.",
        "يسري التقييد ما دام توقيعه صحيحًا وهو مسجَّل في سجلّ معتمد؛ ولا تلزم الصلاحية إلا لرفع التقييد.",
    ),
    "A2": (
        "Authority is a chain of grants from the roots of the trust file; kinds, ground and time can only shrink along it.",
        "الصلاحية سلسلة تفويضات تبدأ من جذور ملف الثقة، ولا يمكن إلا أن يضيق نوعها ومكانها وزمانها كلما امتدّت.",
    ),
    "A3": (
        "What loosens names its grant, valid when it was logged and when it was written; a release also waits for a window, and any office may suspend it.",
        "كل ما يخفّف القيود يذكر تفويضه، ويجب أن يكون ساريًا عند الكتابة وعند التسجيل؛ وقرار الرفع ينتظر مهلة، ولأي جهة أن تعلّقه.",
    ),
    "A4": (
        "A revoked key loses everything it loosened since the given time; a forked log loosens nothing after the last common size.",
        "المفتاح المُلغى يفقد كل ما رفعه منذ الوقت المذكور؛ والسجلّ المتفرّع لا يرفع شيئًا بعد آخر حجم مشترك.",
    ),
    "A5": (
        "Forged records never count; kinds that are not known can only tighten.",
        "السجلات المزوّرة لا تُحتسب أبدًا؛ والأنواع غير المعروفة لا يمكنها إلا التشديد.",
    ),
    "A6": (
        "No record is invalid because of the order in which it arrived.",
        "لا يبطل أي سجلّ بسبب ترتيب وصوله.",
    ),
    "B1": (
        "A release releases exactly the records it names; nothing is inherited by area, replacement or date.",
        "قرار الرفع يرفع السجلات التي يسمّيها فقط؛ ولا ينتقل الرفع بالمكان أو الاستبدال أو التاريخ.",
    ),
    "B2": (
        "A restriction made in error is withdrawn by two people of its office; not while an accident refers to it.",
        "التقييد الذي سُجِّل خطأً يسحبه شخصان من الجهة نفسها، ولا يُسحب ما دام حادث يشير إليه.",
    ),
    "B3": (
        "A replacement is a link for people: the old record holds until it is released.",
        "الاستبدال رابط للقارئ فقط: يبقى السجلّ القديم ساريًا حتى يُرفع.",
    ),
    "B4": (
        "A closure ends by a reopening of the same office, signed by two people; a closure past its term is not reopened by that.",
        "ينتهي الإغلاق بقرار إعادة فتح من الجهة نفسها يوقّعه شخصان؛ وانتهاء مدته وحده لا يفتح المكان.",
    ),
    "B5": (
        "A hazard is released by survey and decision of two organisations, or by search, passed control, decision and hand-over signed by operator, authority and recipient.",
        "يُرفع الخطر بمسح وقرار من مؤسستين، أو بتفتيش ومراقبة جودة ناجحة وقرار وتسليم يوقّعه المنفّذ والسلطة والمستلم.",
    ),
    "B6": (
        "Cleared is computed point by point: handed over, decided, searched for explosives deep enough and not by eye only, inside a passed lot, outside unsearched parts and failed lots.",
        "التطهير يُحسب نقطة بنقطة: مسلَّمة ومقرَّرة ومفتَّشة بحثًا عن المتفجّرات بالعمق المقرَّر وليس بالنظر فقط، داخل قطعة ناجحة وخارج ما لم يُفتَّش أو رسب.",
    ),
    "B7": (
        "Fighting, shelling, mines, a military closure or an evacuation make the ground suspected; a release counts only if the search began after that had ended.",
        "القتال والقصف والألغام والإغلاق العسكري والإخلاء تجعل الأرض مشتبهًا بها؛ ولا يُحتسب الرفع إلا إذا بدأ التفتيش بعد انتهاء ذلك.",
    ),
    "B8": (
        "An accident or a find makes a precautionary area at once, also in released ground.",
        "الحادث أو الجسم المكتشف يجعل المكان منطقة احتياطية فورًا، حتى في أرض مرفوع عنها الخطر.",
    ),
    "B9": (
        "A public report restricts only after an officer's triage; a large or hospital-cutting closure holds at once and asks for a second person within two hours.",
        "بلاغ الجمهور لا يقيّد إلا بعد فرز ضابط؛ والإغلاق الواسع أو القاطع لمستشفى يسري فورًا ويلزمه شخص ثانٍ خلال ساعتين.",
    ),
    "B10": (
        "A restriction without a shape bars every release and permit in its whole region until a release names it or it is placed.",
        "التقييد الذي لا يُعرف مكانه بالضبط يمنع كل رفع وكل إذن في منطقته كلها حتى يُرفع باسمه أو يُحدَّد مكانه.",
    ),
    "B11": (
        "Contested is a label: another office says otherwise, and the restriction holds.",
        "«متنازع عليه» وسمٌ فقط: جهة أخرى تقول غير ذلك، ويبقى التقييد ساريًا.",
    ),
    "B12": (
        "A restriction holds indoors and out; a release counts outdoors, or only for the unit it names.",
        "التقييد يسري داخل المباني وخارجها؛ أما الرفع فيسري في الخارج، أو في الوحدة التي يسمّيها فقط.",
    ),
    "C": (
        "A corridor is open only while all parties on every segment consent, in its window, lately confirmed, touching no unreleased hazard; a permit never changes what the ground is.",
        "الممر مفتوح فقط ما دامت كل الأطراف موافقة على كل مقطع، في وقته، ومؤكَّدًا حديثًا، ولا يمسّ خطرًا قائمًا؛ والإذن لا يغيّر حال الأرض.",
    ),
    "D": (
        "A record's time is when a trusted witness first saw its log with it; time never goes back.",
        "وقت السجلّ هو أول مرة رأى فيها شاهد موثوق السجلَّ وفيه هذا القيد؛ والوقت لا يرجع.",
    ),
    "E": (
        "The public picture is never more open than its owner's.",
        "الصورة المعلنة لا تكون أبدًا أكثر انفتاحًا من صورة صاحبها.",
    ),
}

FINDING_SENTENCES: dict[str, tuple[str, str]] = {
    "A2.chain_too_deep": ("The chain of grants is too long.", "سلسلة التفويضات أطول من المسموح."),
    "A2.no_delegation": ("The grant may not be passed on.", "هذا التفويض لا يُفوَّض لغير حامله."),
    "A2.not_in_scope": ("The grant does not list this kind of record.", "التفويض لا يشمل هذا النوع من السجلات."),
    "A2.not_the_holder": ("The grant was given to another person, office or key.", "التفويض لشخص أو جهة أو مفتاح آخر."),
    "A2.other_log": (
        "The root it rests on speaks for other logs than this.",
        "الجذر الذي يستند إليه يتكلّم في سجلات أخرى لا في هذا السجلّ.",
    ),
    "A2.unknown_organisation": (
        "The trust file does not list the organisation of its grant.",
        "ملف الثقة لا يذكر مؤسسة التفويض.",
    ),
    "A2.outside_ground": (
        "The record reaches beyond the ground of its grant.",
        "يتجاوز السجلّ المكان الذي يشمله التفويض.",
    ),
    "A3.grant_not_at_hand": ("The grant it names is not at hand.", "التفويض المذكور غير متوفر هنا."),
    "A3.no_grant": ("It names no grant.", "لا يذكر أي تفويض."),
    "A3.not_a_grant": ("What it names as its grant is none that counts.", "ما ذُكر تفويضًا ليس تفويضًا معتبرًا."),
    "A3.not_logged": ("No trusted witness has seen its log with it yet.", "لم يرَ أي شاهد موثوق هذا السجلّ بعد."),
    "A3.outside_term": ("It was written or logged outside the term of its grant.", "كُتب أو سُجِّل خارج مدة التفويض."),
    "A3.past_its_end": ("It ends by its own words, and that time has passed.", "انتهى أجله المذكور فيه نفسه."),
    "A3.suspended": ("It is suspended.", "هو معلَّق."),
    "A3.window_open": ("Its waiting time has not passed.", "لم تنقضِ مهلة الانتظار."),
    "A4.after_fork": (
        "Its log is forked, and it lies after the last common size.",
        "سجلّه متفرّع، وهو بعد آخر حجم مشترك.",
    ),
    "A4.revoked": ("The key that signed it was revoked from that time.", "المفتاح الذي وقّعه مُلغى منذ ذلك الوقت."),
    "A5.no_loosening": (
        "Its kind, version or body gives it no effect that loosens.",
        "نوعه أو إصداره أو محتواه لا يعطيه أثرًا يخفّف القيود.",
    ),
    "A5.unverified": ("The public key of its signer is not at hand.", "المفتاح العام للموقّع غير متوفر."),
    "A5.unverified_restricts": (
        "The public key of its signer is not at hand; it restricts all the same.",
        "المفتاح العام للموقّع غير متوفر؛ ويبقى التقييد ساريًا.",
    ),
    "B1.decision_does_not_name": ("The decision does not name this restriction.", "القرار لا يسمّي هذا التقييد."),
    "B1.not_at_hand": ("It names a record that is not at hand.", "يسمّي سجلًّا غير متوفر هنا."),
    "B1.not_on_this_axis": ("It does not bear on what this restriction is about.", "لا يتعلّق بموضوع هذا التقييد."),
    "B2.accident_refers": ("An accident refers to the restriction.", "حادثٌ يشير إلى هذا التقييد."),
    "B4.no_second_person": ("No second person of the office has signed.", "لم يوقّع شخص ثانٍ من الجهة نفسها."),
    "B4.not_the_office": ("It is not this office's restriction to end.", "إنهاء هذا التقييد ليس لهذه الجهة."),
    "B5.control_of_another": (
        "The control did not pass, or is of another search.",
        "مراقبة الجودة لم تنجح أو أنها لتفتيش آخر.",
    ),
    "B5.control_of_own_organisation": (
        "The organisation that searched controlled its own work.",
        "المؤسسة التي فتّشت راقبت جودة عملها بنفسها.",
    ),
    "B5.decision_does_not_clear": (
        "The decision or hand-over does not say cleared.",
        "القرار أو التسليم لا ينصّ على التطهير.",
    ),
    "B5.decision_rests_on_another": ("The decision does not rest on this report.", "القرار لا يستند إلى هذا التقرير."),
    "B5.no_authority": ("The authority has not approved.", "السلطة لم توافق."),
    "B5.no_decision": ("It rests on no decision that is at hand.", "لا يستند إلى قرار متوفر."),
    "B5.no_operator": ("The operator has not approved.", "الجهة المنفّذة لم توافق."),
    "B5.no_passed_control": ("No passed quality control counts.", "لا توجد مراقبة جودة ناجحة معتبرة."),
    "B5.no_recipient": ("The recipient has not approved.", "الجهة المستلمة لم توافق."),
    "B5.no_search": ("No search report counts.", "لا يوجد تقرير تفتيش معتبر."),
    "B5.no_survey": ("It rests on no survey report of the right kind.", "لا يستند إلى تقرير مسح من النوع المطلوب."),
    "B5.notice_not_approved": (
        "The release notice lacks the approvals for its product.",
        "إشعار الرفع تنقصه الموافقات المطلوبة.",
    ),
    "B5.one_organisation": ("The same organisation reported and decided.", "المؤسسة نفسها كتبت التقرير وأصدرت القرار."),
    "B5.other_authority": (
        "Who signed for the authority is not of the organisation that decided.",
        "من وقّع عن السلطة ليس من المؤسسة التي أصدرت القرار.",
    ),
    "B5.other_operator": (
        "Who signed for the operator is not of an organisation that searched.",
        "من وقّع عن الجهة المنفّذة ليس من مؤسسة فتّشت.",
    ),
    "B5.other_recipient": (
        "Who signed as the recipient is of an organisation that searched or decided.",
        "من وقّع بصفة الجهة المستلمة هو من مؤسسة فتّشت أو أصدرت القرار.",
    ),
    "B5.own_control": ("The same person searched and controlled.", "الشخص نفسه فتّش وراقب الجودة."),
    "B5.same_person": ("The same person signed twice.", "الشخص نفسه وقّع مرتين."),
    "B6.looser_than_decision": (
        "Report or hand-over is looser than the decision: depth, gap or standard.",
        "التقرير أو التسليم أقل صرامة من القرار في العمق أو الفجوة أو المعيار.",
    ),
    "B6.no_standard": ("It was done to no standard.", "لم يُنفَّذ وفق أي معيار."),
    "B6.not_for_explosives": ("The search was not for explosives.", "لم يكن التفتيش بحثًا عن المتفجّرات."),
    "B6.visual_only": ("The search was by eye only.", "كان التفتيش بالنظر فقط."),
    "B7.event_not_ended": ("Nobody says with evidence that the event had ended.", "لا دليل على أن الحدث انتهى."),
    "B7.older_than_event": (
        "The fieldwork began before the event (fighting, an accident, a find) had ended.",
        "بدأ العمل الميداني قبل انتهاء الحدث (قتال أو حادث أو جسم عُثر عليه).",
    ),
    "B10.bars_permits": (
        "A restriction somewhere in this region bars permits.",
        "تقييد في مكان غير محدَّد داخل المنطقة يمنع الأذون.",
    ),
    "B10.no_shaped_restriction": (
        "The shaped restriction it names is not at hand.",
        "التقييد المحدَّد المكان الذي يذكره غير متوفر.",
    ),
    "B10.not_reopened": (
        "A restriction without a shape is placed or released as a hazard; a reopening does not end it.",
        "التقييد غير المحدَّد المكان يُحدَّد مكانه أو يُرفع بوصفه خطرًا؛ ولا تنهيه إعادة الفتح.",
    ),
    "B10.not_unplaced": ("The restriction has a shape already.", "للتقييد مكان محدَّد أصلًا."),
    "C.closure_not_named": (
        "A closure here is not named by the permit, or allows none.",
        "يوجد إغلاق لا يذكره الإذن أو لا يسمح بأذون.",
    ),
    "C.consent_missing": (
        "A controlling party has not consented on some segment.",
        "طرف مسيطر لم يوافق على أحد المقاطع.",
    ),
    "C.doubtful": ("Records or position are doubtful here.", "البيانات أو الموقع هنا غير مؤكَّدة."),
    "C.hazard_in_buffer": ("An unreleased hazard touches the corridor.", "خطر قائم يمسّ الممر."),
    "C.hazard_without_escort": (
        "The ground is hazardous; only escorted entry serves.",
        "الأرض خطرة؛ لا يكفي إلا الدخول بمرافقة.",
    ),
    "C.no_ground": ("The corridor's ground is not at hand.", "مسار الممر غير متوفر."),
    "C.not_begun": ("It has not begun.", "لم يبدأ بعد."),
    "C.not_confirmed_lately": ("Nobody has confirmed it lately.", "لم يؤكّده أحد حديثًا."),
    "C.not_for_civilians": ("It is not for civilians.", "ليس للمدنيين."),
    "C.outside_window": ("It is outside its hours of passage.", "خارج فترة العبور."),
    "C.parties_of_one_office": (
        "Only one office says who controls the way.",
        "جهة واحدة فقط تقول من يسيطر على الطريق.",
    ),
    "C.parties_unknown": ("Who controls some segment is not known.", "لا يُعرف من يسيطر على أحد المقاطع."),
    "C.permit_elsewhere": ("The permit is for another place.", "الإذن لمكان آخر."),
    "C.permit_not_now": ("The permit is not valid now.", "الإذن غير سارٍ الآن."),
    "C.unplaced_in_region": (
        "A restriction lies somewhere in the corridor's region.",
        "يوجد تقييد في مكان غير محدَّد داخل منطقة الممر.",
    ),
    "E.notice_ends_by_notice": (
        "A public hazard notice ends only by a release notice of the same authority.",
        "إشعار الخطر المعلن لا ينتهي إلا بإشعار رفع من السلطة نفسها.",
    ),
    "E.own_evidence": (
        "Whoever holds the authority's own records tests them; its public word releases only its notices.",
        "من لديه سجلات السلطة نفسها يتحقّق منها؛ وقولها المعلن لا يرفع عنده إلا إشعاراتها.",
    ),
}
