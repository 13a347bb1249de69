#!/usr/bin/python3
"""Fit the model that tells main content from boilerplate, and articles from other pages.

    train.py --corpora DIR --reader build/reader --out extract/model_built_in.c
    train.py --corpora DIR --reader build/reader --cross-validate WORK --score SCORE.PY

The first fits on every page and writes the C file that is checked in. The second measures:
five folds grouped by site, everything fitted inside the folds, each page read by the real
program with the model of its fold, and prints the scorer's table. Needs Debian's
python3-sklearn and python3-lxml; the result depends on nothing but the pages and the reader.
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

import corpora
import made
from corpora import Page, fold_of

SAMPLE = 100  # unwanted blocks of a page
# What a page of each corpus weighs, half of it for wanted and half for unwanted blocks;
# a labelled block of `segments` weighs 1.
PAGE_WEIGHT = {"articles": 16.0, "readability": 16.0, "wcxb": 8.0}
TYPE_WEIGHT = {"forum": 2.0, "product": 0.5, "collection": 0.5, "listing": 0.5}
BLOCK_TREES = {"max_iter": 240, "max_leaf_nodes": 16, "learning_rate": 0.09,
               "l2_regularization": 5.0, "min_samples_leaf": 40, "max_bins": 64}
PAGE_TREES = {"max_iter": 300, "max_leaf_nodes": 5, "learning_rate": 0.05,
              "l2_regularization": 5.0, "min_samples_leaf": 8, "max_bins": 32}
# For the page score. The scorer does not say what a service or product page is; to somebody
# who reads, neither is an article.
PAGE_SCORE_WEIGHT = {"wcxb": 1.0, "articles": 1.0, "segments": 0.3}
PAGE_TYPE_WEIGHT = {"forum": 2.0, "documentation": 5.0, "collection": 1.6, "listing": 1.6,
                    "service": 0.15, "product": 0.4, "without": 0.2, "short": 0.3,
                    "listed": 0.3}
PAGE_BIAS = 0.35  # a listing that is read costs less than an article that is not
# One text by itself, or many side by side: rules of the one are wrong for the other.
ONE_TEXT = {"article": True, "documentation": True, "service": True,
            "forum": False, "collection": False, "listing": False, "product": False}
CHOSEN = ("kept_", "between_", "title_near", "has_body")  # signals of what was chosen
KIND_TREES = {"max_iter": 120, "max_leaf_nodes": 6, "learning_rate": 0.07,
              "l2_regularization": 5.0, "min_samples_leaf": 10, "max_bins": 32}
CONSTS = {"switch_near": 0.3, "switch_far": 0.6, "switch_many": 0.3, "block_bias": 0.0,
          "root_dropped": 0.6, "root_sure": 2.0, "heading": 0.7,
          "service": -4.0}


def block_weights(page: Page) -> np.ndarray:
    """Long pages and frequent boilerplate must not dominate."""
    labels = page.labels
    weights = np.zeros(len(labels))
    if page.corpus == "segments":
        weights[labels >= 0] = 1.0
        return weights
    total = PAGE_WEIGHT[page.corpus] * TYPE_WEIGHT.get(page.type, 1.0)
    size = np.sqrt(1.0 + np.array([len(t.split()) for t in page.texts]))
    for value in (0, 1):
        mine = labels == value
        if mine.any():
            weights[mine] = total / 2 * size[mine] / size[mine].sum()
    return weights


def thin_out(page: Page, weights: np.ndarray) -> np.ndarray:
    """Most blocks of a long page are alike: a sample of the unwanted ones stands for all."""
    unwanted = np.flatnonzero((page.labels == 0) & (weights > 0))
    if len(unwanted) > SAMPLE:
        order = np.random.default_rng(fold_of(page.id, 2**32)).permutation(unwanted)
        weights[order[:SAMPLE]] *= weights[unwanted].sum() / weights[order[:SAMPLE]].sum()
        weights[order[SAMPLE:]] = 0
    return weights


def fit(rows: np.ndarray, labels: np.ndarray, weights: np.ndarray, trees: dict):
    model = HistGradientBoostingClassifier(early_stopping=False, random_state=0, **trees)
    return model.fit(rows, labels, sample_weight=weights)


def number(value: float) -> str:
    """Short: thresholds lie between bins, leaves are summed by the hundred."""
    text = f"{value:.5g}"
    return text.replace("e-0", "e-").replace("0.", ".", 1) if abs(value) < 1 else text


def tree_line(table: str, nodes: np.ndarray, names: list[str]) -> str:
    """A tree in preorder; see model.h. Inner nodes get the mean of their leaves."""
    means = np.zeros(len(nodes))
    for i in range(len(nodes) - 1, -1, -1):
        node = nodes[i]
        if node["is_leaf"]:
            means[i] = node["value"]
        else:
            left, right = nodes[node["left"]], nodes[node["right"]]
            means[i] = ((means[node["left"]] * left["count"] + means[node["right"]]
                         * right["count"]) / (left["count"] + right["count"]))
    parts, stack = [f"tree {table}"], [0]
    while stack:
        i = stack.pop()
        node = nodes[i]
        if node["is_leaf"]:
            parts.append(number(means[i]))
            continue
        # the trainer goes left at x <= threshold, the reader at x < threshold
        threshold = np.nextafter(np.float32(node["num_threshold"]), np.float32(math.inf))
        parts.append(f"{names[node['feature_idx']]}<{threshold:.7g}:{means[i]:.3g}")
        stack += [int(node["right"]), int(node["left"])]
    return " ".join(parts)


def export(table: str, model, names: list[str], bias: float = 0.0) -> list[str]:
    base = float(np.ravel(model._baseline_prediction)[0]) + bias
    return [f"const {table}_base {base:.5g}",
            *(tree_line(table, step[0].nodes, names) for step in model._predictors)]


def block_model(pages: list[Page], names: list[str]) -> list[str]:
    rows = np.concatenate([p.rows for p in pages])
    labels = np.concatenate([p.labels for p in pages])
    weights = np.concatenate([thin_out(p, block_weights(p)) for p in pages])
    known = weights > 0
    model = fit(rows[known], labels[known], weights[known], BLOCK_TREES)
    return [f"const {name} {value}" for name, value in CONSTS.items()] + export(
        "block", model, names)


def page_model(pages: list[Page], names: list[str]) -> list[str]:
    """From pages whose blocks were chosen by models that had not seen them."""
    mine = [p for p in pages if p.corpus in PAGE_SCORE_WEIGHT]
    rows = np.array([p.page_row for p in mine])
    labels = np.array([p.readerable is True for p in mine]).astype(int)
    weights = np.array([PAGE_SCORE_WEIGHT[p.corpus] * PAGE_TYPE_WEIGHT.get(p.type, 1.0)
                        for p in mine])
    return export("page", fit(rows, labels, weights, PAGE_TREES), names, PAGE_BIAS)


def kind_model(pages: list[Page], names: list[str]) -> list[str]:
    """From what is known of a page before anything is chosen."""
    known = [i for i, name in enumerate(names) if not name.startswith(CHOSEN)]
    mine = [p for p in pages if p.corpus in ("wcxb", "articles")]
    rows = np.array([p.page_row[known] for p in mine])
    labels = np.array([ONE_TEXT[p.type] for p in mine]).astype(int)
    model = fit(rows, labels, np.ones(len(mine)), KIND_TREES)
    return export("kind", model, [names[i] for i in known])


def write_model(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return path


def no_model(work: Path) -> Path:
    """Signals are the same whatever the model; the one built in may be of an older table."""
    return write_model(work / "none.model", ["const block_base 0"])


def fit_model(reader: str, pages: list[Page], work: Path, name: str) -> Path:
    """Both tables, from these pages alone."""
    block_names, page_names = corpora.read_all(reader, pages[:1], no_model(work))
    kind = kind_model(pages, page_names)
    models = {}
    for half in range(2):
        rest = [p for p in pages if fold_of(f"half:{p.site}", 2) != half]
        path = write_model(work / f"{name}-half{half}.model", block_model(rest, block_names) + kind)
        models |= {f"{p.corpus}/{p.id}": path for p in pages
                   if fold_of(f"half:{p.site}", 2) == half}
    corpora.read_all(reader, pages, models)
    left = made.made_pages(pages)
    corpora.read_all(reader, left, models)
    lines = block_model(pages, block_names) + kind + page_model(pages + left, page_names)
    return write_model(work / f"{name}.model", lines)


def prepare(args: argparse.Namespace, work: Path) -> list[Page]:
    pages = corpora.load(args.corpora)
    corpora.read_all(args.reader, pages, no_model(work))
    for page in pages:
        page.labels = corpora.label(page)
    return pages


def cross_validate(args: argparse.Namespace, pages: list[Page]) -> None:
    work = args.cross_validate
    for corpus in corpora.CORPORA:
        (work / corpus).mkdir(parents=True, exist_ok=True)
    for fold in range(corpora.FOLDS):
        others = [p for p in pages if fold_of(p.site) != fold]
        model = fit_model(args.reader, others, work, f"fold{fold}")
        print(f"fold {fold}: fitted on {len(others)} pages", file=sys.stderr)
        for page in pages:
            if fold_of(page.site) == fold:
                link = work / page.corpus / page.id
                link.unlink(missing_ok=True)
                link.symlink_to(model.resolve())
    # score.py calls wcxb by its types, so every type is a way to the same folder
    for kind in {p.type for p in pages if p.corpus == "wcxb"}:
        link = work / f"wcxb-{kind}"
        link.unlink(missing_ok=True)
        link.symlink_to("wcxb")
    command = (f"{args.reader} --format=json --url={{url}} --charset={{charset}}"
               f" --model={work}/{{corpus}}/{{id}} {{file}}")
    subprocess.run([args.score, "--cmd", command, "--corpora", str(args.corpora),
                    *(["--json", str(args.json)] if args.json else [])], check=True)


def write_c(path: Path, model: Path, command: str) -> None:
    lines = [f'    "{line}",' for line in model.read_text(encoding="ascii").splitlines()]
    path.write_text("\n".join([
        "/*", " * Generated, do not edit:", f" *     {command}", " */", "",
        '#include "model.h"', "", "const char *const reader_model_text[] = {",
        *lines, "    NULL", "};", ""]), encoding="ascii")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--reader", required=True)
    parser.add_argument("--out", type=Path, help="write the C file of the final model")
    parser.add_argument("--cross-validate", type=Path, metavar="WORK")
    parser.add_argument("--score", help="the scorer, for --cross-validate")
    parser.add_argument("--json", type=Path, help="the scorer's results, page by page")
    args = parser.parse_args()
    if not args.corpora.is_dir():
        sys.exit(f"train.py: no corpora at {args.corpora}: nothing to learn from")
    with tempfile.TemporaryDirectory() as folder:
        work = args.cross_validate or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        pages = prepare(args, work)
        if args.cross_validate:
            cross_validate(args, pages)
        if args.out:
            write_c(args.out, fit_model(args.reader, pages, work, "built-in"),
                    "extract/model/train.py --corpora DIR --reader build/reader"
                    " --out extract/model_built_in.c")


if __name__ == "__main__":
    main()
