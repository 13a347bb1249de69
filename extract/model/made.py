"""Pages made of the corpora's pages, for kinds that the corpora have too few of."""

from __future__ import annotations

import hashlib
import html
import re
from urllib.parse import urlsplit

import lxml.html

from corpora import Page, fold_of, squash, words

REST = 0.15  # of the wanted text that may be left in a page without its article
TAGS = ("p", "li", "h1", "h2", "h3", "h4", "td", "th", "pre", "dd", "dt", "div", "blockquote",
        "span", "figcaption")
TEASERS = (  # with a link, a headline and the beginning of a text
    "<article><h2>{link}{title}</a></h2><p>{lead}</p></article>",
    "<li>{link}<h3>{title}</h3></a><p>{lead}</p></li>",
    "<div>{link}{title}</a> <span>{lead}</span></div>",
    "<div><h4>{link}{title}</a></h4><p>{lead} {link}\xbb</a></p></div>",
    "<p><b>{link}{title}</a></b><br>{lead}</p>",
)
TEASER_TEXT = 300  # characters of a text that a teaser can begin
LEADS = (6, 12, 20, 30, 50)  # words of a teaser's text
# What says that a page is an article.
ARTICLE_META = re.compile(r"og:(type|title|description)|article:|twitter:(title|description)"
                          r"|description|author|date|parsely|sailthru", re.I)
SCRIPTS = (("cjk", "[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"), ("cyrillic", "[\u0400-\u04ff]"),
           ("right-to-left", "[\u0590-\u06ff]"))


def cut(page: Page, most: int) -> tuple[lxml.html.HtmlElement, lxml.html.HtmlElement] | None:
    """The tree with at most so many words of its main content, and where that was.

    None if there are no more, or if too much is left.
    """
    wanted = [squash(t) for t, label in zip(page.texts, page.labels) if label == 1]
    count, gone_texts = 0, set()
    for text in wanted:
        count += len(words(text))
        if count > most:
            gone_texts.add(text)
    whole = sum(map(len, gone_texts))
    try:
        tree = lxml.html.fromstring(page.html.decode(page.truth["charset"] or "utf-8", "replace"))
    except (LookupError, ValueError, lxml.etree.ParserError):
        return None
    gone, place = 0, None
    for element in list(tree.iter(*TAGS)):
        if len(element) > 60 or element.getparent() is None:
            continue
        text = squash(element.text_content())
        if text in gone_texts:
            gone += len(text)
            if place is None and element.tag in ("p", "div", "h2"):
                place = element.getparent()
            element.drop_tree()
    if not gone_texts or gone < (1 - REST) * whole:
        return None
    return tree, place


def made_page(page: Page, kind: str, tree: lxml.html.HtmlElement, url: str) -> Page:
    truth = {**page.truth, "type": kind, "charset": "utf-8", "url": url}
    made = Page(page.corpus, page.id, truth, page.site)
    made.html = lxml.html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>")
    return made


def shortened(page: Page, most: int) -> Page | None:
    """The page with at most so many words of its main content, if it has more.

    Without any it is a page of this site, and no article: such pages teach what the corpora
    have too few of, errors, logins, and everything else that has a site's menus, teasers and
    dates around nothing. With a few it is a short article. None if too much is left.
    """
    left = cut(page, most)
    if left is None:
        return None
    return made_page(page, "short" if most else "without", left[0], page.truth["url"])


def headline(page: Page) -> str:
    title = squash((page.truth.get("metadata") or {}).get("title") or "")
    return title or " ".join(page.truth["text"].split()[:9])


def script_of(page: Page) -> str:
    """Roughly: pages whose headlines can stand side by side."""
    text = page.truth["text"][:400]
    return next((name for name, letters in SCRIPTS if len(re.findall(letters, text)) > 40), "")


def teaser(form: str, page: Page, count: int) -> str:
    text = page.truth["text"].split()
    link = f'<a href="/{hashlib.sha256(page.id.encode()).hexdigest()[:9]}">'
    lead = " ".join(text[:count]) + (" \u2026" if len(text) > count else "")
    return form.format(link=link, title=html.escape(headline(page)), lead=html.escape(lead))


def listed(page: Page, others: list[Page], number: int) -> Page | None:
    """The page with teasers of others where its main content was: a front page or a category.

    The corpora have a few hundred pages like that, of which a model learns how long their
    texts are. number, any, decides how many teasers there are, how long they are, how they
    are written, and whether the page has a heading. None if too much of the page is left.
    """
    left = cut(page, 0)
    if left is None or left[1] is None:
        return None
    tree, place = left
    for element in list(tree.iter("script", "meta", "title", "h1")):
        kind = element.get("type") or element.get("property") or element.get("name") or ""
        if element.getparent() is not None and (
                element.tag in ("title", "h1") and element.getparent().tag != "svg"
                or element.tag == "script" and "ld+json" in kind
                or element.tag == "meta" and ARTICLE_META.match(kind)):
            element.drop_tree()
    style, count, length = number % 5, 5 + number // 5 % 20, LEADS[number // 100 % 5]
    teasers = "".join(
        teaser(TEASERS[style], others[(number // 500 + k * 7) % len(others)],
               length * (3 if k == 0 and number % 3 == 0 else 1)) for k in range(count))
    name = page.site.split(".")[0].capitalize()
    section = headline(others[number % len(others)]).split()[0]
    place_of = number // 7 % 3
    title = f"{section} - {name}" if place_of else name
    heading = f"<h1>{html.escape(section)}</h1>" if place_of else ""
    box = "ul" if style == 1 else "div"
    head = tree.find("head")
    if head is not None:
        head.append(lxml.html.fragment_fromstring(f"<title>{html.escape(title)}</title>"))
    place.insert(0, lxml.html.fragment_fromstring(
        f"<div>{heading}<{box}>{teasers}</{box}></div>"))
    url = urlsplit(page.truth["url"])
    path = ("/", f"/{section.lower()}/", f"/category/{section.lower()}")[place_of]
    return made_page(page, "listed", tree, f"{url.scheme}://{url.netloc}{path}")


def made_pages(pages: list[Page]) -> list[Page]:
    """Pages without their article, with the beginning of it only, or with teasers for it."""
    made, by_script = [], {}
    for page in pages:
        if page.corpus in ("wcxb", "articles") and page.type in ("article", "documentation"):
            if len(page.truth["text"]) > TEASER_TEXT:
                by_script.setdefault(script_of(page), []).append(page)
    for page in pages:
        if page.readerable and page.corpus != "segments":
            made.append(shortened(page, 0))
        if page.corpus != "segments" and page.type in ("article", "documentation"):
            made.append(shortened(page, 60 + fold_of(f"words:{page.id}", 180)))
    for others in by_script.values():
        made += [listed(page, others, fold_of(f"listed:{page.id}", 2**32))
                 for page in others]
    return [page for page in made if page is not None]
