"""The town's theme: one header, navigation and footer for every page, as a content management system has them."""

from __future__ import annotations

from dataclasses import dataclass, field

STYLE = """body{font:16px/1.5 Georgia,serif;max-width:60rem;margin:auto}nav a{margin-right:1rem}
.screen-reader-text{position:absolute;left:-10000px;width:1px;height:1px;overflow:hidden}
.teaser{border-top:1px solid #ccc}
.wp-block-spacer-q7{position:absolute;left:-9876px;top:0}
"""
_ANALYTICS = """<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}
gtag('js',new Date());gtag('config','G-TOWN');</script>
<script async src="https://www.googletagmanager.com/gtag/js?id=G-TOWN"></script>"""
_NAV = (
    ("/", "Start"),
    ("/news/", "News"),
    ("/council/", "Council"),
    ("/events/", "Events"),
    ("/ja/", "日本語"),
    ("/contact/", "Contact"),
)


@dataclass(frozen=True)
class Built:
    """The parts of a page; path and origin make its own address."""

    title: str
    body: str
    description: str = ""
    head: str = ""
    foot: str = ""
    behind: str = ""
    before: str = ""
    lang: str = "en"
    canonical: str | None = None
    template: bool = True
    classes: str = field(default="post")

    def html(self, origin: str, path: str) -> str:
        """The page as it is served."""
        if not self.template:
            return (
                f'<!doctype html><html lang="{self.lang}"><head><meta charset="utf-8"><title>{self.title}</title>\n'
                f"{self.head}</head>\n<body>{self.body}</body></html>{self.behind}"
            )
        links = " ".join(f'<a href="{href}">{name}</a>' for href, name in _NAV)
        canonical = origin + path if self.canonical is None else self.canonical
        return f"""<!doctype html>
<html lang="{self.lang}">
<head>
<meta charset="utf-8">
<title>{self.title} – Alderbrook Town</title>
<meta name="description" content="{self.description or self.title}">
<link rel="canonical" href="{canonical}">
<link rel="alternate" hreflang="ja" href="{origin}/ja/">
<link rel="stylesheet" href="/theme/style.css">
{_ANALYTICS}
{self.head}
</head>
<body class="{self.classes}">
{self.before}
<a class="screen-reader-text" href="#content">Skip to content</a>
<header><p class="site">Alderbrook Town</p><nav>{links}</nav></header>
<main id="content"><article>
<h1>{self.title}</h1>
{self.body}
</article></main>
<aside><h2>Town hall</h2><p>Open Monday to Friday from nine to four, on Thursday until seven.</p></aside>
{self.foot}
<footer><p>Town of Alderbrook, 1 Market Square. <a href="/imprint/">Imprint</a> <a href="/privacy/">Privacy</a></p></footer>
</body>
</html>{self.behind}
"""
