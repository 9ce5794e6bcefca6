"""Where the pages of each use are, and which of them are kept in front of Flask."""

from equity_tracker.web import resources

# Addresses whose answers are the same for everybody and may be kept for some seconds in front of Flask.
PUBLIC_PREFIXES = (
    *("/programmes", "/commitments", "/organisations", "/statements", "/case-studies", "/supports"),
    *("/glossary", "/method", "/accessibility", "/privacy", "/reports", "/commitments.atom", "/data"),
    *("/embed", "/card.png", "/sitemap.xml", "/sitemaps", "/robots.txt", *resources.KEPT),
)
# The same of addresses below which is something else.
PUBLIC_ALONE = ("/", resources.PREFIX)
# The pages of each use, and where they are.
PAGES = (
    "public.views:blueprint",
    "accounts.views:blueprint",
    "organisations.views:blueprint",
    "programmes.views:blueprint",
    "commitments.views:blueprint",
    "library.views:blueprint",
    "partnerships.views:blueprint",
    "check_ins.views:blueprint",
    "check_ins.views:by_link_blueprint",
    "assessments.views:blueprint",
    "closing.views:blueprint",
    "succession.views:blueprint",
    "files.views:blueprint",
    "following.views:blueprint",
    "suggesting.views:blueprint",
    "contacting.views:blueprint",
    "monday.views:blueprint",
    "portfolio.views:blueprint",
    "reports.views:blueprint",
    "rounds.views:blueprint",
    "scheduling.views:blueprint",
    "open_data.views:blueprint",
    "embedding.views:blueprint",
    "searching.views:blueprint",
    "notices.views:blueprint",
    "notices.views:health_blueprint",
    *("api.views:blueprint", "api.views:reference_blueprint", "reports.views:resources_blueprint"),
    *("commitments.views:systems_blueprint", "check_ins.views:systems_blueprint"),
)
