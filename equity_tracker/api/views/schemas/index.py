"""The first answer that a program gets: where everything else is."""

from equity_tracker.web import answer_fields as say


class Resource(say.Answer):
    """Something that can be read."""

    name = say.text("Its name.", "commitments", always=True)
    url = say.address("Where it is.", "https://register.example.org/api/v1/commitments", always=True)


class Index(say.Answer):
    """What there is to read, and where it is explained."""

    version = say.text("The version of the API.", "1", always=True)
    documentation = say.address(
        "The page that explains it.", "https://register.example.org/data/api", always=True
    )
    openapi = say.address(
        "The same for programs.", "https://register.example.org/api/v1/openapi.json", always=True
    )
    resources = say.many(Resource, "What can be read.")
