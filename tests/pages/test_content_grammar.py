"""The grammar of whole content passes over what closes all it opens, and never over anything else."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from discovery.files.content_grammar import is_simple, is_whole
from discovery.files.content_scan import Balance, parsed_balance

WORD = b"/P <</MCID 0>> BDC q\n0.0000089 0 612 792 re\nW* n\nBT\n/F1 12 Tf\n0 g\n0 G\n[(H)3(i)] TJ\nET\nQ\n EMC \n"
OFFICE = b"0.1 w\nq 0 0.028 612 792 re\nW* n\nq 0 0 0 rg\nBT\n56.8 724.1 Td /F1 12 Tf[<01>2<0203>-1<04>]TJ\nET\nQ\nQ "
BROWSER = b"q\n.24 0 0 -.24 0 792 cm\nq\n/G3 gs\n/P <</MCID 1 >>BDC\nBT\n/F4 50 Tf\n<0003>Tj\nET\nEMC\nQ\nQ\n"
ACROBAT = b"BT\n/Span<</Lang (en) /MCID 3 >>BDC \n/T1_0 1 Tf\n(\\(a\\) and \\\\)Tj\nEMC \nET\n"
SCAN = b"q 612 0 0 792 0 0 cm /Image1 Do Q"
DRAWN = b"/Artifact BMC q 1 0 0 RG [3 2] 0 d 10 10 50 50 re B* 10 10 m 20 20 l B Q EMC 0 0 m 9 9 l S"

PARTS = st.sampled_from(
    [b"q", b"Q", b"BT", b"ET", b"/P BMC", b"/P<</MCID 0>>BDC", b"EMC", b"Q", b"ET", b"(a)Tj", b"[(a)-3(b)]TJ"]  # noqa: RUF005
    + [
        b"EMC",
        b"<71>Tj",
        b"[<71>3<51>]TJ",
        b"/Im0 Do",
        b"/BT gs",
        b"/aQ gs",
        b"1q",
        b"q1",
        b"Qa",
        b"B",
        b"B*",
        b"BX",
        b"EX",
    ]
    + [b"(q)Tj", b"(a(q)b)Tj", b"(\\)q)Tj", b"(q\\()Tj", b"(\\\\)Tj", b"(a", b"b)", b"[(a(b]TJ", b"[(]) 3(q)]TJ"]
    + [b"%", b"\v", b"\x80", b"{q}", b"<</A q>>", b"<</A/q/B[1 2]>>", b"<</A>>", b"[", b"]", b"<", b">", b"\\", b"/"]
    + [b"BI /W 1 /H 1 /BPC 8 /CS /G ID q EI", b"1 0 0 1 5 5 cm", b"0.5 w", b"T*", b"'", b'"']
)


@pytest.mark.parametrize(
    "data", [WORD, OFFICE, BROWSER, SCAN, DRAWN, WORD + WORD, OFFICE + SCAN, b"q q q q Q Q Q Q", b""]
)
def test_pages_of_the_usual_programs_are_whole(data: bytes) -> None:
    assert is_simple(data)
    assert is_whole(data, simple=True)
    assert is_whole(data, simple=False)


def test_escaped_parentheses_are_read_escape_by_escape() -> None:
    data = ACROBAT.replace(b"/Lang (en) ", b"")
    assert not is_simple(data)
    assert is_whole(data, simple=False)


@pytest.mark.parametrize(
    "data",
    [b"q", b"Q", b"BT", b"ET", b"/P BMC", b"EMC", b"Q q", b"BT q ET Q", b"q % Q\n", b"q (Q)Tj", b"/Q gs q"]  # noqa: RUF005
    + [
        b"q 1Q",
        b"q <</A Q>>",
        b"q (\\) Q",
        b"(a(b)Tj",
        b"q q q q q Q Q Q Q Q",
        b"q BI /W 1 ID Q EI Q",
        b"{}",
        b"(a)Tj)",
    ],
)
def test_what_is_left_open_hidden_or_unknown_is_never_whole(data: bytes) -> None:
    assert not is_whole(data, simple=is_simple(data))


@settings(max_examples=600)
@given(parts=st.lists(PARTS, max_size=12), glue=st.sampled_from([b" ", b"\n", b"\x00 ", b""]))
@example(parts=[b"BT", b"/P BMC", b"(a)Tj", b"EMC", b"ET"], glue=b"\n")
@example(parts=[b"[(a(b]TJ", b"q", b"Q", b"(c)Tj"], glue=b" ")
def test_what_is_whole_is_so_by_a_full_parse(parts: list[bytes], glue: bytes) -> None:
    data = glue.join([*parts, b"n"])
    if is_whole(data, simple=is_simple(data)):
        assert parsed_balance(data) == Balance()
