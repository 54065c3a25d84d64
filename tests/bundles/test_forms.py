"""Several forms in one packet: each field keeps its name where it can, its value, look and typeface, proved."""

import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from discovery.core.packets import PacketOptions
from discovery.core.parts import Layout, Limits
from discovery.errors import InputError
from discovery.files.field_looks import draw_fields
from discovery.files.forms import JoinedForm, take_form
from discovery.files.readback import PageExpectation, check_stamps
from discovery.files.structure import prove_structure
from discovery.files.volume import find_manifest, read_manifest
from discovery.jobs.bundle import Bundled, bundle
from discovery.jobs.verify import check, verify

from .offices import office, pdf, together

DAY = date(2026, 11, 13)


def issued(folder: Path, options: PacketOptions | None = None) -> Bundled:
    return bundle(folder, "DOE", DAY, issue=True, options=options)


def widget(made: pikepdf.Pdf, page: int, box: tuple[int, int, int, int], **entries: Any) -> Any:
    """A field on a page, known to the form unless it stands below another."""
    one = made.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array(box), F=4, **entries))
    one.P = made.pages[page].obj
    if "/Annots" not in one.P:
        one.P.Annots = Array()
    one.P.Annots.append(one)
    if "Parent" in entries:
        entries["Parent"].Kids.append(one)
    elif "/AcroForm" in made.Root:
        made.Root.AcroForm.Fields.append(one)
    return one


def form(typeface: str = "Helvetica", **entries: Any) -> Callable[[pikepdf.Pdf], None]:
    """A form whose typeface F1 is this one, and in which type is set in it."""

    def add(made: pikepdf.Pdf) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + typeface))
        resources = Dictionary(Font=Dictionary(F1=made.make_indirect(font)))
        made.Root.AcroForm = Dictionary(Fields=Array(), DR=resources, DA=String("/F1 11 Tf 0 g"), **entries)

    return add


def text(value: str, name: str = "Name", *, painted: bool = True) -> Callable[[pikepdf.Pdf], None]:
    """A text field that holds this; unless it is painted it has no look, and viewers make one up."""

    def add(made: pikepdf.Pdf) -> None:
        one = widget(made, 0, (72, 500, 300, 520), FT=Name.Tx, T=String(name), V=String(value))
        if painted:
            look = pikepdf.Stream(made, f"/Tx BMC BT /F1 11 Tf 2 6 Td ({value}) Tj ET EMC".encode())
            look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 228, 20])
            look.Resources = Dictionary(Font=made.Root.AcroForm.DR.Font)
            one.AP = Dictionary(N=look)

    return add


def square(made: pikepdf.Pdf, ink: str) -> Any:
    look = pikepdf.Stream(made, f"{ink} g 2 2 8 8 re f".encode())
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 12, 12])
    return look


def choices(chosen: str) -> Callable[[pikepdf.Pdf], None]:
    """A group of two buttons, one of them chosen, a tick, and a field below two others."""

    def add(made: pikepdf.Pdf) -> None:
        def painted(on: str) -> Dictionary:
            return Dictionary(N=Dictionary({"/" + on: square(made, "0"), "/Off": square(made, "0.9")}))

        group = made.make_indirect(Dictionary(FT=Name.Btn, Ff=49152, T=String("plea"), Kids=Array()))
        group.V = Name("/" + chosen)
        group.Opt = Array([String("Guilty"), String("Not guilty")])
        for at, state in enumerate("01"):
            on = Name("/" + state) if state == chosen else Name.Off
            widget(made, 0, (72 + 40 * at, 400, 84 + 40 * at, 412), Parent=group, AS=on, AP=painted(state))
        tick = {"FT": Name.Btn, "T": String("tick"), "V": Name.Yes, "AS": Name.Yes, "AP": painted("Yes")}
        widget(made, 0, (72, 360, 84, 372), **tick)
        person = made.make_indirect(Dictionary(T=String("person"), Kids=Array()))
        name = made.make_indirect(Dictionary(T=String("name"), Parent=person, Kids=Array(), FT=Name.Tx))
        person.Kids.append(name)
        name.V = String("Lee Sample")
        for page in range(len(made.pages)):
            widget(made, page, (72, 300, 300, 320), Parent=name, AP=Dictionary(N=square(made, "0.5")))
        made.Root.AcroForm.Fields.extend([group, person])

    return add


def sworn(typeface: str, value: str, chosen: str = "0", pages: int = 1) -> bytes:
    decorate = together(form(typeface), text(value), choices(chosen))
    return pdf(*(f"page {number}" for number in range(pages)), decorate=decorate)


THREE = {
    "a.pdf": sworn("Helvetica", "Robin"),
    "b.pdf": sworn("Courier", "Lee", "1", pages=3),
    "c.pdf": sworn("Times-Roman", "Kim"),
}


def finished(made: Bundled) -> list[Path]:
    return sorted(made.volume.glob("*.pdf"))


@pytest.mark.parametrize(
    "options",
    [None, PacketOptions(layout=Layout.SEPARATE), PacketOptions(limits=Limits(pages=4))],
    ids=["one file", "one file an exhibit", "parts"],
)
def test_three_forms_with_the_same_names_come_together_each_with_what_it_holds(
    tmp_path: Path, options: PacketOptions | None
) -> None:
    made = issued(office(tmp_path / "m", THREE), options)
    assert made.problems == ()
    assert verify(made.volume) == ()
    held: list[str] = []
    for path in finished(made):
        fields = pypdf.PdfReader(path).get_fields() or {}
        held += [str(each.value) for name, each in fields.items() if name.partition("+")[0] == "Name"]
        pleas = [each.value for name, each in fields.items() if name.partition("+")[0] == "plea"]
        assert set(pleas) <= {"/0", "/1"}
    assert sorted(held) == ["Kim", "Lee", "Robin"]


def test_a_typeface_of_one_name_stays_two_typefaces_and_what_is_free_is_not_renamed(tmp_path: Path) -> None:
    files = {key: pdf("x", decorate=together(form(face), text("v", key))) for key, face in FACES.items()}
    made = issued(office(tmp_path / "m", {f"{key}.pdf": data for key, data in files.items()}))
    assert not [note for note in made.notes if "renamed" in note]
    with pikepdf.open(finished(made)[0]) as opened:
        fonts = opened.Root.AcroForm.DR.Font
        used = {str(one.T): str(one.DA).split()[0] for one in opened.Root.AcroForm.Fields}
        assert {key: str(fonts[name].BaseFont)[1:] for key, name in used.items()} == FACES
    assert used["a"] == used["c"] == "/F1"


FACES = {"a": "Helvetica", "b": "Courier", "c": "Helvetica"}


@pytest.mark.parametrize("anew", [False, True])
def test_fields_without_a_look_are_drawn_as_in_their_source(tmp_path: Path, anew: bool) -> None:
    wish = {"NeedAppearances": True} if anew else {}
    files = {
        f"{key}.pdf": pdf("x", decorate=together(form(face, **wish), text(f"held by {key}", painted=False)))
        for key, face in FACES.items()
    }
    made = issued(office(tmp_path / "m", files))
    assert made.problems == ()
    assert verify(made.volume) == ()


def test_a_form_that_asks_to_be_drawn_anew_is_drawn_once_among_others(tmp_path: Path) -> None:
    files = {
        "a.pdf": sworn("Helvetica", "Robin"),
        "b.pdf": pdf("x", decorate=together(form("Courier", NeedAppearances=True), text("Lee", painted=False))),
    }
    made = issued(office(tmp_path / "m", files))
    assert verify(made.volume) == ()
    assert any("drawn once, as a viewer draws them" in note for note in made.notes)
    with pikepdf.open(finished(made)[0]) as opened:
        assert "/NeedAppearances" not in opened.Root.AcroForm
        assert b"(Lee) Tj" in own(opened, "Name").AP.N.read_bytes()
    found = check(made.volume, sources=tmp_path / "m" / "exhibits")
    assert found.problems == ()
    (said,) = found.unproved
    assert "Exhibit B (" in said
    assert "Exhibit A" not in said


def test_a_field_drawn_once_that_shows_something_else_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(made: pikepdf.Pdf, path: Path) -> None:
        draw_fields(made, path)
        look = made.pages[0].obj.Annots[0].AP.N
        look.write(look.read_bytes().replace(b"(Lee)", b"(Leo)"))

    monkeypatch.setattr("discovery.files.assembly.draw_fields", wrong)
    files = {
        "a.pdf": sworn("Helvetica", "Robin"),
        "b.pdf": pdf("x", decorate=together(form("Courier", NeedAppearances=True), text("Lee", painted=False))),
    }
    with pytest.raises(InputError) as refused:
        issued(office(tmp_path / "m", files))
    assert "Something besides the number changed." in str(refused.value.problems)


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
def test_fields_that_no_form_knows_look_the_same_beside_a_form(tmp_path: Path) -> None:
    def loose(made: pikepdf.Pdf) -> None:
        widget(made, 0, (72, 400, 84, 412), FT=Name.Btn, T=String("Name"), AP=Dictionary(N=square(made, "0")))

    files = {"a.pdf": pdf("x", decorate=loose), "b.pdf": pdf("y", decorate=together(form(), text("held")))}
    assert verify(issued(office(tmp_path / "m", files)).volume) == ()


def test_what_lies_on_no_page_of_a_part_is_not_in_its_form(tmp_path: Path) -> None:
    made = issued(office(tmp_path / "m", {"b.pdf": THREE["b.pdf"]}), PacketOptions(limits=Limits(pages=4)))
    assert any("parts of its form lie on pages that are not in it" in note for note in made.notes)
    for path in finished(made):
        with pikepdf.open(path) as opened:
            shown = {one.objgen for page in opened.pages for one in page.obj.get("/Annots", [])}
            for root in opened.Root.get("/AcroForm", Dictionary(Fields=Array())).Fields:
                assert all(leaf.objgen in shown for leaf in leaves(root))


def leaves(node: Any) -> list[Any]:
    kids = list(node.get("/Kids", []))
    return [leaf for kid in kids for leaf in leaves(kid)] if kids else [node]


def test_a_field_that_does_not_say_what_stands_above_it_keeps_what_it_holds(tmp_path: Path) -> None:
    def broken(made: pikepdf.Pdf) -> None:
        choices("1")(made)
        for one in made.pages[0].obj.Annots:
            if "/Parent" in one:
                del one.Parent

    made = issued(office(tmp_path / "m", {"a.pdf": pdf("x", decorate=together(form(), broken))}))
    fields = pypdf.PdfReader(finished(made)[0]).get_fields() or {}
    assert fields["plea"].value == "/1"
    assert verify(made.volume) == ()
    assert check(made.volume, sources=tmp_path / "m" / "exhibits").unproved == ()


def test_a_tree_of_fields_that_leads_back_into_itself_is_joined(tmp_path: Path) -> None:
    def tangled(made: pikepdf.Pdf) -> None:
        choices("1")(made)
        person = made.Root.AcroForm.Fields[-1]
        person.Kids.extend([person, person, made.Root.AcroForm.Fields[0]])
        person.Kids[0].Kids.extend([person, person])

    files = {"a.pdf": pdf("x", decorate=together(form(), tangled)), "b.pdf": THREE["a.pdf"]}
    assert verify(issued(office(tmp_path / "m", files)).volume) == ()


# --- what the proof must find --------------------------------------------------------------------------------


@pytest.fixture
def together_at(tmp_path: Path) -> Path:
    """Two forms joined as a packet joins them; the second is `lee.pdf`, one page."""
    (tmp_path / "robin.pdf").write_bytes(sworn("Helvetica", "Robin"))
    (tmp_path / "lee.pdf").write_bytes(sworn("Courier", "Lee", "1"))
    target = tmp_path / "joined.pdf"
    with pikepdf.new() as out:
        forms = JoinedForm(out)
        for name in ("robin.pdf", "lee.pdf"):
            with pikepdf.open(tmp_path / name) as source:
                taken = take_form(source)
                out.add_pages_from(source)
                forms.join(source, taken, list(out.pages)[-1:])
        forms.finish(pdfa=False)
        out.save(target)
    return target


def faults(path: Path) -> list[str]:
    """What the proof finds of the second exhibit's page, without a look at it."""
    expected = [PageExpectation(page=1, source=path.with_name("lee.pdf"), source_page=0, served=True)]
    return [problem.what for problem in check_stamps(path, expected, counted=False)]


def own(made: pikepdf.Pdf, name: str) -> Any:
    """A topmost field of the second exhibit."""
    return next(one for one in made.Root.AcroForm.Fields if str(one.T) == f"{name}+1")


def put(name: str, key: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        own(made, name)[key] = value

    return change


def set_in_the_others(made: pikepdf.Pdf) -> None:
    own(made, "Name").DA = String("/F1 11 Tf 0 g")


def change_the_typeface(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm.DR.Font.F1_1.BaseFont = Name.Symbol


def lose_the_value(made: pikepdf.Pdf) -> None:
    del own(made, "Name").V


def move(made: pikepdf.Pdf) -> None:
    own(made, "Name").Rect = Array([72, 510, 300, 530])


def paint(made: pikepdf.Pdf) -> None:
    own(made, "Name").AP.N.write(b"BT /F1 11 Tf 2 6 Td (Leo) Tj ET")


def swap_the_buttons(made: pikepdf.Pdf) -> None:
    group = own(made, "plea")
    group.Kids = Array(list(reversed(list(group.Kids))))


def give_away_a_button(made: pikepdf.Pdf) -> None:
    theirs = next(one for one in made.Root.AcroForm.Fields if str(one.T) == "plea")
    own(made, "plea").Kids[0].Parent = theirs


def forget(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm.Fields = Array([one for one in made.Root.AcroForm.Fields if str(one.T) != "Name+1"])


def lower_value(made: pikepdf.Pdf) -> None:
    own(made, "person").Kids[0].V = String("Somebody Else")


def lower_name(made: pikepdf.Pdf) -> None:
    own(made, "person").Kids[0].T = String("address")


def anew(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm.NeedAppearances = True


def shown_off(made: pikepdf.Pdf) -> None:
    own(made, "plea").Kids[1].AS = Name.Off


CHANGES: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "another value": (put("Name", "/V", String("Leo")), "What a field holds"),
    "its value lost": (lose_the_value, "What a field holds"),
    "another button chosen": (put("plea", "/V", Name("/0")), "What a field holds"),
    "a button shown as not chosen": (shown_off, "its AS"),
    "a value above it": (lower_value, "What a field holds"),
    "a default value": (put("Name", "/DV", String("Leo")), "What a field holds when it is reset"),
    "other choices": (put("plea", "/Opt", Array([String("Not guilty"), String("Guilty")])), "What a field offers"),
    "locked": (put("Name", "/Ff", 1), "What may be done with a field"),
    "another kind": (put("Name", "/FT", Name.Ch), "The kind of a field"),
    "larger type": (put("Name", "/DA", String("/F1_1 12 Tf 0 g")), "The type of a field"),
    "no type": (put("Name", "/DA", String("")), "The type of a field"),
    "the other exhibit's typeface": (set_in_the_others, "The type of a field"),
    "a typeface that is not there": (put("Name", "/DA", String("/F9 11 Tf 0 g")), "The type of a field"),
    "the typeface itself": (change_the_typeface, "The type of a field"),
    "set to the right": (put("Name", "/Q", 2), "What a field says of Q"),
    "another name": (put("Name", "/T", String("Alias")), "The name of a field"),
    "a name that only begins alike": (put("Name", "/T", String("Name1")), "The name of a field"),
    "another name below": (lower_name, "The name of a field"),
    "moved": (move, "its Rect"),
    "painted otherwise": (paint, "its AP"),
    "buttons in another order": (swap_the_buttons, "What a field belongs to"),
    "a button of another group": (give_away_a_button, "The name of a field"),
    "left out of the form": (forget, "What a field belongs to"),
    "all to be drawn anew": (anew, "Whether viewers are to draw its fields anew"),
}


def test_what_was_joined_is_proved_to_be_the_source(together_at: Path) -> None:
    assert faults(together_at) == []


@pytest.mark.parametrize(("change", "found"), CHANGES.values(), ids=CHANGES)
def test_a_field_changed_in_joining_is_found(
    together_at: Path, change: Callable[[pikepdf.Pdf], None], found: str
) -> None:
    with pikepdf.open(together_at, allow_overwriting_input=True) as made:
        change(made)
        with warnings.catch_warnings(action="ignore"):  # that a field is in no form is what is to be found
            made.save(together_at)
    assert any(found in each for each in faults(together_at))


def test_a_field_that_two_exhibits_share_is_found(tmp_path: Path) -> None:
    made = issued(office(tmp_path / "m", THREE))
    path, copy = finished(made)[0], tmp_path / "copy.pdf"
    with pikepdf.open(path) as opened:
        own(opened, "Name").T = String("Name")
        opened.save(copy)
    manifest = find_manifest(made.volume)
    assert manifest is not None
    problems = prove_structure(copy, read_manifest(manifest).parts()[0])
    assert ["a field of exhibit B has the name of one of exhibit A (Name)." in each.what for each in problems] == [
        True
    ]
