"""Refusals of the stage ``desk``: the workspace, its keys and clock, and what the office can see will not do."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

_WORKSPACE: tuple[Refusal, ...] = (
    Refusal(
        "desk.no_workspace",
        "There is no workspace in {folder}.",
        "لا يوجد مكتب في المجلد {folder}.",
        "Go into the folder that holds clearway.toml, name it with --workspace, or make one with `clearway init`.",
        "ادخل إلى المجلد الذي فيه clearway.toml، أو اذكره بالخيار --workspace، أو أنشئ مكتبًا بالأمر clearway init.",
    ),
    Refusal(
        "desk.workspace_exists",
        "There is a workspace in {folder} already.",
        "يوجد مكتب في المجلد {folder} من قبل.",
        "Choose an empty folder. Nothing was changed.",
        "اختر مجلدًا فارغًا. لم يتغيّر شيء.",
    ),
    Refusal(
        "desk.nobodys_workspace",
        "The settings do not say whose workspace this is.",
        "لا تقول الإعدادات لمن هذا المكتب.",
        "Set office.name and office.origin in clearway.toml, as `clearway init` does.",
        "اكتب office.name و office.origin في ملف clearway.toml كما يفعل الأمر clearway init.",
    ),
    Refusal(
        "desk.file_unreadable",
        "The file {file} cannot be read: {because}.",
        "تعذّرت قراءة الملف {file}: {because}.",
        "Check its name and its rights; if it is damaged, restore it from the backup.",
        "تأكد من اسمه ومن صلاحيات قراءته؛ وإن كان تالفًا فاستعده من النسخة الاحتياطية.",
    ),
    Refusal(
        "desk.file_not_utf8",
        "The letters of the file {file} are not written in UTF-8.",
        "حروف الملف {file} ليست مكتوبة بترميز UTF-8.",
        "Save it again in UTF-8; spreadsheets offer it as CSV UTF-8.",
        "احفظه من جديد بترميز UTF-8؛ وتسمّيه برامج الجداول CSV UTF-8.",
    ),
    Refusal(
        "desk.file_unwritable",
        "The file {file} cannot be written: {because}.",
        "تعذّرت كتابة الملف {file}: {because}.",
        "Make room on the disk, or correct the rights of the folder, and repeat the command.",
        "أفرغ مكانًا على القرص أو صحّح صلاحيات المجلد ثم أعد الأمر.",
    ),
    Refusal(
        "desk.blocks_unreadable",
        "The file of blocks {file} cannot be used: {because}.",
        "لا يمكن استخدام ملف القطع {file}: {because}.",
        "Give a GeoJSON FeatureCollection whose features have an id and a Polygon or MultiPolygon.",
        "استخدم ملف GeoJSON من نوع FeatureCollection لكل عنصر فيه معرّف ومضلّع.",
    ),
)

_KEEPING: tuple[Refusal, ...] = (
    Refusal(
        "desk.folder_not_empty",
        "The folder {folder} is not empty.",
        "المجلد {folder} ليس فارغًا.",
        "Choose a new folder for each backup; an older one is never overwritten.",
        "اختر مجلدًا جديدًا لكل نسخة احتياطية؛ فالنسخة الأقدم لا يُكتب فوقها.",
    ),
    Refusal(
        "desk.only_in_memory",
        "This workspace is kept in memory only and has no files to back up.",
        "هذا المكتب محفوظ في الذاكرة فقط، ولا ملفات له تُنسخ.",
        "Make a workspace in a folder.",
        "أنشئ مكتبًا في مجلد.",
    ),
    Refusal(
        "desk.no_backup",
        "There is no finished backup in {folder}.",
        "لا توجد نسخة احتياطية مكتملة في المجلد {folder}.",
        "Name the folder that `clearway backup` wrote.",
        "اذكر المجلد الذي كتبه الأمر clearway backup.",
    ),
    Refusal(
        "desk.nobody_of_this_number",
        "The sealed store knows nobody by the number {person}.",
        "المخزن المقفل لا يعرف أحدًا بالرقم {person}.",
        "Check the number; a name that was forgotten cannot be brought back.",
        "راجع الرقم؛ والاسم الذي مُحي لا يُستعاد.",
    ),
    Refusal(
        "desk.own_check",
        "{holder} wrote this report or took another step of its check ({id}): three other people look at it.",
        "{holder} كتب هذا التقرير أو نفّذ خطوة أخرى من تدقيقه ({id}): يدقّقه ثلاثة أشخاص آخرون.",
        "Let somebody else take this step, with a key of his own. To keep it all the same, with no effect, repeat with "
        "--force.",
        "لينفّذ هذه الخطوة شخص آخر له مفتاحه الخاص. ولحفظها مع ذلك أعد الأمر مع --force؛ ولن تُحتسب.",
    ),
    Refusal(
        "desk.paper_unreadable",
        "This PDF cannot be kept: what it says of its making cannot be taken out of it.",
        "لا يمكن حفظ ملف PDF هذا: يتعذّر أن يُنزع منه ما يقوله عن صنعه.",
        "Scan the paper again, without a password, with at most 500 pages; or give each page as JPEG or PNG.",
        "امسح الورقة ضوئيًا من جديد، بلا كلمة مرور، وبما لا يزيد على 500 صفحة؛ أو أعطِ كل صفحة صورة JPEG أو PNG.",
    ),
    Refusal(
        "desk.picture_unreadable",
        "This is no picture that can be kept: {because}.",
        "هذه ليست صورة يمكن حفظها: {because}.",
        "Give a JPEG or PNG of up to 12,000 dots a side, or a PDF.",
        "أعطِ صورة JPEG أو PNG لا يزيد ضلعها على 12000 نقطة، أو ملف PDF.",
    ),
    Refusal(
        "desk.not_checkpointed",
        "No checkpoint covers the record {id} yet.",
        "لا توجد بعد نقطة تحقق تشمل السجل {id}.",
        "Sync again, then ask for the proof.",
        "زامن من جديد ثم اطلب البرهان.",
    ),
    Refusal(
        "desk.unknown_log",
        "The trust file knows no log {origin}.",
        "لا يعرف ملف الثقة سجلًا باسم {origin}.",
        "Accept the office's card first, or verify with a trust file that lists the log.",
        "اقبل بطاقة الجهة أولًا، أو تحقق بملف ثقة يذكر هذا السجل.",
    ),
    Refusal(
        "desk.signature_wrong",
        "The record is not signed by the key of {holder} that it names.",
        "السجل غير موقّع بمفتاح {holder} الذي يذكره.",
        "Do not rely on it. Keep the proof as evidence and ask the office that gave it to you.",
        "لا تعتمد عليه. احتفظ بالبرهان دليلًا واسأل الجهة التي أعطتك إياه.",
    ),
)

_CLOCK: tuple[Refusal, ...] = (
    Refusal(
        "desk.clock_not_allowed",
        "A scripted clock is only for the demonstration; this workspace is of the realm {realm}.",
        "الساعة المكتوبة للعرض التجريبي فقط؛ وهذا المكتب من النطاق {realm}.",
        "Leave the clock away: the time is the machine's.",
        "احذف خيار الساعة: الوقت هو وقت الجهاز.",
    ),
    Refusal(
        "desk.seed_not_allowed",
        "Keys and nonces from a seed are only for the demonstration; this workspace is of the realm {realm}.",
        "المفاتيح المولّدة من بذرة معلومة للعرض التجريبي فقط؛ وهذا المكتب من النطاق {realm}.",
        "Leave the seed away: keys must be drawn by chance, or whoever knows the seed can sign as anybody.",
        "احذف البذرة: يجب أن تولَّد المفاتيح عشوائيًا، وإلا استطاع من يعرف البذرة أن يوقّع باسم أي أحد.",
    ),
    Refusal(
        "desk.clock_without_zone",
        "The time given for the clock names no zone.",
        "الوقت المعطى للساعة لا يذكر المنطقة الزمنية.",
        "Write it in UTC with a Z at its end, as in 2016-11-17T13:05:00Z.",
        "اكتبه بالتوقيت العالمي مع حرف Z في آخره، مثل 2016-11-17T13:05:00Z.",
    ),
    Refusal(
        "desk.clock_went_back",
        "The clock says {now}, but this office's logs were cosigned at {last} already.",
        "تشير الساعة إلى {now}، لكن سجلات هذه الجهة مشهود عليها في {last} من قبل.",
        "Correct the machine's clock. If the last time was wrong, wait until it has passed: a log's time stays.",
        "صحّح ساعة الجهاز. وإن كان الوقت الأخير خطأً فانتظر حتى يمضي: وقت السجل لا يعود إلى الوراء أبدًا.",
    ),
)

_KEYS: tuple[Refusal, ...] = (
    Refusal(
        "desk.no_passphrase",
        "The key is sealed and no passphrase was given.",
        "المفتاح مقفل ولم تُعطَ عبارة السر.",
        "Set {variable}, or answer when you are asked for it.",
        "ضع عبارة السر في المتغيّر {variable} أو اكتبها عند السؤال.",
    ),
    Refusal(
        "desk.no_key",
        "There is no key of {holder} in this workspace.",
        "لا يوجد مفتاح باسم {holder} في هذا المكتب.",
        "Check the name, or make a key with `clearway key new`.",
        "تأكد من الاسم، أو أنشئ مفتاحًا بالأمر clearway key new.",
    ),
    Refusal(
        "desk.key_exists",
        "There is a key of {holder} already.",
        "يوجد مفتاح باسم {holder} من قبل.",
        "Use it, or replace it with `clearway key rotate`; a key is never overwritten.",
        "استخدمه، أو استبدله بالأمر clearway key rotate؛ فالمفتاح لا يُكتب فوقه أبدًا.",
    ),
    Refusal(
        "desk.bad_holder",
        "{holder} cannot name a holder.",
        "لا يصلح {holder} معرّفًا لحامل مفتاح.",
        "Use up to 100 letters, digits and . _ @ -, beginning with a letter or digit; not the person's name.",
        "استخدم حتى 100 حرف لاتيني أو رقم مع . _ @ - على أن يبدأ بحرف أو رقم؛ ولا تستخدم اسم الشخص.",
    ),
    Refusal(
        "desk.wrong_key",
        "The key of {holder} here is not the one that was granted to this holder.",
        "مفتاح {holder} الموجود هنا ليس المفتاح الذي فُوِّض إليه.",
        "Sign with the granted key, or ask whoever gave the grant to grant the new key.",
        "وقّع بالمفتاح المفوَّض، أو اطلب من صاحب التفويض أن يفوّض المفتاح الجديد.",
    ),
    Refusal(
        "desk.no_grant",
        "Nothing at hand allows {holder} to sign this now ({action}).",
        "لا يوجد هنا ما يسمح لحامل المفتاح {holder} بتوقيع هذا الآن ({action}).",
        "Ask somebody whose grant allows it, or have a grant made with `clearway grant`. Restricting needs none.",
        "اطلب ذلك ممن لديه تفويض، أو ليُعطَ تفويض بالأمر clearway grant. أما التقييد فلا يحتاج إلى تفويض.",
    ),
)

_GRANTS: tuple[Refusal, ...] = (
    Refusal(
        "desk.unknown_organisation",
        "The trust file lists no organisation {organisation}.",
        "لا يذكر ملف الثقة مؤسسة باسم {organisation}.",
        "Known are: {known}. A root can add another with `clearway trust add-organisation`.",
        "المعروف منها: {known}. ويمكن لحامل جذر إضافة غيرها بالأمر clearway trust add-organisation.",
    ),
    Refusal(
        "desk.key_of_another",
        "The key given for {holder} is that of {other}.",
        "المفتاح المعطى لـ {holder} هو مفتاح {other}.",
        "Each person has a key of his own: make one with `clearway key new`.",
        "لكل شخص مفتاحه الخاص: أنشئ مفتاحًا بالأمر clearway key new.",
    ),
)

_RECORDS: tuple[Refusal, ...] = (
    Refusal(
        "desk.outside_region",
        "The coordinates {found} lie outside this workspace's region {region}.",
        "الإحداثيات {found} خارج منطقة هذا المكتب {region}.",
        "Check the coordinates: longitude first, then latitude, in degrees; of UTM and MGRS check the zone.",
        "تحقق من الإحداثيات: خط الطول أولًا ثم خط العرض بالدرجات، وتحقق من رقم المنطقة في UTM وMGRS.",
    ),
    Refusal(
        "desk.swapped_coordinates",
        "The coordinates {found} lie outside this workspace's region {region}; longitude and latitude seem swapped.",
        "الإحداثيات {found} خارج منطقة هذا المكتب {region}؛ ويبدو أن خط الطول وخط العرض متبادلان.",
        "Write the longitude first, then the latitude.",
        "اكتب خط الطول أولًا ثم خط العرض.",
    ),
    Refusal(
        "desk.not_at_hand",
        "No record with the id {id} is at hand.",
        "لا يوجد هنا سجل بالمعرّف {id}.",
        "Check the id; if it is another office's, sync first.",
        "تحقق من المعرّف؛ وإن كان لجهة أخرى فزامن أولًا.",
    ),
    Refusal(
        "desk.ambiguous_id",
        "{count} records have an id that begins with {id}.",
        "معرّفات {count} من السجلات تبدأ بـ {id}.",
        "Write more digits of the id.",
        "اكتب أرقامًا أكثر من المعرّف.",
    ),
    Refusal(
        "desk.wrong_kind",
        "The record {id} is of the kind {found}; {expected} is needed here.",
        "السجل {id} من النوع {found}، والمطلوب هنا {expected}.",
        "Check the id.",
        "تحقق من المعرّف.",
    ),
    Refusal(
        "desk.public_refers_to_restricted",
        "A public record ({kind}) may not refer to the restricted record {id} ({target}).",
        "لا يجوز لسجل علني ({kind}) أن يشير إلى السجل المقيّد {id} ({target}).",
        "Name the public notice instead, or write the record into the restricted log.",
        "اذكر الإشعار العلني بدلًا منه، أو اكتب السجل في السجل المقيّد.",
    ),
    Refusal(
        "desk.no_effect",
        "{because_en} ({about_en}, {record}); so this record ({kind_en}) would have no effect ({finding}).",
        "{because_ar} ({about_ar}، {record})؛ لذلك لن يكون لهذا السجل ({kind_ar}) أي أثر ({finding}).",
        "Correct it. To keep it all the same, with no effect, repeat the command with --force.",
        "صحّحه. ولحفظه مع ذلك بلا أثر أعد الأمر مع الخيار --force.",
    ),
    Refusal(
        "desk.wider_than_search",
        "The hand-over is wider than the search: {m2} m² of it was not searched so that it counts ({id}).",
        "التسليم أوسع من التفتيش: {m2} م² مما يُسلَّم لم تُفتَّش تفتيشًا معتبرًا ({id}).",
        "Look at `clearway coverage`, and hand over only what it shows as searched. To keep it all the same, repeat "
        "the command with --force; only what was searched will count.",
        "انظر الأمر clearway coverage وسلِّم ما يظهر فيه مفتَّشًا فقط. ولحفظه مع ذلك أعد الأمر مع --force؛ ولن يُحتسب إلا "
        "ما فُتِّش.",
    ),
    Refusal(
        "desk.no_recipient",
        "Nobody is named who receives the ground.",
        "لم يُذكر من يتسلّم الأرض.",
        "Name the receiving side with --recipient; then one of its people signs: `clearway approve --as recipient`.",
        "اذكر الجهة المستلمة بالخيار --recipient؛ ثم يوقّع أحد منها بالأمر clearway approve --as recipient.",
    ),
    Refusal(
        "desk.wider_than_survey",
        "The decision is wider than the survey: {m2} m² of it was not surveyed so that it counts ({id}).",
        "القرار أوسع من المسح: {m2} م² مما يشمله لم تُمسح مسحًا معتبرًا ({id}).",
        "Decide over the ground that was surveyed, with --footprint. To keep it all the same, repeat the command with "
        "--force; only what was surveyed will count.",
        "اجعل القرار على الأرض التي مُسحت، بالخيار --footprint. ولحفظه مع ذلك أعد الأمر مع --force؛ ولن يُحتسب إلا ما "
        "مُسح.",
    ),
    Refusal(
        "desk.control_failed",
        "A quality control failed on {m2} m² of this ground, and no passed control answers it ({id}).",
        "رسبت مراقبة الجودة في {m2} م² من هذه الأرض ولم تُجب عنها مراقبة ناجحة ({id}).",
        "Search the lot again and have it controlled; the passed control must name the failed one with --answers.",
        "أعد تفتيش القطعة ثم مراقبتها؛ وعلى المراقبة الناجحة أن تسمّي الراسبة بالخيار --answers.",
    ),
    Refusal(
        "desk.same_person",
        "{holder} cannot also sign here as {role_en}: the same person twice is one person.",
        "لا يمكن لحامل المفتاح {holder} أن يوقّع هنا أيضًا بصفة {role_ar}: الشخص نفسه مرتين شخص واحد.",
        "Ask another person, with a key of his own, to sign.",
        "اطلب التوقيع من شخص آخر له مفتاحه الخاص.",
    ),
    Refusal(
        "desk.still_restricted",
        "Exact restrictions still hold in this part ({count}; for instance {id}).",
        "ما زالت قيود محدَّدة سارية في هذا الجزء (عددها {count}؛ منها {id}).",
        "Release them first, by survey or by search and hand-over; the public notice ends after that.",
        "ارفعها أولًا بمسح أو بتفتيش وتسليم؛ وبعد ذلك ينتهي الإشعار العلني.",
    ),
    Refusal(
        "desk.not_so_released",
        "Not every point of this part was released as {product} by the records behind it.",
        "لم يُرفع القيد عن كل نقطة من هذا الجزء بالنتيجة {product} في السجلات التي خلفه.",
        "Make the part smaller, or say for the rest that only the generalisation has ended.",
        "صغّر الجزء، أو اذكر لما بقي أن التعميم وحده قد انتهى.",
    ),
    Refusal(
        "desk.text_too_large",
        "The text or file has {size} bytes; {limit} is the most.",
        "حجم النص أو الملف {size} بايت؛ والحد الأقصى {limit}.",
        "Keep the part that the record rests on; store recordings and archives elsewhere and name them in a note.",
        "احتفظ بالجزء الذي يستند إليه السجل؛ واحفظ التسجيلات والأرشيف في مكان آخر واذكرها في ملاحظة.",
    ),
    Refusal(
        "desk.text_not_utf8",
        "The text is not UTF-8.",
        "النص ليس بترميز UTF-8.",
        "Save the file again as UTF-8.",
        "احفظ الملف من جديد بترميز UTF-8.",
    ),
    Refusal(
        "desk.quote_not_found",
        "The statement {id} does not hold the words {quote}.",
        "لا يحتوي التصريح {id} على الكلمات {quote}.",
        "Copy the words exactly as they stand in the stored text.",
        "انسخ الكلمات كما وردت في النص المحفوظ تمامًا.",
    ),
    Refusal(
        "desk.quote_ambiguous",
        "The words {quote} stand {count} times in the statement {id}.",
        "وردت الكلمات {quote} في التصريح {id} عددًا من المرات: {count}.",
        "Quote more words around them, until they are found once.",
        "اقتبس كلمات أكثر حولها حتى لا ترد إلا مرة واحدة.",
    ),
    Refusal(
        "desk.statement_not_at_hand",
        "The text of the statement {id} is not at hand.",
        "نص التصريح {id} غير متوفر هنا.",
        "Sync first, so that the words can be quoted.",
        "زامن أولًا حتى يمكن اقتباس الكلمات.",
    ),
    Refusal(
        "desk.names_nothing",
        "Nothing was named.",
        "لم يُذكر أي سجل.",
        "Name the records by their ids; nothing is released by its place or date.",
        "اذكر السجلات بمعرّفاتها؛ فلا يُرفع شيء بمكانه أو تاريخه.",
    ),
    Refusal(
        "desk.parts_wanted",
        "Not all of the ground of the closure or the fighting was released.",
        "لم يُرفع الخطر عن كل الأرض التي يشملها الإغلاق أو القتال.",
        "Give the parts that were released, each with its product and depth.",
        "اذكر الأجزاء التي رُفع عنها الخطر، وكل جزء مع ما تمّ فيه وعمقه.",
    ),
)

_SHAPES: tuple[Refusal, ...] = (
    Refusal(
        "desk.shape_unreadable",
        "{file} cannot be read as a shape: {because}.",
        "تعذّرت قراءة {file} كشكل: {because}.",
        "Save it as GeoJSON in degrees, longitude first: polygons for ground, one LineString for a way.",
        "احفظه بصيغة GeoJSON بالدرجات، خط الطول أولًا: مضلعات للأرض، وخط واحد للطريق.",
    ),
)

_KNOWLEDGE: tuple[Refusal, ...] = (
    Refusal(
        "desk.unknown_office",
        "The trust file knows no office {office}.",
        "لا يعرف ملف الثقة جهة باسم {office}.",
        "Known are: {offices}.",
        "الجهات المعروفة: {offices}.",
    ),
    Refusal(
        "desk.knew_nothing",
        "At {at} the log of {office} had no checkpoint yet.",
        "في {at} لم تكن في سجل {office} أي نقطة تحقق بعد.",
        "Ask for a later moment.",
        "اسأل عن وقت لاحق.",
    ),
    Refusal(
        "desk.trust_not_at_hand",
        "The trust file of that day ({id}) is not at hand.",
        "ملف الثقة لذلك اليوم ({id}) غير متوفر هنا.",
        "Sync with the office that used it, or restore it from a backup.",
        "زامن مع الجهة التي استخدمته، أو استعده من نسخة احتياطية.",
    ),
)

REFUSALS: tuple[Refusal, ...] = (*_WORKSPACE, *_KEEPING, *_CLOCK, *_KEYS, *_GRANTS, *_RECORDS, *_SHAPES, *_KNOWLEDGE)
