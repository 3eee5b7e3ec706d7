"""Refusals of the stage ``geometry``: shapes that say no clear piece of ground."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

_DRAW_EN = "Draw the outline again, or export it anew from the map it came from."
_DRAW_AR = "ارسم الحدود من جديد، أو أعد تصديرها من الخريطة التي جاءت منها."
_UNITS_EN = "Write coordinates in degrees times ten million, longitude first."
_UNITS_AR = "اكتب الإحداثيات بالدرجة مضروبة في عشرة ملايين، وخط الطول أولاً."
_PREPARE_EN = "Import the shape through the desk, which puts its rings in order without changing the ground."
_PREPARE_AR = "استورد الشكل من خلال المكتب، فهو يرتّب حدوده دون أن يغيّر الأرض."
_RECORD_EN = "Make the record anew with the desk; do not write footprints by hand."
_RECORD_AR = "اكتب السجل من جديد من خلال المكتب، ولا تكتب الأشكال بيدك."

_NUMBERS: tuple[Refusal, ...] = (
    Refusal(
        "geometry.no_polygons",
        "There is no list of polygons with at least one polygon.",
        "لا توجد قائمة مضلعات فيها مضلع واحد على الأقل.",
        _DRAW_EN,
        _DRAW_AR,
    ),
    Refusal(
        "geometry.no_rings",
        "A polygon is not a list of rings with at least the outer one.",
        "أحد المضلعات ليس قائمة حلقات فيها الحلقة الخارجية على الأقل.",
        _DRAW_EN,
        _DRAW_AR,
    ),
    Refusal(
        "geometry.no_ring",
        "A ring is not a list of positions.",
        "إحدى الحلقات ليست قائمة مواضع.",
        _DRAW_EN,
        _DRAW_AR,
    ),
    Refusal(
        "geometry.no_position",
        "A position is not a pair of longitude and latitude.",
        "أحد المواضع ليس زوجًا من خط طول وخط عرض.",
        _UNITS_EN,
        _UNITS_AR,
    ),
    Refusal(
        "geometry.not_a_whole_number",
        "The value {value} is not a whole number.",
        "القيمة {value} ليست عددًا صحيحًا.",
        "Write coordinates in degrees times ten million, and lengths in millimetres.",
        "اكتب الإحداثيات بالدرجة مضروبة في عشرة ملايين، والأطوال بالمليمتر.",
    ),
    Refusal(
        "geometry.latitude_out_of_range",
        "The latitude {value} is not between -90 and 90 degrees.",
        "خط العرض {value} ليس بين ‎-90 و90 درجة.",
        "Check the number, and whether longitude and latitude were exchanged: longitude comes first.",
        "راجع العدد، وتأكد من عدم تبديل خط الطول بخط العرض: خط الطول أولاً.",
    ),
    Refusal(
        "geometry.longitude_out_of_range",
        "The longitude {value} is not between -180 and 180 degrees.",
        "خط الطول {value} ليس بين ‎-180 و180 درجة.",
        "Check the number and its unit: degrees times ten million.",
        "راجع العدد ووحدته: درجة مضروبة في عشرة ملايين.",
    ),
)

_RINGS: tuple[Refusal, ...] = (
    Refusal(
        "geometry.too_few_positions",
        "A ring has {count} positions; the smallest, a triangle, has 4, the last equal to the first.",
        "إحدى الحلقات فيها {count} من المواضع، وأصغر حلقة هي المثلث وفيه 4 مواضع آخرها يساوي أولها.",
        _DRAW_EN,
        _DRAW_AR,
    ),
    Refusal(
        "geometry.ring_not_closed",
        "A ring does not end where it begins.",
        "إحدى الحلقات لا تنتهي حيث بدأت.",
        _PREPARE_EN,
        _PREPARE_AR,
    ),
    Refusal(
        "geometry.repeated_position",
        "The same position stands twice in a row.",
        "الموضع نفسه مكتوب مرتين متتاليتين.",
        _PREPARE_EN,
        _PREPARE_AR,
    ),
    Refusal(
        "geometry.no_area",
        "A ring encloses no ground.",
        "إحدى الحلقات لا تحيط بأي أرض.",
        _DRAW_EN,
        _DRAW_AR,
    ),
    Refusal(
        "geometry.outer_ring_clockwise",
        "An outer ring runs clockwise; it must run counter-clockwise.",
        "حلقة خارجية تدور مع عقارب الساعة، ويجب أن تدور عكسها.",
        _PREPARE_EN,
        _PREPARE_AR,
    ),
    Refusal(
        "geometry.hole_counter_clockwise",
        "The ring of a hole runs counter-clockwise; it must run clockwise.",
        "حلقة ثقب تدور عكس عقارب الساعة، ويجب أن تدور معها.",
        _PREPARE_EN,
        _PREPARE_AR,
    ),
    Refusal(
        "geometry.ring_starts_elsewhere",
        "A ring does not start at its westernmost position (the southernmost of several).",
        "إحدى الحلقات لا تبدأ من موضعها الأبعد غربًا (والأبعد جنوبًا إن تعددت).",
        _PREPARE_EN,
        _PREPARE_AR,
    ),
    Refusal(
        "geometry.ring_crosses_itself",
        "A ring crosses or touches itself.",
        "إحدى الحلقات تقطع نفسها أو تلامسها.",
        "Look at it on the map: two sides cross, or a corner lies on another side. Move the corner or draw two shapes.",
        "انظر إلى الحدود على الخريطة: ضلعان يتقاطعان، أو ركن يقع على ضلع آخر. انقله أو ارسم شكلين.",
    ),
    Refusal(
        "geometry.rings_cross",
        "Two rings of one polygon cross or run along each other.",
        "حلقتان من مضلع واحد تتقاطعان أو تسيران على الخط نفسه.",
        _DRAW_EN,
        _DRAW_AR,
    ),
    Refusal(
        "geometry.hole_outside",
        "A hole lies outside its polygon.",
        "أحد الثقوب يقع خارج مضلعه.",
        "If it is ground of its own, make it a polygon; otherwise take it away.",
        "إن كان أرضًا قائمة بذاتها فاجعله مضلعًا مستقلاً، وإلا فاحذفه.",
    ),
    Refusal(
        "geometry.holes_overlap",
        "A hole lies inside another hole.",
        "أحد الثقوب يقع داخل ثقب آخر.",
        "Ground inside a hole is a polygon of its own.",
        "الأرض الواقعة داخل ثقب مضلع مستقل.",
    ),
    Refusal(
        "geometry.interior_in_pieces",
        "The holes part the polygon into pieces.",
        "الثقوب تقسم المضلع إلى قطع.",
        "Write each piece as a polygon of its own.",
        "اكتب كل قطعة مضلعًا مستقلاً.",
    ),
)

_FOOTPRINTS: tuple[Refusal, ...] = (
    Refusal(
        "geometry.no_footprint",
        "The footprint is not an object with a type.",
        "الشكل ليس كائنًا له نوع.",
        _RECORD_EN,
        _RECORD_AR,
    ),
    Refusal(
        "geometry.unknown_footprint_type",
        "The footprint type {value} is unknown.",
        "نوع الشكل {value} غير معروف.",
        "Use polygons, line, disc, blob or unplaced.",
        "استعمل polygons أو line أو disc أو blob أو unplaced.",
    ),
    Refusal(
        "geometry.missing_field",
        "The footprint lacks the field {field}.",
        "ينقص الشكلَ الحقلُ {field}.",
        _RECORD_EN,
        _RECORD_AR,
    ),
    Refusal(
        "geometry.unknown_field",
        "The footprint has a field {field} that its type does not have.",
        "في الشكل حقل {field} لا يوجد في نوعه.",
        _RECORD_EN,
        _RECORD_AR,
    ),
    Refusal(
        "geometry.too_few_points",
        "A line has fewer than two points.",
        "أحد الخطوط فيه أقل من نقطتين.",
        "For one point use a disc.",
        "لنقطة واحدة استعمل دائرة.",
    ),
    Refusal(
        "geometry.reach_out_of_range",
        "The radius or width {value} is not between 1 mm and 1,000 km.",
        "نصف القطر أو العرض {value} ليس بين 1 مم و1000 كم.",
        "Check the number and its unit: millimetres.",
        "راجع العدد ووحدته: المليمتر.",
    ),
    Refusal(
        "geometry.no_blob_id",
        "The stored shape is not named by a sha256 id.",
        "الشكل المخزَّن غير مسمّى بمعرّف sha256.",
        _RECORD_EN,
        _RECORD_AR,
    ),
    Refusal(
        "geometry.no_box",
        "The box is not a list of west, south, east and north.",
        "الصندوق ليس قائمة من غرب وجنوب وشرق وشمال.",
        _RECORD_EN,
        _RECORD_AR,
    ),
    Refusal(
        "geometry.box_without_area",
        "The box does not go from west to east and from south to north.",
        "الصندوق لا يمتد من الغرب إلى الشرق ومن الجنوب إلى الشمال.",
        "Write west, south, east, north in this order.",
        "اكتب الغرب ثم الجنوب ثم الشرق ثم الشمال بهذا الترتيب.",
    ),
    Refusal(
        "geometry.within_not_polygons",
        "The region in which an unplaced restriction lies is not given as polygons.",
        "المنطقة التي يقع فيها القيد غير المحدد موضعه ليست مضلعات.",
        "Give the region as polygons.",
        "اكتب المنطقة على شكل مضلعات.",
    ),
)

REFUSALS: tuple[Refusal, ...] = (*_NUMBERS, *_RINGS, *_FOOTPRINTS)
