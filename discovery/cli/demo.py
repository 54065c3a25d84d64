"""The demo: the main job on the shipped, plainly fictional sample."""

import typer


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("demo")(demo)


def demo() -> None:
    """Run the main job on the shipped sample."""
