"""What the widget costs a page that nobody chats on: one small script, no time, no shift."""

from __future__ import annotations

import gzip
import statistics

from playwright.sync_api import CDPSession

from tests.browser.canned import WEB
from tests.browser.visitors import Visitor

MOST_BYTES = 25_000
MOST_SECONDS, SLOWER, TRIES = 0.050, 4, 7
SHIFTS = """
() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const shift of list.getEntries()) sum += shift.value; })
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(sum), 300);
})
"""
# Time is taken within one document: the browser counts from the start again when it leaves one.
DRAWN = "for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);"
REST = f"async () => {{ {DRAWN} }}"
LOAD = f"""
async (url) => {{
  const script = Object.assign(document.createElement('script'), {{ type: 'module', src: url }});
  const loaded = new Promise((done) => {{ script.onload = done; }});
  document.head.append(script);
  await loaded;
  {DRAWN}
}}
"""


def test_all_scripts_together_are_small() -> None:
    scripts = b"".join(path.read_bytes() for path in sorted(WEB.glob("*.js")))
    assert 0 < len(gzip.compress(scripts, 9)) <= MOST_BYTES


def test_nothing_is_asked_for_before_somebody_chats(desktop: Visitor) -> None:
    page = desktop.go()
    page.mouse.move(200, 200)
    page.mouse.wheel(0, 200)
    page.get_by_role("button", name="Ours").click()
    page.wait_for_load_state("networkidle")
    assert desktop.watch.asked == [f"GET {desktop.site}/", f"GET {page.evaluate('document.scripts[0].src')}"]
    assert page.evaluate("[document.cookie, Object.keys(localStorage), Object.keys(sessionStorage)]") == ["", [], []]


def test_nothing_on_the_page_is_moved(desktop: Visitor) -> None:
    page = desktop.go()
    assert page.evaluate(SHIFTS) == 0
    page.get_by_role("button", name="Chat with the clinic").click()
    page.get_by_role("dialog").wait_for()
    assert page.evaluate(SHIFTS) == 0


def test_loading_takes_no_time_from_the_page(desktop: Visitor) -> None:
    tools = desktop.context.new_cdp_session(desktop.page)
    tools.send("Performance.enable")
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    pairs = [(cost(tools, desktop, LOAD), cost(tools, desktop, REST)) for _ in range(TRIES)]
    ours = statistics.median(with_chat - without for with_chat, without in pairs)
    assert 0 < ours <= MOST_SECONDS, f"{ours:.3f} s of {pairs}"


def cost(tools: CDPSession, visitor: Visitor, work: str) -> float:
    """Do some work in a page that has loaded; return for how many seconds it kept the main thread busy."""
    page = visitor.go("/late")
    page.evaluate(REST)
    before = seconds(tools)
    page.evaluate(work, f"{visitor.watch.origins[1]}/chat/widget.js")
    return seconds(tools) - before


def seconds(tools: CDPSession) -> float:
    """Return how long the main thread has been busy so far."""
    metrics = tools.send("Performance.getMetrics")["metrics"]
    return next(float(metric["value"]) for metric in metrics if metric["name"] == "TaskDuration")
