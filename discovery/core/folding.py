"""Letters as an expression that ignores case takes them: for a quick look whether a word stands in a text at all."""


def in_small_letters(text: str) -> str:
    """The text in small letters: whatever re.IGNORECASE matches with a word in small letters has that word here."""
    small = text.casefold()
    # re takes the two letters i of Turkish, one without and one with its dot, for our own.
    return small if small.isascii() else small.replace("i\u0307", "i").replace("ı", "i")
