"""What a stop is: a page, who opens it in the demonstration, and by which way."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NOBODY = ""
EDITOR = "cora@harbour-icb.example.org"
ADMIN = "ada@harbour-icb.example.org"
VIEWER = "vic@harbour-icb.example.org"
COORDINATOR = "paula@harbour-institute.example.org"
APPROVING = "petra@vale-partnership.example.org"
# A change of hers waits for approval.
AMENDING = "rosa@quayside.example.org"
# Of an organisation where what one of them writes is signed by the other.
WRITING = "noel@vale-icb.example.org"
SIGNING = "mina@vale-icb.example.org"
PARTNER = "eve@saltmarsh.example.org"
OBSERVER = "otto@harbour-fund.example.org"
OPERATOR = "olga@register.example.org"

HOME = "/o/harbour-integrated-care-board"
VALE = "/o/vale-integrated-care-board"
TRUST = "/o/saltmarsh-nhs-trust"
INSTITUTE = "/o/harbour-institute-of-health-equity"
PROGRAMME = "/p/fairer-harbour"
OTHER_PROGRAMME = "/p/warm-homes-vale"
SECTIONS = ("promise", "inequality", "action", "people", "ownership", "timing", "new")


@dataclass(frozen=True)
class Stop:
    """A page, and the way to it: a start, and the endpoints whose links are followed from there."""

    endpoint: str
    who: str
    start: str
    through: tuple[str, ...] = ()
    having: Mapping[str, str] = field(default_factory=dict)
    # Added to the address the links lead to, for what is offered at some times only.
    tail: str = ""
    # The form is sent as it stands, for what it then says.
    sent: bool = False
    status: int = 200

    @property
    def name(self) -> str:
        person = self.who.partition("@")[0] or "nobody"
        note = " ".join([*self.having.values(), *(["sent"] if self.sent else [])])
        status = "" if self.status == 200 else str(self.status)
        return " ".join(filter(None, (self.endpoint or self.start, note, status, f"as {person}")))


def public(endpoint: str, start: str, *through: str, status: int = 200) -> Stop:
    return Stop(endpoint, NOBODY, start, through, status=status)
