"""Refusals of the stage ``perimeter``: field sheets, positions and bearings as teams write them."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

_WALK_EN = "Look for a bearing or a distance written wrongly; if there is none, measure the perimeter again."
_WALK_AR = "ابحث عن اتجاه أو مسافة كُتبا خطأً؛ فإن لم تجد فأعد قياس المحيط."

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "perimeter.bad_position",
        "{words} is no position.",
        "{words} ليس موضعًا.",
        "Write 20.0667,32.0333 (longitude first), 32°02'00\"N 20°04'00\"E, 34S 411875 3544507, or 34S DA 11874 44507.",
        "اكتب 20.0667,32.0333 (خط الطول أولاً) أو 32°02'00\"N 20°04'00\"E أو 34S 411875 3544507 أو 34S DA 11874 44507.",
    ),
    Refusal(
        "perimeter.wrong_band",
        "{words}: zone {zone}{band} does not reach so far north or south; the letter is a band of latitude.",
        "{words}: المنطقة {zone}{band} لا تصل إلى هذا العرض؛ فالحرف نطاق من خطوط العرض.",
        "Write the band's letter (S or R in Libya), or the words north or south after the number of the zone.",
        "اكتب حرف النطاق (S أو R في ليبيا)، أو كلمة north أو south بعد رقم المنطقة.",
    ),
    Refusal(
        "perimeter.polar",
        "The grid has no zones so near to a pole.",
        "لا مناطق في الشبكة بهذا القرب من القطب.",
        "Use degrees there.",
        "استعمل الدرجات هناك.",
    ),
    Refusal(
        "perimeter.no_declination",
        "The bearings are magnetic and nobody says by how much magnetic north differs from true north.",
        "الاتجاهات مغناطيسية ولم يُذكر فرق الشمال المغناطيسي عن الشمال الحقيقي.",
        "State the declination of that place and year in degrees, east positive, as in # declination: 4.1.",
        "اذكر الانحراف المغناطيسي للمكان والسنة بالدرجات، والشرقي موجب، مثل # declination: 4.1.",
    ),
    Refusal(
        "perimeter.bad_bearing",
        "The bearing {read} is not between 0 and {most}.",
        "الاتجاه {read} ليس بين 0 و{most}.",
        "Correct it, or state the unit: degrees, mils (6400 to a turn) or mils_6000.",
        "صحّحه، أو اذكر الوحدة: degrees أو mils (6400 في الدورة) أو mils_6000.",
    ),
    Refusal(
        "perimeter.bad_distance",
        "The distance {read} m to {point} is not more than 0 and at most 100 km.",
        "المسافة {read} م إلى {point} ليست أكثر من صفر وأقل من مئة كيلومتر.",
        "Correct it; distances are in metres.",
        "صحّحها؛ المسافات بالأمتار.",
    ),
    Refusal(
        "perimeter.no_number",
        "{read} is no number for {name}.",
        "{read} ليس عددًا يصلح لـ {name}.",
        "Write digits with a point for decimals, without a unit.",
        "اكتب أرقامًا بنقطة عشرية دون وحدة قياس.",
    ),
    Refusal(
        "perimeter.no_columns",
        "The sheet's first line does not name its columns.",
        "السطر الأول من الورقة لا يسمّي أعمدتها.",
        "Name them point, bearing, distance_m and position; bearing with distance_m, or position, may be missing.",
        "سمِّ الأعمدة: النقطة، الاتجاه، المسافة، الموقع؛ ويمكن أن يغيب الموقع أو الاتجاه مع المسافة.",
    ),
    Refusal(
        "perimeter.too_many_cells",
        "The line of {point} has more cells than the sheet has columns.",
        "في سطر {point} خانات أكثر من أعمدة الورقة.",
        "Put a position that holds a comma in quotation marks.",
        "ضع الموضع الذي فيه فاصلة بين علامتي اقتباس.",
    ),
    Refusal(
        "perimeter.unknown_setting",
        "The sheet sets {name}, which means nothing here.",
        "تذكر الورقة {name} ولا معنى له هنا.",
        "What can be set: {known}.",
        "ما يمكن ذكره: {known}.",
    ),
    Refusal(
        "perimeter.bad_setting",
        "{name} cannot be {read}.",
        "لا يمكن أن يكون {name} هو {read}.",
        "Take one of {known}.",
        "اختر واحدًا من {known}.",
    ),
    Refusal(
        "perimeter.no_reference",
        "Where the reference point {point} lies is not said.",
        "لم يُذكر موضع النقطة المرجعية {point}.",
        "Write its position in its line, or give it with --reference.",
        "اكتب موضعها في سطرها، أو أعطه بالخيار --reference.",
    ),
    Refusal(
        "perimeter.no_start",
        "Nothing says where {point} lies: there is neither its position nor a reference point before it.",
        "لا شيء يدل على مكان {point}: لا موضع لها ولا نقطة مرجعية قبلها.",
        "Give the reference point's position, and bearing and distance from it to the start.",
        "أعط موضع النقطة المرجعية، والاتجاه والمسافة منها إلى نقطة البداية.",
    ),
    Refusal(
        "perimeter.no_leg",
        "The line of {point} has neither a position nor both bearing and distance.",
        "في سطر {point} لا موضع، ولا اتجاه ومسافة معًا.",
        "Complete the line from the team's sheet.",
        "أكمل السطر من ورقة الفريق.",
    ),
    Refusal(
        "perimeter.too_few_points",
        "Fewer than three points bound no ground.",
        "أقل من ثلاث نقاط لا تحدّ أرضًا.",
        "Write every turning point in a line of its own.",
        "اكتب كل نقطة انعطاف في سطر.",
    ),
    Refusal(
        "perimeter.not_closed",
        "No line leads back to {start}, so nobody can know how wrong the measuring is.",
        "لا سطر يعود إلى {start}، فلا يُعرف خطأ القياس.",
        "Add the leg back to the start as the last line; or state the error you answer for with accuracy_m.",
        "أضف العودة إلى البداية في السطر الأخير؛ أو اذكر الخطأ الذي تتحمّله في accuracy_m.",
    ),
    Refusal(
        "perimeter.does_not_close",
        "The walk misses its start by {error_m} m of {length_m} (1 in {one_in}); allowed: 1 in {limit} or {least_m} m.",
        "تخطئ الجولة بدايتها بـ {error_m} م من {length_m} م (1 من {one_in})؛ والمسموح 1 من {limit} أو {least_m} م.",
        _WALK_EN,
        _WALK_AR,
    ),
    Refusal(
        "perimeter.columns_swapped",
        "Read the other way round, bearing as distance and distance as bearing, the walk closes.",
        "لو قُرئ الاتجاه مسافةً والمسافة اتجاهًا لأغلقت الجولة.",
        "Look whether the two columns were swapped when the sheet was typed.",
        "انظر هل تبادل العمودان عند كتابة الورقة.",
    ),
    Refusal(
        "perimeter.other_unit",
        "The bearings are taken as {stated}; counted in {unit} the walk closes.",
        "حُسبت الاتجاهات بوحدة {stated}؛ ولو حُسبت بوحدة {unit} لأغلقت الجولة.",
        "Look at the team's compass; then write # unit: {unit}.",
        "انظر إلى بوصلة الفريق، ثم اكتب # unit: {unit}.",
    ),
    Refusal(
        "perimeter.look_at",
        "One wrong bearing or distance would explain it, on the way to {points}.",
        "يفسّر ذلك خطأ واحد في اتجاه أو مسافة على الطريق إلى {points}.",
        "Compare these lines with the team's sheet first.",
        "قارن هذه الأسطر بورقة الفريق أولًا.",
    ),
    Refusal(
        "perimeter.sides_cross",
        "The sides {first} and {second} cross or touch.",
        "الضلعان {first} و{second} يتقاطعان أو يتلامسان.",
        "Look whether points were written in another order than walked, or one of them wrongly.",
        "انظر هل كُتبت النقاط بترتيب غير ترتيب السير، أو كُتبت إحداها خطأً.",
    ),
)
"""In the order in which a sheet is read."""
