"""What an electronic signature in a file says of itself; nothing here is verified."""

from collections.abc import Sequence

from discovery.core.record import Record


class SignatureInfo(Record):
    """One signature, as the file states it."""

    name: str = ""
    """Who signed, as stated, or as the signer's certificate names it."""
    day: str = ""
    """When, as stated: 2026-01-31."""

    def __str__(self) -> str:
        who = self.name or "somebody the file does not name"
        return f"{who} on {self.day}" if self.day else who


def signed_by(signatures: Sequence[SignatureInfo]) -> str:
    """One sentence for the report on a numbered copy of a signed file."""
    who = ", and by ".join(map(str, signatures)) or "somebody the file does not name"
    return (
        f"It was signed by {who} (as the file says; not verified by this program). "
        "A numbered copy cannot carry the signature: the original is kept unchanged, so keep it with the copy."
    )
