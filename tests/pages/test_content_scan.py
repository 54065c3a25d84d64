"""The quick look at content agrees with a full parse, or says that it is not sure."""

import os
from pathlib import Path

import pikepdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from discovery.files.content_scan import Balance, UnreadableContentError, parsed_balance, quick_balance
from discovery.files.endorsing import decoded

PIECES = st.sampled_from(
    [b"q", b"Q", b"BT", b"ET", b"/P BMC", b"/P <</MCID 0>> BDC", b"/P<</A (q)>>BDC", b"EMC", b"1 0 0 1 5 5 cm"]  # noqa: RUF005
    + [
        b"(q Q BT)Tj",
        b"(a\\)b q)Tj",
        b"(a(q)b)Tj",
        b"(\\\\)Tj",
        b"(\\( Q \\()Tj",
        b"<71>Tj",
        b"[(x)-3<51>]TJ",
        b"/q gs",
    ]
    + [b"% q Q (\n", b"/Q Do", b"qQ", b"(", b")", b"]", b"[", b"BI /W 1 /H 1 /BPC 8 /CS /G ID q EI", b"0 g", b"0.5 w"]
    + [
        b"(a\\)",
        b"(a\\\\)Tj",
        b"[(a] q [b)]TJ",
        b"[(]) 3(q)]TJ",
        b"<</MCID 0>>",
        b"/P<</MCID 1>>BDC",
        b"<< /MCID 2 >>",
    ]
    + [
        b"/A<</BBox[0 0 9 9]/Q[/q/Q]/T(q)/H<71>>>BDC",
        b"<</A>>",
        b"<</A q>>",
        b"<",
        b">",
        b"<41(x)42>Tj",
        b"\x80",
        b"[\x80]",
    ]
    + [b"B", b"B*", b"BX", b"EX", b"q%", b"q[", b"]Q", b"BT<71>Tj", b"{q}", b"\v"]
)


@settings(max_examples=600)
@given(pieces=st.lists(PIECES, max_size=12), glue=st.sampled_from([b" ", b"\n", b"\r", b"\x00 ", b""]))
@example(pieces=[b"(a\\) Q \\(b)Tj", b"q"], glue=b" ")
@example(pieces=[b"(a\\)", b"(b)Tj"], glue=b" ")
def test_where_the_quick_look_is_sure_a_full_parse_says_the_same(pieces: list[bytes], glue: bytes) -> None:
    data = glue.join(pieces)
    quick = quick_balance(data)
    if quick is not None:
        assert quick == parsed_balance(data)


def test_plain_pages_need_no_full_parse() -> None:
    assert quick_balance(b"q 1 0 0 1 0 0 cm BT /F1 12 Tf (a) Tj ET Q\n") == Balance()
    assert quick_balance(b"/P<</MCID 0>>BDC\nq BT[(a)-3(b)]TJ ET Q\nEMC") == Balance()
    assert quick_balance(b"") == Balance()


def test_what_is_left_open_is_counted() -> None:
    assert quick_balance(b"q q BT /A BMC /B BMC EMC") == Balance(open_states=2, open_text=True, open_marked=1)


def test_a_surplus_restore_is_told_from_one_that_would_change_what_is_drawn() -> None:
    assert parsed_balance(b"q 1 w Q 1 2 m 3 4 l S Q Q") == Balance(surplus=2)
    assert parsed_balance(b"0.5 0 0 0.5 0 0 cm Q") == Balance(surplus=1, dirty_restore=True)


@pytest.mark.parametrize("data", [b"q (never closed", b"[ 1 2 3", b"q <</A 1", b"BI /W 9 /H 9 ID xx", b"q ) 1 w"])
def test_content_that_has_no_end_is_unreadable(data: bytes) -> None:
    assert quick_balance(data) is None
    with pytest.raises(UnreadableContentError):
        parsed_balance(data)


@pytest.mark.skipif("DISCOVERY_PDFS" not in os.environ, reason="DISCOVERY_PDFS names a folder of PDFs to try")
def test_on_real_files_the_quick_look_agrees_with_the_full_parse() -> None:
    for path in sorted(Path(os.environ["DISCOVERY_PDFS"]).glob("*.pdf")):
        try:
            pdf = pikepdf.open(path)
        except (pikepdf.PdfError, pikepdf.PasswordError):
            continue
        with pdf:
            for page in pdf.pages:
                try:
                    data = decoded(page.obj.Contents)
                except (AttributeError, TypeError, pikepdf.PdfError, RuntimeError):
                    continue
                quick = quick_balance(data)
                assert quick is None or quick == parsed_balance(data), path.name
