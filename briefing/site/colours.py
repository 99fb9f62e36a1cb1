"""Which colours does a publisher's accent give the pages, in light and in dark? As legible as the theme's own."""

from __future__ import annotations

from briefing.site.pictures.icons import luminance

# --paper and --wash of the stylesheet, the harder one: what links are read on.
LIGHT_GROUND, DARK_GROUND = "#f3f0e9", "#202226"
LEAST_CONTRAST = 4.5  # to one: what WCAG 2 asks of text (1.4.3)
STEPS = 50  # from the accent to black or white


def publisher_sheet(accent: str) -> str:
    """Return the stylesheet that puts `accent` ("#rrggbb") in place of the theme's link and rule colours.

    Whoever asks for more contrast, for colours of their own or for paper keeps those of the theme.
    """
    wanted = "screen and (prefers-contrast: no-preference) and (forced-colors: none)"
    light, dark = legible(accent, LIGHT_GROUND), legible(accent, DARK_GROUND)
    return (
        f"@media {wanted} {{ :root {{ --accent: {light}; --link: {light}; --updated: {light}; }} }}\n"
        f"@media {wanted} and (prefers-color-scheme: dark) "
        f"{{ :root {{ --accent: {dark}; --link: {dark}; --updated: {dark}; }} }}\n"
    )


def legible(colour: str, ground: str) -> str:
    """Return `colour` as it is, or the nearest shade of it (mixed with black or white) that can be read on `ground`."""
    end = 0 if luminance(ground) > 0.18 else 255  # 0.18: as far from black as from white, in contrast
    parts = bytes.fromhex(colour[1:])
    for step in range(STEPS + 1):
        mixed = "#" + "".join(f"{round(part + (end - part) * step / STEPS):02x}" for part in parts)
        if contrast(mixed, ground) >= LEAST_CONTRAST:
            return mixed
    raise AssertionError(f"{ground} is neither light nor dark")


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
