"""An installation with a database of its own, for the tests in which several do the same at once."""

from collections.abc import Iterator

import pytest

from tests.support.installation import Installation, installation


@pytest.fixture(scope="module")
def own_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("own"), "notices") as found:
        yield found


@pytest.fixture
def own(own_installation: Installation) -> Installation:
    """Return an empty installation."""
    own_installation.empty()
    return own_installation
