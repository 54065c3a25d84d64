"""Cuts a page's own content, and tells what it draws."""

from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf
from pikepdf import Array

from discovery.files.cutting import drawings, marked, objects, state, text
from discovery.files.cutting.cut import Cut
from discovery.files.cutting.rewriter import Handler, Rewriter
from discovery.files.endorsing import decoded
from discovery.files.glyphs import UnsureError


def cut_page(pdf: pikepdf.Pdf, page: pikepdf.Object, cut: Cut) -> bool:
    """Take everything under the boxes out of the page's content; whether it was written anew."""
    streams = _streams(page)
    worker, result = _followed(pdf, streams, page.get("/Resources"), cut)
    if not worker.changed and not cut.boxes:
        return False
    cut.taken |= {stream.objgen for stream in streams}
    page.Contents = pdf.make_indirect(pikepdf.Stream(pdf, result))
    page.Resources = pdf.make_indirect(worker.pruned())
    return True


def survey_page(pdf: pikepdf.Pdf, page: pikepdf.Object, cut: Cut) -> None:
    """Note what the page draws, and rid its resources of what it does not."""
    streams = _streams(page)
    worker = _followed(pdf, streams, page.get("/Resources"), cut)[0]
    cut.drawn |= {stream.objgen for stream in streams}
    page.Resources = pdf.make_indirect(worker.pruned())


def _streams(page: pikepdf.Object) -> list[pikepdf.Stream]:
    contents = page.get("/Contents")
    parts = [contents] if isinstance(contents, pikepdf.Stream) else contents if isinstance(contents, Array) else []
    return [part for part in parts if isinstance(part, pikepdf.Stream)]


def _followed(
    pdf: pikepdf.Pdf, streams: Sequence[pikepdf.Stream], resources: Any, cut: Cut
) -> tuple[Rewriter, bytes]:
    """The content of a page followed to its end, and written anew."""
    try:
        worker = Rewriter(pdf, cut, resources, _HANDLERS)
        return worker, worker.written(b"\n".join(decoded(stream) for stream in streams))
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
        raise UnsureError("its content is not as it should be") from error


_HANDLERS: Mapping[str, Handler] = {
    **state.HANDLERS,
    **marked.HANDLERS,
    **text.HANDLERS,
    **drawings.HANDLERS,
    **objects.HANDLERS,
}
