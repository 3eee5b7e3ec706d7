"""Refusals of the stage ``trust``: the trust file and what is done with it."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        code="trust.unreadable",
        sentence_en="The trust file cannot be read: {detail}.",
        sentence_ar="تعذّرت قراءة ملف الثقة: {detail}.",
        remedy_en="Restore trust.json from the backup, or have it written again by the people who hold the roots.",
        remedy_ar="استعد ملف trust.json من النسخة الاحتياطية، أو ليكتبه من جديد حاملو مفاتيح الجذر.",
    ),
    Refusal(
        code="trust.duplicate",
        sentence_en="The trust file names the same root key or the same log twice.",
        sentence_ar="يذكر ملف الثقة مفتاح جذر واحدًا أو سجلًا واحدًا مرّتين.",
        remedy_en="Leave each root and each log in it once.",
        remedy_ar="أبقِ كل جذر وكل سجلّ مرّة واحدة.",
    ),
    Refusal(
        code="trust.threshold_unreachable",
        sentence_en="The trust file asks for {threshold} roots to sign, but lists {roots}.",
        sentence_ar="يطلب ملف الثقة توقيع {threshold} من الجذور، لكنه يذكر {roots} فقط.",
        remedy_en="Lower the threshold or add roots.",
        remedy_ar="اخفض العدد المطلوب أو أضف جذورًا.",
    ),
    Refusal(
        code="trust.bad_key",
        sentence_en="The key of root {holder} is not an Ed25519 public key.",
        sentence_ar="مفتاح الجذر {holder} ليس مفتاح Ed25519 عامًّا.",
        remedy_en="Give the 32 bytes of the public key in base64, as `clearway key show` prints them.",
        remedy_ar="اكتب بايتات المفتاح العام الاثنتين والثلاثين بترميز base64 كما يطبعها الأمر clearway key show.",
    ),
)
