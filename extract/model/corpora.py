"""The development corpora as training data: pages, their sites, block labels.

A corpus is a folder with truth.json and pages; see README.md for the format.
Nothing here is needed to build or run the reader.
"""

from __future__ import annotations

import bisect
import gzip
import hashlib
import json
import re
import subprocess
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

CORPORA = ("articles", "segments", "readability", "wcxb")
READERABLE = {"article": True, "documentation": True, "forum": True, "short": True,
              "collection": False, "listing": False}
GRAM = 4
FOLDS = 5
# Second-level labels under which sites register names of their own.
SECOND_LEVEL = frozenset("co com net org gov edu ac or ne go gob gv".split())
HOSTERS = frozenset("blogspot wordpress tumblr substack github livejournal medium"
                    " typepad weebly wixsite stackexchange".split())


@dataclass
class Page:
    """One page, what is known about it, and what the reader said of it."""

    corpus: str
    id: str
    truth: dict
    site: str
    html: bytes = b""
    texts: list[str] = field(default_factory=list)
    rows: np.ndarray | None = None
    kept: np.ndarray | None = None
    page_row: np.ndarray | None = None
    score: int = 0

    @property
    def type(self) -> str:
        return self.truth.get("type", "article")

    @property
    def readerable(self) -> bool | None:
        if self.corpus == "readability":
            return None
        return READERABLE.get(self.type)


def site_of(corpus: str, id: str, url: str) -> str:
    """The registrable domain; of a web archive the inner one; else the page itself."""
    inner = re.search(r"web\.archive\.org/web/[^/]+/(https?:/+.*)", url)
    host = (urlsplit(inner[1] if inner else url).hostname or "").lower()
    parts = host.removeprefix("www.").split(".")
    if corpus == "readability" or len(parts) < 2 or host.endswith(".invalid"):
        return f"{corpus}:{id}"
    size = 2
    if len(parts) > 2 and (parts[-2] in SECOND_LEVEL or parts[-2] in HOSTERS):
        size = 3
    return ".".join(parts[-size:])


def fold_of(text: str, count: int = FOLDS) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % count


def load(root: Path) -> list[Page]:
    """Every page of every corpus under root."""
    pages = []
    for corpus in CORPORA:
        folder = root / corpus
        truths = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        for id, truth in truths.items():
            page = Page(corpus, id, truth, site_of(corpus, id, truth["url"]))
            page.html = gzip.decompress((folder / truth["file"]).read_bytes())
            pages.append(page)
    return pages


def read_numbers(reader: str, page: Page, model: Path | None) -> tuple[list[str], list[str]]:
    """Run the reader on a page; fills its rows and texts; returns the signal names."""
    command = [reader, "--numbers", f"--url={page.truth['url']}",
               f"--charset={page.truth['charset']}"]
    if model:
        command.append(f"--model={model}")
    with tempfile.NamedTemporaryFile(suffix=".html") as file:
        file.write(page.html)
        file.flush()
        out = subprocess.run([*command, file.name], capture_output=True, check=False)
    if out.returncode:
        raise SystemExit(f"{page.corpus}/{page.id}: {out.stderr.decode()}")
    names, page_names, rows, kept = [], [], [], []
    page.texts = []
    for line in out.stdout.decode("utf-8").split("\n"):
        fields = line.split("\t")
        if fields[0] == "N":
            names = fields[1].split()
        elif fields[0] == "V":
            page_names = fields[1].split()
        elif fields[0] == "B":
            kept.append(int(fields[3]))
            rows.append(np.array(fields[4].split(), dtype=np.float32))
            page.texts.append(fields[5])
        elif fields[0] == "P":
            page.score = int(fields[1])
            page.page_row = np.array(fields[2].split(), dtype=np.float32)
    page.rows = np.array(rows, dtype=np.float32).reshape(len(rows), len(names))
    page.kept = np.array(kept, dtype=bool)
    return names, page_names


def read_all(reader: str, pages: list[Page], models: dict[str, Path] | Path | None,
             jobs: int = 2) -> tuple[list[str], list[str]]:
    """Run the reader on all pages; models may name one for each page."""
    def one(page: Page) -> tuple[list[str], list[str]]:
        model = models[f"{page.corpus}/{page.id}"] if isinstance(models, dict) else models
        return read_numbers(reader, page, model)
    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(one, pages))[0]


# --- labels ---------------------------------------------------------------


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def grams(found: list[str]) -> list[tuple[str, ...]]:
    return [tuple(found[i:i + GRAM]) for i in range(len(found) - GRAM + 1)]


def heaviest_chain(items: list[tuple[int, int, int]]) -> list[int]:
    """Indices of the heaviest run of (position, end, weight) in ascending order."""
    best: list[tuple[int, int]] = []  # (weight of the chain, previous)
    for i, (start, _, weight) in enumerate(items):
        top = (0, -1)
        for j in range(i):
            if items[j][0] < start and best[j][0] > top[0]:
                top = (best[j][0], j)
        best.append((top[0] + weight, top[1]))
    if not best:
        return []
    at = max(range(len(best)), key=lambda i: best[i][0])
    chain = []
    while at >= 0:
        chain.append(at)
        at = best[at][1]
    return chain[::-1]


def label_text(texts: list[str], truth: str) -> np.ndarray:
    """1 wanted, 0 unwanted, by aligning the blocks with the expected text.

    Blocks of at least GRAM words are found by their 4-grams; of several copies the one
    counts that stands in the order of the text.  Shorter blocks are wanted if the text
    has their words between what is around them.
    """
    target = words(truth)
    where: dict[tuple[str, ...], list[int]] = {}
    for i, gram in enumerate(grams(target)):
        where.setdefault(gram, []).append(i)
    found = [words(text) for text in texts]
    labels = np.zeros(len(texts), dtype=np.int8)
    candidates = []  # (block, start, end, weight)
    covered = {}
    for i, own in enumerate(found):
        if len(own) < GRAM:
            continue
        hits = [where[g] for g in grams(own) if g in where]
        share = len(hits) / (len(own) - GRAM + 1)
        covered[i] = share
        if share >= 0.5:
            starts = Counter(p - k for k, g in enumerate(grams(own)) for p in where.get(g, ())[:8])
            start = max(starts.items(), key=lambda kv: (kv[1], -kv[0]))[0]
            candidates.append((i, max(start, 0), max(start, 0) + len(own), len(own)))
    chain = heaviest_chain([(s, e, w) for _, s, e, w in candidates])
    left = Counter(grams(target))
    spans = []
    for k in chain:
        i, start, end, _ = candidates[k]
        labels[i] = 1
        spans.append((i, start, end))
        left.subtract(grams(found[i]))
    for i, start, end, _ in candidates:  # out of order, or said twice in the text too
        own = grams(found[i])
        if not labels[i] and sum(left[g] > 0 for g in own) >= 0.5 * len(own):
            labels[i] = 1
            left.subtract(own)
    lines = Counter(" ".join(words(line)) for line in truth.splitlines())
    blocks = [span[0] for span in spans]
    for i, own in enumerate(found):
        if labels[i] or len(own) >= GRAM and i in covered and covered[i] > 0.2 or not own:
            continue
        at = bisect.bisect(blocks, i)
        low = spans[at - 1][2] if at else 0
        high = spans[at][1] if at < len(spans) else len(target)
        if not at:
            low = max(0, high - 40)
        if at == len(spans):
            high = min(len(target), low + 40)
        text = " ".join(own)
        if high > low and f" {text} " in f" {' '.join(target[low:high])} ":
            labels[i] = 1
        elif len(own) < GRAM and lines[text] and spans and blocks[0] < i < blocks[-1]:
            labels[i] = 1
    return labels


def squash(text: str) -> str:
    return " ".join(text.split())


def label_segments(texts: list[str], wanted: list[str], unwanted: list[str]) -> np.ndarray:
    """1 wanted, 0 unwanted, -1 not known."""
    labels = np.full(len(texts), -1, dtype=np.int8)
    for i, text in enumerate(texts):
        text = squash(text)
        def has(segments: list[str]) -> bool:
            return any(s in text or (len(text) >= 25 and text in s)
                       for s in map(squash, segments) if s)
        yes, no = has(wanted), has(unwanted)
        if yes != no:
            labels[i] = yes
    return labels


def label(page: Page) -> np.ndarray:
    if page.corpus == "segments":
        return label_segments(page.texts, page.truth["with"], page.truth["without"])
    return label_text(page.texts, page.truth["text"])
