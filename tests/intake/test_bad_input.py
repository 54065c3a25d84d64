"""Every mistake in a matter's folder is told at once, each at its place, with what to do next."""

import shutil
from pathlib import Path

import pytest

from discovery.errors import InputError
from discovery.files.matter_folder import look_at, read_matter_folder
from tests.matters import SAMPLE, sample_folder

DAY = 'day = { value = "2019-12", basis = "match-report" }'
ARREST = "arrested = { value = 2026-08-18"


def edited(tmp_path: Path, *changes: tuple[str, str], file: str = "matter.toml") -> Path:
    """A copy of the sample with these words replaced."""
    folder = sample_folder(tmp_path)
    text = (folder / file).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / file).write_text(text, encoding="utf-8")
    return folder


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in look_at(folder)[1]]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (DAY, DAY.replace("2019-12", "2019-02-30"), "facial_recognition.searches 2, day: “2019-02-30” is not a day"),
        (DAY, DAY.replace("2019-12", "May"), "searches 2, day: “May” is not a date; write 2019-05-14"),
        (DAY, DAY.replace("2019-12", "2020-01/2019-01"), "the span ends (2019-01-31) before it begins (2020-01-01)"),
        (DAY, DAY.replace('"2019-12"', "2019-12"), "searches 2, day: 2019-12 is not a whole day, so it needs quot"),
        (ARREST, ARREST.replace("2026-08-18", "2025-02-30"), "arrest.arrested: 2025-02-30 is not a day of the cal"),
        (ARREST, ARREST.replace("2026-08-18", "2025-8-18"), "arrest.arrested: 2025-8-18 is not a whole day"),
        ("operator =", "operater =", "operater: there is no key “operater” here. Did you mean “operator”?"),
        ("[arrest]", "[arest]", "arest: there is no key “arest” here. Did you mean “arrest”?"),
        (
            'value = "Clearview"',
            'value = "Clearvue"',
            "system: “Clearvue” is not one of the answers. Did you mean “Cle",
        ),
        ('stage = "pending"', 'stage = "soon"', "It can be: before indictment, pending, after conviction."),
        ('basis = "memo-book"', 'basis = "memobook"', "no basis is called “memobook”. Did you mean “memo-book”?"),
        ('kind = "client"', 'kind = "cleint"', "bases.client.kind: “cleint” is not one of the answers."),
        ('file = "dd5.pdf"', 'file = "dd6.pdf"', "there is no file “dd6.pdf” in exhibits/. Did you mean “dd5.pdf”?"),
        ('file = "dd5.pdf"', 'file = "../dd5.pdf"', "“../dd5.pdf” does not lie in exhibits/."),
        ('file = "dd5.pdf"', 'file = "DD5.pdf"', "the file is called “dd5.pdf”. Write its name exactly so."),
        ('"possible-match"', '"posible-match"', "there is no sign “posible-match” in our data. Did you mean “possib"),
        ('"probe-image"', '"probe-picture"', "items 1: there is no demand “probe-picture” in our data."),
        ('[defendant]\nname = "John Q. Sample"', "[defendant]", "defendant.name: this is missing. Add name = …"),
        ("schema = 1", "schema = 2", "schema: this says “2”; this program reads 1 only."),
        ("sample = true", "sample = true\nsample = false", "line 8: sample is given twice. Keep one of them."),
        ("[arrest]", "[posture]", "[posture] is there twice. Join the two, or keep one."),
        ("sample = true", "sample = “true”", "a value stands in curly quotation marks."),
        ("sample = true", "sample = yes", "line 7: this is not TOML: Invalid value."),
        (
            '"John Q. Sample"',
            '"John Q. Sample',
            "line 13: this is not TOML: Illegal character '\\n'. A quotation mark",
        ),
        ('blind = "unknown"', 'blind = ""', "identifications 2, blind: an empty answer says nothing"),
        ('rank = "unknown"', 'rank = "first"', "searches 1, rank: this must be a whole number (it says “first”)."),
        ('rank = "unknown"', "rank = { valu = 1 }", 'rank: an answer is "unknown", or { value = …, basis = … }.'),
        ('basis = "complaint" }', "basis = 4 }", "a basis is the name of one under [bases], or { kind = … }."),
        (
            'basis = "complaint" }',
            'basis = { kind = "witness", pag = 1 } }',
            "basis.pag: there is no key “pag” here.",
        ),
        ('level = "class C felony"', "counts = 0", "charges 2, counts: should be greater than or equal to 1"),
    ],
)
def test_a_mistake_in_the_matter_is_told_at_its_line(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    problems = told(edited(tmp_path, (old, new)))
    assert len([each for each in problems if sentence in each]) == 1, problems
    assert all(each.startswith("matter.toml line ") for each in problems)


def test_a_problem_names_the_line_a_person_sees(tmp_path: Path) -> None:
    folder = edited(tmp_path, ("operator =", "operater ="))
    lines = (folder / "matter.toml").read_text(encoding="utf-8").split("\n")
    number = next(number for number, line in enumerate(lines, start=1) if "operater" in line)
    assert told(folder)[0].startswith(f"matter.toml line {number}, facial_recognition.searches 1, operater: ")


def test_all_mistakes_are_told_at_once_from_the_top_to_the_end(tmp_path: Path) -> None:
    folder = edited(
        tmp_path,
        ("schema = 1", "schema = 2"),
        (ARREST, ARREST.replace("2026-08-18", "2025-02-30")),
        ("operator =", "operater ="),
        ('basis = "memo-book"', 'basis = "memobook"'),
    )
    (folder / "exhibits" / "stray.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(InputError) as refused:
        read_matter_folder(folder)
    found = [str(problem) for problem in refused.value.problems]
    assert len(found) == 5
    for problem, words in zip(found, ["schema", "2025-02-30", "operater", "memobook", "stray.pdf"], strict=True):
        assert words in problem
    assert refused.value.exit_code == 2


def test_a_matter_that_is_not_utf_8_names_the_line(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    path = folder / "matter.toml"
    path.write_bytes(path.read_bytes().replace(b"John Q. Sample", "José".encode("latin-1")))
    assert told(folder) == ["matter.toml line 13: the file is not UTF-8 text. Save it again with the encoding UTF-8."]


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    path = folder / "matter.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_matter_folder(folder).matter.short_name == "DOE"


def test_a_missing_folder_a_file_and_an_empty_folder_each_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no folder .*Begin one with: discovery new"):
        look_at(tmp_path / "nowhere")
    (tmp_path / "file.toml").write_text("")
    with pytest.raises(InputError, match="is a file; give the folder it lies in"):
        look_at(tmp_path / "file.toml")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert told(empty) == [f"matter.toml: there is no such file. Begin one with: discovery new {empty}"]
    (empty / "matter.toml").mkdir()
    assert "is a folder" in told(empty)[0]


def test_an_unlisted_file_is_never_silently_in_or_out(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    (folder / "exhibits" / "new.pdf").write_bytes(b"%PDF-1.7")
    (folder / "exhibits" / "sub").mkdir()
    (folder / "exhibits" / "sub" / "other.pdf").write_bytes(b"%PDF-1.7")
    for name in (".DS_Store", "Thumbs.db", "~$letter.docx"):
        (folder / "exhibits" / name).write_bytes(b"")
    problems = told(folder)
    assert [problem.split(":")[0] for problem in problems] == ["exhibits/new.pdf", "exhibits/sub/other.pdf"]
    assert "Add an [[exhibit]] with key, file and description; include = false keeps it out." in problems[0]


def test_without_an_index_every_file_is_unlisted(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    (folder / "exhibits" / "index.toml").unlink()
    assert len(told(folder)) == len(list((SAMPLE / "exhibits").glob("*.pdf")))


def test_a_listed_file_that_is_missing_is_told(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    (folder / "exhibits" / "i-card.pdf").unlink()
    problems = told(folder)
    assert [problem.split(",")[0].split(" line")[0] for problem in problems] == ["matter.toml", "exhibits/index.toml"]
    assert all("there is no file “i-card.pdf” in exhibits/." in problem for problem in problems)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('key = "i-card"', 'key = "dd5"', "exhibit 6, key: “dd5” is already the key of exhibit 5."),
        ('file = "i-card.pdf"', 'file = "dd5.pdf"', "exhibit 6, file: “dd5.pdf” is already the file of exhibit 5."),
        ('paper = "demand-status"', 'paper = "matter-timeline"', "“matter-timeline” is already the paper of"),
        ('restriction = "protective order"', 'restriction = "secret"', "“secret” is not one of the answers."),
        ('key = "i-card"', 'key = "I Card"', "exhibit 6, key: "),
        ('file = "i-card.pdf"\n', "", "exhibit i-card names either a file or a paper, not both and not neither"),
        ('description = "Indictment"\n', "", "exhibit 2, description: this is missing."),
        ("[[exhibit]]", "[[exhibits]]", "exhibits: there is no key “exhibits” here. Did you mean “exhibit”?"),
    ],
)
def test_a_mistake_in_the_index_is_told_at_its_line(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    problems = told(edited(tmp_path, (old, new), file="exhibits/index.toml"))
    assert [each for each in problems if sentence in each and each.startswith("exhibits/index.toml line ")], problems


def test_an_empty_exhibits_folder_is_a_note_and_not_a_refusal(tmp_path: Path) -> None:
    folder = tmp_path / "matter"
    folder.mkdir()
    (folder / "matter.toml").write_text('schema = 1\nshort_name = "X"\ndefendant = { name = "A B" }\n')
    for _ in range(2):
        found = read_matter_folder(folder)
        assert found.exhibits == ()
        assert "the folder holds no document, so a bundle has nothing to number." in str(found.notes[0])
        (folder / "exhibits").mkdir(exist_ok=True)


def test_an_improbable_date_is_asked_about_at_its_line_and_read(tmp_path: Path) -> None:
    folder = edited(tmp_path, (ARREST, ARREST.replace("2026-08-18", "2019-01-18")))
    notes = [str(note) for note in read_matter_folder(folder).notes]
    assert any("arrest.arrested: the arrest is dated before the incident" in note for note in notes)
    assert all(note.startswith("matter.toml line ") and note.endswith("Is that right?") for note in notes)


def test_a_value_with_every_awkward_character_is_read_as_typed(tmp_path: Path) -> None:
    name = 'José O’Brien-Núñez & Co <test> *x* {exhibit:a} {{7*7}} #read("x") $x$ @y [^1] | Мария 王'
    folder = edited(tmp_path, ('"John Q. Sample"', f"'{name}'"))
    assert read_matter_folder(folder).matter.defendant.name == name


def test_the_three_folders_of_the_tests_are_whole(tmp_path: Path) -> None:
    for variant in ("documented", "denied_but_indicated", "nothing_known"):
        folder = read_matter_folder(sample_folder(tmp_path, variant))
        assert folder.notes == ()
        assert all(path is None or path.is_file() for path in map(folder.file_of, folder.exhibits))


def test_a_copy_of_the_sample_is_the_sample(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "copy")
    assert read_matter_folder(tmp_path / "copy").matter == read_matter_folder(SAMPLE).matter
