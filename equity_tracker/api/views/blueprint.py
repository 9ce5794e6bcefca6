"""The blueprint of everything that is read without a token: kept for some seconds, the same for everybody."""

from equity_tracker.web.resources import Resources, let_it_be_kept, refuse_too_many

blueprint = Resources(
    "api",
    __name__,
    title="Reading",
    description="What anyone may read, and any page of any site. All of it comes from publications.",
)
blueprint.before_request(refuse_too_many)
blueprint.after_request(let_it_be_kept)
