"""Refusals of the stage ``place``: files of places, and names that lead to none or to several."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "place.unknown",
        "No place in the files of this workspace is called {words}.",
        "لا يوجد في ملفات هذا المكتب مكان اسمه {words}.",
        "Did you mean {suggestions}? Otherwise give longitude,latitude.",
        "هل تقصد {suggestions}؟ وإلا فأعط خط الطول ثم خط العرض.",
    ),
    Refusal(
        "place.none_listed",
        "This workspace has no places yet, so {words} cannot be found.",
        "لا توجد أماكن في هذا المكتب بعد، فلا يمكن العثور على {words}.",
        "Put a file of places into the folder places/, or give longitude,latitude.",
        "ضع ملف أماكن في مجلد الأماكن، أو أعط خط الطول ثم خط العرض.",
    ),
    Refusal(
        "place.ambiguous",
        "Several places are called {words}: {candidates_en}.",
        "أكثر من مكان اسمه {words}: {candidates_ar}.",
        "Ask again with the id of the one you mean.",
        "أعد السؤال بمعرّف المكان الذي تقصده.",
    ),
    Refusal(
        "place.no_ground",
        "The name {name} is known ({id}), but its ground is not recorded.",
        "الاسم {name} معروف ({id})، لكن أرضه غير مسجَّلة.",
        "Ask by longitude,latitude or by a neighbouring place.",
        "اسأل بخط الطول ثم خط العرض، أو بمكان مجاور.",
    ),
    Refusal(
        "place.unreadable",
        "{file} cannot be read as a file of places: {because}.",
        "تعذّرت قراءة {file} كملف أماكن: {because}.",
        "Save it as UTF-8, either CSV with a header line or GeoJSON with a FeatureCollection.",
        "احفظه بترميز UTF-8، إما CSV بسطر عناوين أو GeoJSON بمجموعة معالم.",
    ),
    Refusal(
        "place.missing_column",
        "{file} has no column {column}.",
        "لا يوجد في {file} العمود {column}.",
        "The header line must name id, name_ar, name_en, alternatives, lon, lat and radius_m.",
        "يجب أن يذكر سطر العناوين: id وname_ar وname_en وalternatives وlon وlat وradius_m.",
    ),
    Refusal(
        "place.column_not_there",
        "{file} has no column {column}; its columns are {columns}.",
        "لا يوجد في {file} العمود {column}؛ أعمدته: {columns}.",
        "Say --column OURS=THEIRS with one of these.",
        "اذكر واحدًا منها بالخيار --column OURS=THEIRS.",
    ),
    Refusal(
        "place.no_name_column",
        "No column of {file} is known to hold names; its columns are {columns}.",
        "لا يُعرف أي أعمدة {file} فيه الأسماء؛ أعمدته: {columns}.",
        "Say which one: --column name_ar=…, --column name_en=…, or --column name=… for any script.",
        "سمِّه بالخيار --column name_ar=… أو --column name_en=… أو --column name=… لأي خط.",
    ),
    Refusal(
        "place.bad_value",
        "{file}, entry {entry}: {column} is {value}, but should be {expected}.",
        "{file}، المدخل {entry}: قيمة {column} هي {value} وينبغي أن تكون {expected}.",
        "Correct the entry; the whole file is left out until it is right.",
        "صحّح المدخل؛ لا يُقرأ الملف حتى يصحّ كله.",
    ),
    Refusal(
        "place.repeated_id",
        "The id {id} stands for two places, the second in {file}.",
        "المعرّف {id} مستعمل لمكانين، ثانيهما في {file}.",
        "Give one of them another id.",
        "أعط أحدهما معرّفًا آخر.",
    ),
    Refusal(
        "place.bad_file_name",
        "{name} cannot be the name of a file of places.",
        "لا يصلح {name} اسمًا لملف أماكن.",
        "Give small Latin letters, digits, - and _.",
        "استعمل حروفًا لاتينية صغيرة وأرقامًا و - و _.",
    ),
    Refusal(
        "place.no_attribution",
        "Nobody says whom the places of {file} come from.",
        "لم يُذكر مصدر أماكن الملف {file}.",
        "Say it in one line with --attribution; it is shown with every answer.",
        "اذكره في سطر واحد بالخيار --attribution؛ يظهر مع كل جواب.",
    ),
    Refusal(
        "place.file_exists",
        "There is a file of places {file} already.",
        "يوجد ملف أماكن باسم {file}.",
        "Give another name, or --replace to write over it.",
        "اختر اسمًا آخر، أو استعمل --replace للكتابة فوقه.",
    ),
)
