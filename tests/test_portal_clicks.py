"""What two clicks are answered: each has an answer of its own, to which its cookie is added."""

from starlette.responses import Response

from parcours.portal.gate import SESSION, renamed
from parcours.portal.repeats import Repeats
from parcours.portal.views import to


def test_what_is_done_to_the_first_answer_is_not_done_to_the_second() -> None:
    """The gate takes the new name of the browser out of an answer, and gives it as a cookie."""
    repeats = Repeats()

    def act() -> Response:
        return renamed(to("/dossier/a"), "un nom")

    first = repeats.once("page", "told", act)
    del first.headers[SESSION]
    second = repeats.once("page", "told", act)
    assert (second.status_code, second.headers["location"]) == (303, "/dossier/a")
    assert second.headers[SESSION] == "un nom"
