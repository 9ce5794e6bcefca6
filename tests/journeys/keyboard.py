"""A browser used by the keys alone."""

from datetime import date

from playwright.sync_api import Page

# More stops than any page has.
MOST_STOPS = 200


class Keyboard:
    """Goes through a page by Tab, arrows, Space and Enter, and never touches the mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str) -> None:
        """Press Tab until what is wanted has the focus, and see that the focus shows."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                shown = self.page.evaluate(
                    "() => { const style = getComputedStyle(document.activeElement);"
                    " return style.outlineStyle !== 'none' || style.boxShadow !== 'none' }"
                )
                assert shown, f"nobody sees that {selector} has the focus"
                return
        raise AssertionError(f"no Tab leads to {selector}")

    def write(self, name: str, words: str) -> None:
        self.reach(f"[name='{name}']")
        self.page.keyboard.type(words)

    def write_day(self, name: str, day: date) -> None:
        for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
            self.write(f"{name}-{part}", str(value))

    def pick(self, name: str, value: str) -> None:
        """Choose one of several by the arrows."""
        self.reach(f"input[type=radio][name='{name}']")
        self.page.keyboard.press("Space")
        for _ in range(MOST_STOPS):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {value}")

    def tick(self, name: str, value: str) -> None:
        self.reach(f"input[type=checkbox][name='{name}'][value='{value}']")
        self.page.keyboard.press("Space")

    def press(self, words: str) -> None:
        """Press the button or follow the link that says so."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            if (self.page.evaluate("document.activeElement.innerText") or "").strip() == words:
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"no Tab leads to “{words}”")
