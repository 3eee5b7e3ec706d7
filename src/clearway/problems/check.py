"""Refusals of the stage ``check``: questions that cannot be put, and words that nothing explains."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "check.bad_position",
        "{lon}, {lat} is no position: longitude goes from -180 to 180, latitude from -90 to 90.",
        "{lon}, {lat} ليس موقعاً: خط الطول من -180 إلى 180 وخط العرض من -90 إلى 90.",
        "Give longitude first, then latitude, in degrees, as in 20.0686,32.1167.",
        "أعط خط الطول أولاً ثم خط العرض بالدرجات، مثل 20.0686,32.1167.",
    ),
    Refusal(
        "check.swapped",
        "{lon}, {lat} lies outside this office's region; with the two numbers swapped it lies inside.",
        "الموقع {lon}, {lat} خارج منطقة هذه الجهة؛ وإذا بُدّل الرقمان صار داخلها.",
        "Give longitude first, then latitude.",
        "أعط خط الطول أولاً ثم خط العرض.",
    ),
    Refusal(
        "check.bad_accuracy",
        "An accuracy of {accuracy} m cannot be used: it goes from 0 to {limit}.",
        "لا يمكن استعمال دقة {accuracy} متر: المسموح من 0 إلى {limit}.",
        "Give what the device says, in metres, or say that it is not known.",
        "أعط ما يقوله الجهاز بالأمتار، أو قل إنها غير معروفة.",
    ),
    Refusal(
        "check.track_unreadable",
        "The file {file} cannot be read as a track or an area: {detail}.",
        "تعذّرت قراءة الملف {file} مساراً أو مساحة: {detail}.",
        "Give a GPX file with a track, or a GeoJSON file with one line or area.",
        "أعط ملف GPX فيه مسار، أو ملف GeoJSON فيه خط واحد أو مساحة واحدة.",
    ),
    Refusal(
        "check.track_too_long",
        "The track has {count} points; {limit} is the most.",
        "في المسار {count} نقطة؛ والحد الأقصى {limit}.",
        "Cut it into pieces and ask about each.",
        "قسّمه واسأل عن كل جزء.",
    ),
    Refusal(
        "check.told_or_known",
        "What the public was told and what an office knew are two questions.",
        "ما قيل للناس وما كانت تعلمه الجهة سؤالان مختلفان.",
        "Ask either with --told or with --known, not with both.",
        "اسأل إما عما قيل (--told) وإما عما عُرف (--known)، لا عن كليهما.",
    ),
    Refusal(
        "check.claimed_without_known",
        "Going by the times that authors wrote needs a moment of knowledge.",
        "الاعتماد على الأوقات التي كتبها أصحابها يحتاج إلى وقت يُسأل عن العلم فيه.",
        "Say with --known what moment is meant.",
        "اذكر الوقت المقصود بالخيار --known.",
    ),
    Refusal(
        "check.known_ahead",
        "Nobody knows yet what will be known on {known}; it is {now}.",
        "لا أحد يعلم الآن ما سيُعلم في {known}؛ الوقت الآن {now}.",
        "Ask with --at what holds later by what is known now.",
        "اسأل بالخيار --at عما يسري لاحقاً بحسب ما هو معلوم الآن.",
    ),
    Refusal(
        "check.moment_before_told",
        "The publication in question speaks of {published}; it says nothing of {at}.",
        "النشرة المقصودة تتحدث عن {published}، ولا تقول شيئاً عن {at}.",
        "Ask about a later moment, or what was told earlier.",
        "اسأل عن وقت لاحق، أو عما قيل من قبل.",
    ),
    Refusal(
        "check.nothing_to_explain",
        "{words} is neither a rule, a finding, a refusal or a kind of record, nor the id of a record at hand.",
        "{words} ليس قاعدة ولا نتيجة ولا سبب رفض ولا نوعاً من السجلات، ولا معرّف سجلّ متوفر.",
        "Did you mean {suggestions}? Ids may be cut to their first six digits or more.",
        "هل تقصد {suggestions}؟ يمكن اختصار المعرّف إلى أول ستة أرقام منه أو أكثر.",
    ),
    Refusal(
        "check.several_records",
        "{count} records bear the number {number}: {ids}.",
        "{count} من السجلات تحمل الرقم {number}: {ids}.",
        "Ask about one of them by its id.",
        "اسأل عن واحد منها بمعرّفه.",
    ),
)
