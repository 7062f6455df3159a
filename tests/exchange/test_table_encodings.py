"""The encodings of tables: most are short files from a spreadsheet, in the code page of its country."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import field_sample

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.tables.encoding import encoding_of
from milestone_tui.exchange.tables.reading import open_tables

WESTERN = ("cp1252", "cp850", "mac_roman")
CENTRAL = ("cp1250", "iso8859_2", "cp852")
RUSSIAN = ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic")

SHORT_FILES = [
    ("Milestone,Due\nÜbergabe,2026-12-04\n", (*WESTERN, "cp437", "iso8859_15")),
    ("Name;Ende\nKälteanlage läuft;01.02.27\n", WESTERN),
    ("Vorgang;Ende\nStraßenbau;01.02.27\n", WESTERN),
    ("Name;Owner;Due\nHandover;Jürg Bärtschi;2027-02-01\n", WESTERN),
    ("Jalon;Échéance\nRéception des travaux;04/12/2026\nDépôt;18/12/2026\n", (*WESTERN, "iso8859_15")),
    ("Milestone,Due\nProcès-verbal signé,2026-12-04\n", WESTERN),
    ("Nom;Fin\nMise à jour;3/3/27\n", WESTERN),
    ("Oppgave;Frist\nBåt levert;3.3.27\n", WESTERN),
    ("作業,完了\n外壁塗装,2027-03-03\n", ("shift_jis",)),
    ("Nom;Fin\nGros œuvre;01/02/27\n", ("cp1252", "mac_roman", "iso8859_15")),
    ("NAME;OWNER;DUE\nHANDOVER;FRANÇOISE LEMAÎTRE;2027-02-01\n", WESTERN),
    ("Hito;Fecha\nAprobación del diseño;04/12/2026\n", WESTERN),
    ("Nombre;Fin\nSeñalización viaria;01/02/27\n", WESTERN),
    ("Marco;Término\nConclusão das fundações;18/12/2026\n", (*WESTERN, "iso8859_15")),
    ("Nome;Scadenza\nAttività completata;04/12/2026\n", WESTERN),
    ("Mijlpaal;Datum\nFinanciële afsluiting;18-12-2026\n", WESTERN),
    ("Namn;Slut\nStommen rest på Söder;2027-02-01\nÅterställning;2027-03-01\n", WESTERN),
    ("Navn;Slut\nRejsegilde på Nørrebro;01-02-27\n", WESTERN),
    ("Nimi;Loppu\nHarjannostajaiset pidetään;1.2.2027\n", WESTERN),
    ("Milestone,Due\nPředání stavby,2026-12-04\n", CENTRAL),
    ("Název;Konec\nUvedení do provozu Břeclav;01.02.27\n", CENTRAL),
    ("Nazwa;Koniec\nMontaż okien;01.02.27\nŚwiatła;02.02.27\n", CENTRAL),
    ("NAME;DUE\nZAKOŃCZENIE ETAPU;2027-02-01\n", CENTRAL),
    ("Mérföldkő;Határidő\nÁtadás-átvétel;2026.12.04\n", CENTRAL),
    ("Milestone,Due\nRecepţie finală,2026-12-18\n", ("cp1250", "iso8859_2")),
    ("Name;Owner;Due\nHandover;Nikola Matić;2027-02-01\n", CENTRAL),
    ("Kilometre taşı;Bitiş\nOnay alındı;04.12.2026\n", ("cp1254", "iso8859_9")),
    ("Ad;Son\nElektrik dağıtım panosu;01.02.27\n", ("cp1254", "iso8859_9")),
    ("Όνομα;Τέλος\nΣκυροδέτηση θεμελίων;01/02/27\n", ("cp1253", "iso8859_7")),
    ("Name,Finish\nКоробка здания,01.02.27\n", RUSSIAN),
    ("Имя;Конец\nБетонирование плиты;01.02.27\n", RUSSIAN),
    ("Назва;Кінець\nЗведення стін;01.02.27\n", ("cp1251", "koi8_u")),
    ("Tähtaeg;Nimi\nÜleandmine;2026-12-04\nLõpetamine;2026-12-18\n", ("cp1257", "cp1252")),
    ("Gairė;Terminas\nDarbų pabaiga;2026-12-04\n", ("cp1257",)),
    ("אבן דרך,תאריך\nמסירה סופית,2026-12-04\n", ("cp1255",)),
    ("معلم,تاريخ\nتسليم المشروع,2026-12-04\n", ("cp1256",)),
    ("里程碑,截止日期\n项目验收,2026-12-04\n", ("gb18030",)),
    ("里程碑,期限\n專案驗收,2026-12-04\n", ("big5",)),
    ("名前,完了\n基礎コンクリート打設,2027-02-01\n", ("shift_jis",)),
    ("이름,종료\n기초 타설,2027-02-01\n지붕 방수,2027-03-01\n", ("euc_kr",)),
    ("Name;Notes\nHandover;“as built” drawings — client’s\n", ("cp1252", "mac_roman")),
    ("Name;Budget\nHandover;1.200,00 €\n", ("cp1252",)),
]


@pytest.mark.parametrize(
    ("text", "encoding"), [(text, encoding) for text, encodings in SHORT_FILES for encoding in encodings]
)
def test_a_short_file_is_read_with_its_own_letters(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    found = encoding_of(data)
    assert data.decode(found.name) == text
    (remark,) = found.remarks
    assert remark.reason.startswith("not UTF-8: read as ") and "--encoding NAME" in remark.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", ["a,b\nÜbung,1\n", "日程,期日\n検収完了,2026\n", "Срок;Веха\nПуск;1\n"])
def test_unicode_is_sure_with_a_mark_or_without(text: str, encoding: str) -> None:
    opened = open_tables(text.encode(encoding))
    assert [list(row.cells) for row in opened.tables[0].rows()] == [
        line.replace(";", ",").split(",") for line in text.splitlines()
    ]
    assert opened.remarks == ()


def test_utf_8_that_is_broken_in_a_place_stays_utf_8() -> None:
    opened = open_tables("title,owner\nÜbergabe,Jürg\nPrüfung,Köl".encode() + b"\xc3\n")
    assert [row.cells[0] for row in opened.tables[0].rows()] == ["title", "Übergabe", "Prüfung"]
    assert [remark.reason for remark in opened.remarks] == [
        "UTF-8, but broken in 1 place; � is where characters were lost"
    ]


@pytest.mark.parametrize(
    "said",
    ["windows-1250", "Windows 1250", "cp1250", "1250", " WIN1250 ", "macroman", "mac", "latin1", "ISO-8859-2", "utf-8"],
)
def test_what_a_person_says_counts(said: str) -> None:
    opened = open_tables(b"title\nA\n", encoding=said)
    assert [list(row.cells) for row in opened.tables[0].rows()] == [["title"], ["A"]]
    assert opened.remarks == ()


@pytest.mark.parametrize(
    ("data", "said", "sentence"),
    [
        (b"title\n", "klingon", '"klingon" is not an encoding. Try windows-1250, '),
        (b"title\n", "base64", '"base64" is not an encoding'),
        (b"title\n", "idna", '"idna" is not an encoding'),
        (b"title\n", "", '"" is not an encoding'),
        (b"title\n", "x\0", "is not an encoding"),
        (b"title\n\xdcber\n", "utf-8", "This file is not text in utf-8. Name another encoding, such as"),
        (b"title\n\x81\n", "windows-1252", "This file is not text in windows-1252"),
        (b"title\n\0\n", None, "contains null bytes"),
        (b"\x00\x00\x80", None, "contains null bytes"),
        (b"\xff\xfea", None, "not whole UTF-16 text"),
        (bytes(range(1, 256)) * 20, None, "is not text in UTF-8, UTF-16 or a common code page"),
    ],
)
def test_what_is_no_text_is_refused_with_the_way_in(data: bytes, said: str | None, sentence: str) -> None:
    with pytest.raises(ImportRefused) as refusal:
        open_tables(data, encoding=said)
    assert sentence in str(refusal.value) and str(refusal.value).endswith(".")


@pytest.mark.parametrize(("name", "first"), [("k8-cp1250.csv", "Předání stavby"), ("k8-macroman.csv", "Übergabe")])
def test_the_shared_files_have_their_accents(name: str, first: str) -> None:
    (table,) = open_tables(field_sample(name).read_bytes()).tables
    assert list(table.rows())[1].cells[0] == first


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_refused(data: bytes) -> None:
    try:
        for table in open_tables(data).tables:
            list(table.rows())
    except ImportRefused as refusal:
        assert str(refusal).endswith(".")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_and_blank_rows_are_kept(separator: str) -> None:
    rows = [["title", "due, or so", "who"], ["A", "1; 2", "x|y"], [], ["B", "", "Ana"]]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows) + "\r\n"
    (table,) = open_tables(text.encode()).tables
    assert [list(row.cells) for row in table.rows()] == rows
    assert [row.line for row in table.rows()] == [1, 2, 3, 4]
    assert [row.is_blank for row in table.rows()] == [False, False, True, False]


@pytest.mark.parametrize("stated", ["sep=;", '"sep=;"'])
def test_the_separator_that_is_stated_counts(stated: str) -> None:
    (table,) = open_tables(f"{stated}\r\na,b;c\r\n1;2\r\n\x1a".encode()).tables
    assert [(row.line, list(row.cells)) for row in table.rows()] == [(2, ["a,b", "c"]), (3, ["1", "2"])]


def test_a_misplaced_quote_is_refused_with_its_line() -> None:
    (table,) = open_tables(b'title;due\nA;1\n"B;2\nC;3\n').tables
    rows = table.rows()
    assert [next(rows).cells, next(rows).cells] == [["title", "due"], ["A", "1"]]
    with pytest.raises(ImportRefused, match="Cannot read the row in line 3: a quote is missing or misplaced"):
        next(rows)


def test_text_has_no_sheets() -> None:
    with pytest.raises(ImportRefused, match="Leave out --sheet"):
        open_tables(b"title\n", sheet="Plan")
