from tests.backed_up import portal  # noqa: F401 -- a fixture
from tests.external_postgres import external_server  # noqa: F401 -- a fixture
