"""A keyboard and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

MOST = 80  # presses until something counts as out of reach
NAME = """
() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return (at?.ariaLabel || at?.labels?.[0]?.textContent || at?.textContent || '').trim();
}
"""


@dataclass(frozen=True)
class Keyboard:
    """The keys of somebody who uses no mouse."""

    page: Page

    @property
    def at(self) -> str:
        """The name of what has the focus."""
        return str(self.page.evaluate(NAME))

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Write where the focus is, and press Enter."""
        self.page.keyboard.type(text)
        self.press("Enter")

    def reach(self, name: str, key: str = "Tab") -> None:
        """Go on until what has the focus begins with this name."""
        passed = []
        for _ in range(MOST):
            if self.at.startswith(name):
                return
            passed.append(self.at[:30])
            self.press(key)
        raise AssertionError(f"{name!r} is out of reach; passed {passed}")

    def choose(self, name: str, key: str = "Tab") -> None:
        """Reach something and press Enter."""
        self.reach(name, key)
        self.press("Enter")
