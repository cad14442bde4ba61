"""What is answered under /consultations/: which request leads where, and who is refused."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping

from actions.clock import utc_now
from actions.consultations.model import StoreUnavailableError
from actions.pages import contents, feed, manage
from actions.pages.rendering import FOLDER, Page, render
from actions.pages.web import Asked, BadFormError, Reply, is_cross_site, read_form
from actions.runtime import Consultations
from bot.buckets import Buckets
from bot.clinic import Clinic
from bot.where import where
from index.errors import HairlineError

START, CALENDAR = "manage", "calendar.ics"
FILES = {"manage/style.css": "text/css; charset=utf-8", "manage/manage.js": "text/javascript; charset=utf-8"}
FORMS = {f"manage/{action}": action for action in manage.ACTIONS}
READ = ("GET", "HEAD")
LATER = {"Retry-After": "30"}  # seconds
logger = logging.getLogger(__name__)


class Site:
    """The pages of one clinic. `at_once` never waits; `answer` may, for the store, and belongs into a thread."""

    def __init__(
        self,
        clinic: Clinic,
        public_url: str,
        password: str | None,
        parts: Callable[[], Consultations],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """password: of the calendar, or None for no calendar. parts: what keeps the consultations, made when asked."""
        self._clinic, self._public_url, self._password, self._parts = clinic, public_url, password, parts
        self._clock = clock
        self._requests = Buckets(burst=120, per_second=4)
        self._guesses = Buckets(burst=10, per_second=1 / 60)  # of references, which the desk limits for all together

    def at_once(self, asked: Asked) -> Reply | None:
        """Return the reply to what needs no store, or None."""
        if not self._requests.allows(asked.address, self._clock()):
            return self.say(asked, "too_often", LATER)
        if asked.path == CALENDAR and self._password is not None:
            return self._calendar(asked, self._password)
        if asked.path not in (START, *FILES, *FORMS):
            return self.say(asked, "unknown")
        if asked.method == "POST" and asked.path in FORMS:
            return self._form(asked)
        if asked.method not in READ:
            also = ", POST" if asked.path in FORMS else ""
            return self.say(asked, "method", {"Allow": ", ".join(READ) + also})
        if asked.path in FILES:
            return Reply(200, (FOLDER / asked.path.rpartition("/")[2]).read_bytes(), FILES[asked.path])
        return self._show(asked, contents.start())  # also where somebody comes back to the address of a form

    def answer(self, asked: Asked) -> Reply:
        """Return the reply to what `at_once` leaves. Never raises: whatever breaks, somebody gets a page."""
        try:
            if asked.path == CALENDAR:
                return feed.calendar(self._parts().store, self._clinic, utc_now())
            return self._show(asked, manage.act(FORMS[asked.path], self._parts(), read_form(asked), utc_now()))
        except BadFormError as error:
            return self.say(asked, error.why)
        except (StoreUnavailableError, HairlineError) as error:
            logger.error("consultations.unavailable %s", error)  # noqa: TRY400 - the reason is enough
            return self.unavailable(asked)
        except Exception as error:  # noqa: BLE001 - what was sent must neither be sent back nor logged
            return self.failed(asked, error)

    def unavailable(self, asked: Asked) -> Reply:
        """Return what is said when the store does not answer, with a way to send the same form again."""
        try:
            page = contents.message("unavailable", read_form(asked))
        except BadFormError:
            page = contents.message("unavailable")
        return self._show(asked, page, LATER)

    def failed(self, asked: Asked, error: BaseException) -> Reply:
        """Return what is said after a mistake of ours, and log where it is."""
        logger.error("pages.failed %s at %s", type(error).__name__, where(error))
        return self.say(asked, "failed")

    def say(self, asked: Asked, about: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Return a page that says one thing. about: a key of contents.STATUSES."""
        return self._show(asked, contents.message(about), headers)

    def _calendar(self, asked: Asked, password: str) -> Reply | None:
        if asked.method not in READ:
            return self.say(asked, "method", {"Allow": ", ".join(READ)})
        return None if feed.is_staff(asked.headers.get("authorization", ""), password) else feed.refusal()

    def _form(self, asked: Asked) -> Reply | None:
        if is_cross_site(asked.headers, self._public_url):
            return self.say(asked, "cross_site")
        if FORMS[asked.path] == "find" and not self._guesses.allows(asked.address, self._clock()):
            return self.say(asked, "too_often", LATER)
        return None

    def _show(self, asked: Asked, page: Page, headers: Mapping[str, str] | None = None) -> Reply:
        return Reply(page.status, render(page, self._clinic, asked.path), headers=headers or {})
