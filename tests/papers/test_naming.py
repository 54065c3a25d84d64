"""Surnames of the people a paper protects: found where they stand as a name, and where they are a word, not."""

import re

import pytest

from discovery.core.naming import NotMeant, named

OTHERS = NotMeant(("Det. Jose Rodriguez", "Robin García"), ("People v Rodriguez", "People v Knight"))
WAYS = {
    "Maria García-López": """
        [García-López] said so.|[GARCIA-LOPEZ, MARIA] v|[Ms. Garcia] came|the [García] boy|[Garcia Lopez] was there
        [GARCÍA LÓPEZ]’S STATEMENT|[López]’s phone|[Garcia], M.|C/V [GARCIA] STATES|M. [Garcia] of
        told [García-\nLópez]
        [Maria Garcia] ran|[Garci\u0301a-Lo\u0301pez] ran|Lopez-Rivera ran|garcia|Garciaville|maria.garcia@x.example
        Garcia Street|Detective Garcia saw|Det. R. Garcia|Robin Garcia|People v Garcia, 25 NY3d 77
        see Garcia, 25 NY3d at 80
        Matter of Garcia v Smith, 12 AD3d 5
    """,
    "James Brown": """
        [Brown] said that|told by [Brown] that|and [Brown] ran|[Mr. Brown] ran|[BROWN, JAMES] M/B|J. [Brown] of
        C/W [Brown] saw
        a man named [Brown].|VICTIM: [BROWN]|[BROWN]’S STATEMENT|saw [Brown] at 9|[James T. Brown] ran
        [Brown, James] of
        Brown hair was seen|brown hair|The Brown car|BROWN HAIR|Brown University|Brown Street|light-Brown hair
    """,
    "Ana de la Cruz": """
        [De La Cruz] was|[de la Cruz] ran|[DE LA CRUZ] ran|[Ms. Cruz] ran|[Cruz, Ana] of|[Cruz] told us|la cruz
    """,
    "Sean O'Brien Jr.": "[O’Brien] ran|[OBRIEN] ran|[O'BRIEN]'S phone|[Mr. O’Brien] ran|[O'Brien, Sean] of|o'brien",
    "Luis Rodriguez": """
        [Rodriguez] said|the [Rodriguez] apartment|[Luis Rodriguez] ran|told [Rodriguez] to
        a Rodriguez hearing|under Rodriguez|People v Rodriguez (79 NY2d 445 [[1992]])|Detective Jose Rodriguez wrote
    """,
    "Kim Knight": """
        [Ms. Knight] ran|told [Knight] that|asked [Knight] about it
        In Knight the court|People v Knight (69 Misc 3d 546)|Knight, 69 Misc 3d at 552|Both Knight and Reyes
    """,
    "Jordan Witness": """
        shown to [Witness] by|[Ms. Witness] ran|[WITNESS, JORDAN] F
        Witness|WITNESS|The witness said|Witness statement|Each Witness|Witness stated that|of the Witness
    """,
    "Aiden Young": "to [Young] in the hall|[Young, Aiden] of|Y/O [YOUNG] ran|Young people|a Young man|YOUNG MALE",
    "Wei Zhang": "[Zhang] ran|[ZHANG] ran|[Wei ZHANG] ran|[Zhang] Wei|PEOPLE v. [ZHANG]|zhang",
}


def _ways() -> list[tuple[str, str]]:
    listed = ((name, re.split(r"\||\n {8}", said)) for name, said in WAYS.items())
    return [(name, one.strip()) for name, ways in listed for one in ways if one.strip()]


@pytest.mark.parametrize(("name", "written"), _ways())
def test_a_surname_is_found_where_it_stands_as_a_name(name: str, written: str) -> None:
    """What is to be found stands in brackets; doubled ones are brackets."""
    plain = written.replace("[[", "⟦").replace("]]", "⟧").replace("[", "").replace("]", "")
    expected = re.findall(r"\[([^\[\]]+)\]", written.replace("[[", "(").replace("]]", ")"))
    plain = plain.replace("⟦", "[").replace("⟧", "]")
    assert [plain[one.begin : one.end] for one in named(plain, [name], OTHERS)] == expected


def test_nobody_is_looked_for_where_nobody_is_protected() -> None:
    assert named("Jane Sample", ()) == ()


def test_a_name_of_one_word_is_found_as_it_is() -> None:
    assert [one.end for one in named("cher sang", ["Cher"])] == [4]
