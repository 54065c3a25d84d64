"""A page without its layers looks as a viewer showed it, whatever rule decided what was shown."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from discovery.files.layers import flatten_layers, layer_names
from discovery.files.originals import open_pdf, save_pdf
from discovery.files.same_look import unlike
from tests.filing import making
from tests.filing.making import on_disk
from tests.filing.test_repair import words

Rule = Callable[[pikepdf.Object, pikepdf.Object], pikepdf.Object]


def ruled(kind: str) -> Rule:
    """A rule on two layers, the first of which is switched off."""
    return lambda off, on: Dictionary(Type=Name.OCMD, OCGs=Array([off, on]), P=Name(f"/{kind}"))


def expressed(*expression: object) -> Rule:
    """A rule written as an expression on the two layers, named “off” and “on”."""

    def make(off: pikepdf.Object, on: pikepdf.Object) -> pikepdf.Object:
        def built(part: object) -> object:
            if isinstance(part, tuple):
                return Array([built(each) for each in part])
            return {"off": off, "on": on}.get(str(part), Name(f"/{part}"))

        return Dictionary(Type=Name.OCMD, OCGs=Array([off, on]), VE=built(expression))

    return make


RULES: dict[str, tuple[Rule, bool]] = {
    "any on": (ruled("AnyOn"), True),
    "all on": (ruled("AllOn"), False),
    "any off": (ruled("AnyOff"), True),
    "all off": (ruled("AllOff"), False),
    "one layer": (lambda off, _: Dictionary(Type=Name.OCMD, OCGs=off), False),
    "not": (expressed("Not", "off"), True),
    "and": (expressed("And", "on", ("Not", "off")), True),
    "or": (expressed("Or", "off", ("Not", "on")), False),
}


def flattened(source: Path, target: Path) -> int:
    """Flatten a file's layers; how much went out."""
    with open_pdf(source) as pdf:
        gone = flatten_layers(pdf)
        assert layer_names(pdf) == ()
        save_pdf(pdf, target, "layers")
    return gone


@pytest.mark.parametrize("name", RULES)
def test_a_rule_on_layers_decides_as_a_viewer_decides(name: str, tmp_path: Path) -> None:
    rule, shown = RULES[name]
    pdf = making.layered(hidden=b"/OC /L3 BDC 1 0 0 rg BT /F1 20 Tf 100 400 Td (BY A RULE) Tj ET EMC\n")
    properties = pdf.pages[0].obj.Resources.Properties
    properties.L3 = pdf.make_indirect(rule(properties.L1, properties.L2))
    source, target = on_disk(pdf, tmp_path), tmp_path / "out.pdf"
    flattened(source, target)
    assert unlike(source, target) == ()
    assert ("BY A RULE" in words(target)) == shown


def test_where_all_is_off_but_what_is_named_only_that_is_shown(tmp_path: Path) -> None:
    pdf = making.layered()
    groups = list(pdf.Root.OCProperties.OCGs)
    pdf.Root.OCProperties.D = Dictionary(BaseState=Name.OFF, ON=Array([groups[0]]))
    source, target = on_disk(pdf, tmp_path), tmp_path / "out.pdf"
    flattened(source, target)
    assert unlike(source, target) == ()
    assert "HIDDEN DRAFT" in words(target)
    assert "SHOWN" not in words(target)


def test_layers_within_layers_are_hidden_with_what_holds_them(tmp_path: Path) -> None:
    nested = b"/OC /L1 BDC /OC /L2 BDC BT /F1 20 Tf 100 500 Td (INNER) Tj ET EMC 10 10 40 40 re f EMC\n"
    source, target = on_disk(making.layered(hidden=nested), tmp_path), tmp_path / "out.pdf"
    assert flattened(source, target) == 2
    assert unlike(source, target) == ()
    assert "INNER" not in words(target)


def test_other_marked_content_keeps_its_marks(tmp_path: Path) -> None:
    marked = b"/P <</MCID 0>> BDC /OC /L2 BDC BT /F1 20 Tf 100 500 Td (TAGGED) Tj ET EMC EMC\n"
    source, target = on_disk(making.layered(hidden=marked), tmp_path), tmp_path / "out.pdf"
    flattened(source, target)
    with pikepdf.open(target) as pdf:
        content = pdf.pages[0].obj.Contents.read_bytes()
    assert content.count(b"BDC") == content.count(b"EMC") == 1
    assert b"/MCID 0" in content


def test_a_form_in_a_hidden_layer_goes_and_layers_within_forms_are_flattened(tmp_path: Path) -> None:
    pdf = making.layered(hidden=b"/Fm0 Do /Fm1 Do\n")
    resources = pdf.pages[0].obj.Resources
    secret = making.drawn(pdf, b"BT /F1 10 Tf 5 10 Td (WHOLE FORM) Tj ET")
    secret.OC = resources.Properties.L1
    partly = making.drawn(
        pdf, b"/OC /L1 BDC BT /F1 10 Tf 5 10 Td (PART OF FORM) Tj ET EMC BT /F1 10 Tf 5 20 Td (REST) Tj ET"
    )
    partly.Resources.Properties = Dictionary(L1=resources.Properties.L1)
    resources.XObject = Dictionary(Fm0=secret, Fm1=partly)
    source, target = on_disk(pdf, tmp_path), tmp_path / "out.pdf"
    assert flattened(source, target) == 2
    assert unlike(source, target) == ()
    with pikepdf.open(target) as after:
        held = b"".join(each.read_bytes() for each in after.objects if isinstance(each, pikepdf.Stream))
    assert b"WHOLE FORM" not in held
    assert b"PART OF FORM" not in held
    assert b"REST" in held


def test_a_comment_in_a_hidden_layer_goes_and_one_in_a_shown_layer_stays(tmp_path: Path) -> None:
    pdf = making.commented()
    groups = [pdf.make_indirect(Dictionary(Type=Name.OCG, Name=name)) for name in ("Draft", "Plan")]
    pdf.Root.OCProperties = Dictionary(OCGs=Array(groups), D=Dictionary(OFF=Array(groups[:1])))
    stamps = list(pdf.pages[1].obj.Annots)
    stamps[0].OC, stamps[1].OC = groups
    source, target = on_disk(pdf, tmp_path), tmp_path / "out.pdf"
    assert flattened(source, target) == 1
    with pikepdf.open(target) as after:
        (kept,) = after.pages[1].obj.Annots
        assert "/OC" not in kept


def test_content_without_layers_keeps_its_bytes(tmp_path: Path) -> None:
    source, target = on_disk(making.layered(), tmp_path), tmp_path / "out.pdf"
    flattened(source, target)
    with pikepdf.open(source) as before, pikepdf.open(target) as after:
        assert before.pages[1].obj.Contents.read_bytes() == after.pages[1].obj.Contents.read_bytes()


def test_pages_that_share_their_resources_are_flattened_each(tmp_path: Path) -> None:
    pdf = making.layered()
    pdf.pages[1].obj.Resources = pdf.pages[0].obj.Resources = pdf.make_indirect(pdf.pages[0].obj.Resources)
    pdf.pages[1].obj.Contents = pdf.pages[0].obj.Contents
    source, target = on_disk(pdf, tmp_path), tmp_path / "out.pdf"
    assert flattened(source, target) == 4
    assert unlike(source, target) == ()
    assert [("HIDDEN" in words(target, page), "SHOWN" in words(target, page)) for page in (0, 1)] == [
        (False, True)
    ] * 2
