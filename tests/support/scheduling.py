"""Which tests go to the same worker: what costs much to make is then made once, and not by each."""

from xdist.scheduler import LoadScopeScheduling

# Folders whose files share what is costly, or in which one person changes the pages of others.
TOGETHER = ("tests/demonstration/", "tests/journeys/")
# Files whose tests share little and take long each.
APART = ("tests/adapters/test_pdf_refusals.py", "tests/journeys/test_accessibility.py")


def scope_of(test: str) -> str:
    """Name what goes to one worker with this test: its file, but for the exceptions above."""
    file = test.partition("::")[0]
    if file in APART:
        return test
    return next((folder for folder in TOGETHER if file.startswith(folder)), file)


class BySharing(LoadScopeScheduling):  # type: ignore[misc] # xdist brings no types
    """Instead of xdist's groups, which pytest 9.2 silently takes apart (pytest-xdist issue 1386)."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)
