"""Why a packet is not made: what may not go out, papers that are not ready, files that changed meanwhile."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from discovery.core.exhibits import Audience, Exhibit
from discovery.core.problems import Problem
from discovery.errors import ConflictError, InputError
from discovery.files.leaks import covered_words
from discovery.files.matter_folder import INDEX, read_matter_folder
from discovery.files.writing import sha256_of
from discovery.jobs.plan import ComposedExhibit, Offered


def refuse(offer: Offered, audience: Audience, release: Collection[str]) -> None:
    """Stop for everything that may not leave, all of it at once."""
    if not offer.exhibits:
        raise InputError(
            f"{offer.folder.path} offers no exhibit. Put files in exhibits/ and list them in {INDEX}, "
            "or take include = false from those that are listed."
        )
    keys = {exhibit.key for exhibit in offer.exhibits}
    problems = [
        Problem(where="--release", what=f"no exhibit that is offered is called “{key}”.")
        for key in release
        if key not in keys
    ]
    problems += [_privileged(exhibit) for exhibit in offer.exhibits if _is_privileged(offer, exhibit)]
    problems += [problem for exhibit in offer.exhibits for problem in _covered(offer, exhibit)]
    problems += [problem for file in offer.files.values() for problem in file.problems]
    stays = [each for each in offer.folder.exhibits if not each.may_go_to(audience) and each.key not in release]
    problems += [_restricted(exhibit, audience) for exhibit in stays if exhibit.include]
    problems += _copies(offer, stays, audience)
    if problems:
        raise InputError("The bundle is not made, because something in it may not go out:", problems)


def _is_privileged(offer: Offered, exhibit: Exhibit) -> bool:
    return exhibit.key in offer.files and offer.files[exhibit.key].privileged


def _privileged(exhibit: Exhibit) -> Problem:
    return Problem(
        where=f"{INDEX}, exhibit “{exhibit.key}”",
        what="the file is marked privileged and is in no bundle.",
        next_step="Take it out, or set include = false.",
    )


def _covered(offer: Offered, exhibit: Exhibit) -> list[Problem]:
    """Text of an exhibit that can be read under a drawn box, unless counsel says why it may go out."""
    file = offer.files.get(exhibit.key)
    if exhibit.covered or file is None or file.unread or file.native:
        return []
    where = f"exhibit “{exhibit.key}”"
    found = covered_words(file.held)
    return [Problem(where=f"{INDEX}, {where}, {one.where}", what=one.what, next_step=one.next_step) for one in found]


def _restricted(exhibit: Exhibit, audience: Audience) -> Problem:
    return Problem(
        where=f"{INDEX}, exhibit “{exhibit.key}”",
        what=f"is restricted ({exhibit.restriction}) and not released to the {audience}.",
        next_step=f"Counsel may release it by name: --release {exhibit.key}, or released = [“{audience}”] there.",
    )


def _copies(offer: Offered, stays: Iterable[Exhibit], audience: Audience) -> Iterator[Problem]:
    """What would go out though the same bytes, listed as another exhibit, may not: also inside an e-mail."""
    held = {sha256_of(path): each for each in stays if (path := offer.folder.file_of(each))}
    for exhibit in offer.exhibits if held else ():
        file = offer.files.get(exhibit.key)
        for name, sha256 in (("it", file.sha256), *file.inside) if file else ():
            other = held.get(sha256)
            if other and other.key != exhibit.key:
                yield Problem(
                    where=f"{INDEX}, exhibit “{exhibit.key}”",
                    what=f"{name} is the same file, byte for byte, as exhibit “{other.key}”, which is restricted "
                    f"({other.restriction}) and not released to the {audience}.",
                    next_step=f"Counsel may release it by name: released = [“{audience}”] at “{other.key}”. "
                    "Else set include = false here, or offer this one without that file.",
                )


def refuse_open(papers: Mapping[str, ComposedExhibit]) -> None:
    """Stop for papers with open places: they are not ready to be filed."""
    problems = [
        Problem(where=f"{paper.paper.title}, {item.where}", what=item.what)
        for paper in papers.values()
        for item in paper.open_items
    ]
    if problems:
        raise InputError(
            "The bundle is not issued, because papers among its exhibits are not ready to be filed "
            "(without --issue a draft is made):",
            problems,
        )


def still_the_same(offer: Offered) -> None:
    """Nothing is published that was made from files somebody has changed meanwhile."""
    again = read_matter_folder(offer.folder.path)
    changed = [] if again.sha256 == offer.folder.sha256 else ["matter.toml"]
    same = again.exhibits == offer.folder.exhibits and again.handling == offer.folder.handling
    changed += [] if same else [INDEX]
    changed += [file.path.name for file in offer.files.values() if sha256_of(file.path) != file.sha256]
    if changed:
        raise ConflictError(f"{', '.join(changed)} changed while the bundle was made. Run the command again.")
