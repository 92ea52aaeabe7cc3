"""A device in two words, from what its browser says of itself. Nothing finer is kept."""

OTHER = "?"
# The first that stands in the text; what calls itself also by another's name comes before that other.
BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip
BROWSER_NAMES = {name for _, name in BROWSERS} | {OTHER}
SYSTEM_NAMES = {name for _, name in SYSTEMS} | {OTHER}


def device_of(text: str) -> str:
    """`Chrome/Android`; a question mark for what is unknown. What was told in two words already stays."""
    browser, _, system = text.partition("/")
    if browser in BROWSER_NAMES and system in SYSTEM_NAMES:
        return text
    return f"{_first(BROWSERS, text)}/{_first(SYSTEMS, text)}"


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in known if mark in text), OTHER)
