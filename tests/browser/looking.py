"""What can be measured of how a page looks."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

_WIDER = """() => {
    const width = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 1);
    const whole = document.scrollingElement.scrollWidth;
    return whole > width ? [`${whole} > ${width}`, ...wide.map(e => e.outerHTML.slice(0, 100))] : [];
}"""
_LUMINANCE = """e => {
    while (e.parentElement && getComputedStyle(e).backgroundColor === 'rgba(0, 0, 0, 0)') e = e.parentElement;
    const pen = new OffscreenCanvas(1, 1).getContext('2d');
    pen.fillStyle = 'Canvas';
    pen.fillRect(0, 0, 1, 1);
    pen.fillStyle = getComputedStyle(e).backgroundColor;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}"""
_UNSEEN = """() => {
    const stop = document.activeElement;
    const {top, left, bottom, right, width, height} = stop.getBoundingClientRect();
    const inside = top > -1 && left > -1 && bottom < innerHeight + 1 && right < innerWidth + 1;
    const large = width > 8 && height > 8;
    const style = getComputedStyle(stop);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return stop === document.body || (inside && large && outlined) ? '' : stop.outerHTML.slice(0, 200);
}"""
_MARKS = ["backgroundColor", "borderColor", "boxShadow", "outlineStyle", "outlineWidth", "outlineColor"]
_STYLE = "(e, names) => names.map(name => getComputedStyle(e)[name])"


def wider_than_the_screen(page: Page) -> list[str]:
    """What makes the page scroll sideways; nothing where it does not."""
    found: list[str] = page.evaluate(_WIDER)
    return found[:6]


def luminance(element: Locator) -> float:
    """How light the ground is on which an element stands, from 0 (black) to 1."""
    return float(element.evaluate(_LUMINANCE))


def marks(element: Locator) -> list[str]:
    """The colours and lines that set an element off from its neighbours."""
    styles: list[str] = element.evaluate(_STYLE, _MARKS)
    return styles


def focused(page: Page) -> Locator:
    """The element that has the focus."""
    return page.locator(":focus")


def unseen(page: Page) -> str:
    """The element that has the focus, if it has no outline or is outside the window; else nothing."""
    found: str = page.evaluate(_UNSEEN)
    return found


def box(element: Locator) -> Any:
    """Where an element stands in the window."""
    return element.evaluate("e => e.getBoundingClientRect().toJSON()")
