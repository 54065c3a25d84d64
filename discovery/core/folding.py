"""Letters as an expression that ignores case takes them: for a quick look whether a word stands in a text at all."""


def in_small_letters(text: str) -> str:
    """The text in small letters, sign for sign: what re.IGNORECASE takes for a Latin letter is that letter here."""
    # re takes the two letters i of Turkish, one without and one with its dot, for our own, and the long s for s.
    small = text.replace("İ", "I").lower()
    return small if small.isascii() else small.replace("ı", "i").replace("ſ", "s")
