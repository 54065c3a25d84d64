"""A request as its letter sees it: who asks, whom, for which items; nothing of a matter is within reach."""

from datetime import date

from markupsafe import Markup

from discovery.core.foil import Agency, AgencyFact, FoilRequest, Requester, RequestItem
from discovery.core.marking import escape, role
from discovery.core.values import Value


class ItemView:
    """One item: `.what`, `.who`, `.period`, each with the row it comes from."""

    def __init__(self, item: RequestItem, on: date) -> None:
        self._item, self._on = item, on
        self._source = f"given:{item.id}"

    @property
    def n(self) -> int:
        """Its row in the checklist, for conditions."""
        return self._item.n

    @property
    def what(self) -> Value:
        """The record asked for."""
        return Value(self._item.what, self._source)

    @property
    def who(self) -> Value:
        """Who is believed to hold it."""
        return Value(self._item.who, self._source)

    @property
    def period(self) -> Value:
        """From which day to which."""
        return Value(self._item.period(self._on), self._source)


class RequesterView:
    """Who asks; what is needed and not given is a blank."""

    def __init__(self, requester: Requester) -> None:
        self._requester = requester

    @property
    def name(self) -> Markup:
        """The name, or a blank."""
        return self._needed("name", self._requester.name, "Write the requester's name in request.toml.")

    @property
    def reply(self) -> Markup:
        """Where the answer goes: e-mail, else telephone or address, else a blank."""
        email = self._requester.email
        if email or not self._requester.reachable:
            return self._needed("email", email or "", "Write the requester's e-mail address in request.toml.")
        return Value(self._requester.telephone or "the address above", "given:requester").__html__()

    @property
    def by_email(self) -> bool:
        """Whether there is an e-mail address to answer to."""
        return bool(self._requester.email)

    @property
    def lines(self) -> tuple[Value, ...]:
        """Title, organization, address, e-mail and telephone, one a line, as far as given."""
        asks = self._requester
        given = (asks.title, asks.organization, *asks.address, asks.email, asks.telephone)
        return tuple(Value(line, "given:requester") for line in given if line)

    def _needed(self, key: str, value: str, what: str) -> Markup:
        if value:
            return Value(value, f"given:requester.{key}").__html__()
        return role("blank", f"requester.{key}", body=escape(what))


class AgencyView:
    """Who is asked; only what was verified is printed."""

    def __init__(self, agency: Agency) -> None:
        self._agency = agency
        self._source = f"given:agency.{agency.id}"

    @property
    def name(self) -> Value:
        """The agency's name."""
        return Value(self._agency.name, self._source)

    @property
    def short(self) -> Value:
        """The name it goes by."""
        return Value(self._agency.short, self._source)

    @property
    def addressee(self) -> Value:
        """The office the letter is to."""
        return Value(self._agency.addressee, self._source)

    @property
    def address(self) -> Value:
        """Its mailing address where that was verified, else empty: the portal needs none."""
        return self._verified(self._agency.address_fact)

    @property
    def portal(self) -> Value:
        """The portal's name where that was verified, else empty."""
        return self._verified(self._agency.portal_name)

    def _verified(self, fact: AgencyFact) -> Value:
        return Value(fact.value if fact.known else "", self._source)


class RequestView:
    """One request: `.requester`, `.agency`, `.title`, `.about`, `.items`, `.fee_limit`."""

    def __init__(self, request: FoilRequest, on: date) -> None:
        self._request, self._on = request, on

    @property
    def requester(self) -> RequesterView:
        """Who asks."""
        return RequesterView(self._request.requester)

    @property
    def agency(self) -> AgencyView:
        """Who is asked."""
        return AgencyView(self._request.agency)

    @property
    def number(self) -> int:
        """Which of the folder's requests it is, for conditions."""
        return self._request.number

    @property
    def title(self) -> Value:
        """The public title."""
        return Value(self._request.portal_title, f"given:subject.{self._request.subject.id}")

    @property
    def about(self) -> Value:
        """The subject in words."""
        return Value(self._request.subject.about, f"given:subject.{self._request.subject.id}")

    @property
    def items(self) -> tuple[ItemView, ...]:
        """What is asked for."""
        return tuple(ItemView(item, self._on) for item in self._request.items)

    @property
    def fee_limit(self) -> Value:
        """The sum above which to ask first; empty where none is set."""
        return Value(self._request.fee_limit or "", "given:fee_limit")
