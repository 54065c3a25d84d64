"""Surnames that are something else too: ordinary words, what a paper calls people, what practice calls a rule."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\S+", text))


EPONYMS = _words(
    """
    antommarchi brady crawford darden daubert dunaway franks frye giglio gomberg huntley ingle kassal mapp
    miranda molineux payton rodriguez rosario sandoval trowbridge ventimiglia wade wesley
    """
)
"""Surnames by which New York practice calls a hearing, a rule or material."""
ROLE_WORDS = _words(
    """
    complainant decedent defendant informant onlooker placeholder sample specimen victim witness
    """
)
"""What a paper calls people, and what samples call them: beside a verb it is the word and no name."""
WORDS = ROLE_WORDS | _words(
    """
    april august baker ball banks barber bay bell best bird bishop black blank blue bond bowers brewer bridges
    brook brooks brown buck bull burns bush butcher butler camp carpenter carter case cash chambers chance
    chandler chase church clay clerk close cole constable cook cooper counsel court cox crane cross day dean
    detective doe drew driver duke early east english example farmer field fields fine fish fisher flood flowers
    foot ford forest forester fox frank freed freeman french frost gates gay glass gold golden good grace grant
    grave graves gray green grey guy hall hand hands hardy hart head heath held hill holder holiday holmes home
    hood hope house hunt hunter israel joy judge june justice king kings knight lake lamb land lane law lawless
    lawyer lee light little long lord lot love low major man marks marsh marshal marshall mason masters may
    mayor mercer merchant miles mill miller mills mint moody moon moor moore more moss nation noble north nurse
    officer page palmer paper park parker parks parson pepper person piper police pool poole pope porter post
    potter potts powers price prince prior proof prosecutor queen ray read records reed reeves rich ring rivers
    road robin rock rose ross rush sales salmon savage search sergeant service sharp shepherd shield short
    silver singer single skinner small smart snow south speaker spring squire steel stern stone street strong
    summer summers swan tailor taylor temple terry thorn tower towers town trial turner vance wade wages walker
    wall wallace ward warner waters way weaver webb weeks well wells west wheeler white wild will winter winters
    wise wolf wood woods word worth young
    """
)
"""Ordinary words that are surnames too: taken for a name only where the sentence makes them one."""
