"""Text of before Unicode: under the names that the web has for its charsets, under wrong ones and under none."""

from __future__ import annotations

import codecs

import pytest

from briefing.charsets import find_codec
from briefing.decoding import decode, find_guess

# https://encoding.spec.whatwg.org/#names-and-labels, but for UTF-8, UTF-16, x-user-defined and what is replaced.
LABELS = """
cp866: 866 cp866 csibm866 ibm866
iso8859-2: csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
iso8859-3: csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
iso8859-4: csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
iso8859-5: csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
iso8859-6: arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i
iso8859-6: iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
iso8859-7: csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7
iso8859-7: iso_8859-7:1987 sun_eu_greek
iso8859-8: csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8
iso8859-8: iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical
iso8859-10: csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso8859-13: iso-8859-13 iso8859-13 iso885913
iso8859-14: iso-8859-14 iso8859-14 iso885914
iso8859-15: csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9
iso8859-16: iso-8859-16
koi8-r: cskoi8r koi koi8 koi8-r koi8_r
koi8-u: koi8-ru koi8-u
mac-roman: csmacintosh mac macintosh x-mac-roman
cp874: dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874
cp1250: cp1250 windows-1250 x-cp1250
cp1251: cp1251 windows-1251 x-cp1251
cp1252: ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1
cp1252: iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252
cp1253: cp1253 windows-1253 x-cp1253
cp1254: cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5
cp1254: windows-1254 x-cp1254
cp1255: cp1255 windows-1255 x-cp1255
cp1256: cp1256 windows-1256 x-cp1256
cp1257: cp1257 windows-1257 x-cp1257
cp1258: cp1258 windows-1258 x-cp1258
mac-cyrillic: x-mac-cyrillic x-mac-ukrainian
gb18030: chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030
big5hkscs: big5 big5-hkscs cn-big5 csbig5 x-x-big5
euc_jp: cseucpkdfmtjapanese euc-jp x-euc-jp
iso2022_jp: csiso2022jp iso-2022-jp
cp932: csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis
cp949: cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949
cp1251: win-1251 cp-1251
cp866: dos-866
""".strip().split("\n")

TEXTS = {
    "ru": "Совет Линдхамна в понедельник проголосовал за закрытие порта на зиму. Расходы на лёд высоки, сказал мэр.",
    "uk": "Рада міста в понеділок проголосувала за закриття порту. Їхні видатки на лід надто високі, сказав мер.",
    "ar": "أغلقت السلطات ميناء المدينة يوم الاثنين بعد عاصفة قوية ضربت الساحل خلال الليل، وفق ما أعلنه رئيس البلدية.",
    "el": "Το δημοτικό συμβούλιο αποφάσισε τη Δευτέρα να κλείσει το λιμάνι τον χειμώνα, είπε ο δήμαρχος.",
    "he": "מועצת העיר החליטה ביום שני לסגור את הנמל בחורף, החלטה שהפתיעה את האיגוד המקצועי של העובדים.",
    "th": "สภาเมืองตัดสินใจเมื่อวันจันทร์ที่จะปิดท่าเรือในฤดูหนาว นายกเทศมนตรีกล่าวว่าค่าใช้จ่ายสูงเกินไป",
    "ja": "リンドハムン市議会は月曜日、冬の間に港を閉鎖することを決定した。市長は氷の費用が高すぎると述べた。",
    "zh": "林德港市议会星期一投票决定冬季关闭港口，这一决定令工会感到意外。市长表示，破冰费用太高。",
    "ko": "시의회는 월요일에 겨울 동안 항구를 닫기로 했다. 시장은 얼음 비용이 너무 높다고 말했다.",
}
NEAR = {
    "pl": "Rada zagłosowała w poniedziałek za zamknięciem portu, co zaskoczyło związek. Koszty są duże, rzekł Wąsik.",
    "tr": "Belediye meclisi limanın kış boyunca kapatılmasına karar verdi, bu da sendikayı şaşırttı, dedi başkan.",
    "lt": "Miesto taryba pirmadienį nubalsavo uždaryti uostą žiemai, tai nustebino profsąjungą, sakė meras.",
}
FAR = [
    *(("ru", each) for each in ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic")),
    ("uk", "cp1251"), ("uk", "koi8-u"), ("ar", "cp1256"), ("ar", "iso8859-6"), ("el", "cp1253"), ("el", "iso8859-7"),
    ("he", "cp1255"), ("he", "iso8859-8"), ("th", "cp874"), ("ja", "cp932"), ("ja", "euc-jp"), ("zh", "gb18030"),
    ("ko", "cp949"),
]  # fmt: skip
GREETING = "The file is not UTF-8; it was read as"


def print_page(text: str, lang: str = "", meta: str = "") -> str:
    said = f' lang="{lang}"' if lang else ""
    return (
        f"<!doctype html><html{said}><head>{meta}<title>x</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<main><p>{text}</p></main></body></html>"
    )


@pytest.mark.parametrize("line", LABELS)
def test_a_charset_is_known_under_all_names_that_browsers_know(line: str):
    codec, _, labels = line.partition(": ")
    wanted = codecs.lookup(codec).name
    found = {label: codecs.lookup(find_codec(label) or "utf-8").name for label in labels.split()}
    assert found == dict.fromkeys(labels.split(), wanted)


@pytest.mark.parametrize(
    "label", ["utf-8", "unicode-1-1-utf-8", "base64", "rot13", "cp9", "iso-8859-99", "", "x-", "\0"]
)
def test_what_is_no_charset_or_utf_has_no_codec(label: str):
    assert find_codec(label) == ""


@pytest.mark.parametrize(("lang", "charset"), FAR)
@pytest.mark.parametrize("said", [True, False])
def test_what_another_script_was_written_in_shows(lang: str, charset: str, said: bool):
    page = print_page(TEXTS[lang], lang if said else "")
    text, (note,) = decode(page.encode(charset), "a")
    assert text == page
    assert note.startswith(GREETING)
    assert find_guess(f"Its date is wrong. {note} And more.") == note


@pytest.mark.parametrize("told", ["iso-8859-1", "windows-1252", "utf-8", "x-none"])
def test_a_wrong_charset_is_not_believed(told: str):
    for meta in ("", f'<meta charset="{told}">'):
        page = print_page(TEXTS["ru"], meta=meta)
        assert decode(page.encode("cp1251"), "a", told if not meta else "")[0] == page


def test_a_language_that_programs_write_by_themselves_is_not_believed():
    page = print_page(TEXTS["ru"], "en")
    assert decode(page.encode("koi8-r"), "a")[0] == page
    assert decode(print_page(NEAR["pl"], "en").encode("cp1250"), "a", lang="pl")[0] == print_page(NEAR["pl"], "en")


@pytest.mark.parametrize(
    ("lang", "charset"), [("pl", "cp1250"), ("pl", "iso8859-2"), ("tr", "cp1254"), ("lt", "cp1257")]
)
def test_latin_letters_beside_those_of_the_west_show_by_their_language(lang: str, charset: str):
    raw = print_page(NEAR[lang]).encode(charset)
    assert decode(raw, "a", lang=lang)[0] == print_page(NEAR[lang])
    assert decode(print_page(NEAR[lang], lang).encode(charset), "a")[0] == print_page(NEAR[lang], lang)
    assert "windows-1252" in decode(raw, "a")[1][0], "nobody says what it is in"


@pytest.mark.parametrize(
    "text",
    [
        "Die Straße am Hafen wird für zwölf Wochen gesperrt, sagte Bürgermeister Müller. " * 20,
        "« Très cher », a déclaré le maire ; l’été à Orléans a coûté 3 M€… — « déjà » ! " * 20,
        "The council – a “surprise” – closed the café…” “No…” – “why…”. " * 20,
        "The council closed the port. ————— “…” ••• »»» Read more »»» ©®™ " * 20,
        "GRÖSSE ÄÖÜ ÉÈÀ, said the sign, and the council closed the port. " * 20,
        "Æøå! Båten går på søndag, sa Pål Åsgård, og det er ikke så rart. " * 20,
    ],
)
@pytest.mark.parametrize("lang", ["", "en", "ru", "de"])
def test_western_text_stays_windows_1252(text: str, lang: str):
    found, (note,) = decode(text.encode("cp1252"), "a", lang=lang)
    assert found == text
    assert note == f"{GREETING} windows-1252. Check its accents."
    assert decode(text.encode("cp1252"), "a", "iso-8859-1", lang) == (text, ())


def test_a_letter_that_is_broken_costs_itself_alone():
    text = TEXTS["ja"] * 3
    found, (note,) = decode(text.encode("euc-jp")[:-1], "a", "euc-jp")
    assert found == text[:-1] + "\ufffd"
    assert note == "Some bytes of the file are not euc_jp; they stand as “\ufffd” in it."
