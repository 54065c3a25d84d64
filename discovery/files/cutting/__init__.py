"""Cut what lies under boxes out of a page's content: glyphs, pixels and outlines go, everything else stays in place.

The content is followed operator by operator. What is not surely understood raises UnsureError, and nothing is
guessed: the page then becomes a picture.
"""

from discovery.files.cutting.cut import Cut
from discovery.files.cutting.marked import layer_is_off
from discovery.files.cutting.pages import cut_page, survey_page
from discovery.files.cutting.rewriter import copied

__all__ = ["Cut", "copied", "cut_page", "layer_is_off", "survey_page"]
