// Every fragment of FILE..., in every context, through the reader, parse5 and
// Chromium:
//
//     node t/browser/chromium.mjs [--out=RESULTS] FILE...
//
// The lines of a FILE are JSON: {id, html}, or {id, b64, content_type} for a
// page as bytes.  RESULTS (build/chromium.jsonl) gets a line for each page; what
// it already has is not run again, so a run that was stopped goes on where it
// was.  The exit status is 1 if there is a fault in any of them, or if what is
// around the fragment, and is seen in the page, is not in a view.

import fs from 'node:fs';
import path from 'node:path';
import { check, findChromium } from './cdp.mjs';
import { convert, pagesOf, readLines, root } from './pages.mjs';
import { findLost, pageFaults } from './parser.mjs';

const CHUNK = 400;

const files = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const out = process.argv.find((word) => word.startsWith('--out='))?.slice(6)
    ?? path.join(root, 'build/chromium.jsonl');
const chromium = findChromium();

if (files.length === 0 || chromium === null) {
    console.error(chromium === null ? 'no chromium'
        : 'usage: chromium.mjs [--out=RESULTS] FILE...');
    process.exit(2);
}

const done = new Set(fs.existsSync(out)
    ? readLines(out).map(({ id }) => id) : []);
const pages = files.flatMap((file) => readLines(file).flatMap(pagesOf))
    .filter(({ id }) => !done.has(id));

for (let i = 0; i < pages.length; i += CHUNK) {
    const some = await convert(pages.slice(i, i + CHUNK));
    const results = await check(chromium, some.flatMap((one) => [
        { id: one.id, html: one.html },
        { id: one.id, html: one.json?.content, page: false },
    ]).filter(({ html }) => typeof html === 'string'), { batch: 40 });

    await findLost(some, chromium);
    fs.appendFileSync(out, some.map((one) => JSON.stringify({ id: one.id,
        view: one.html !== null, lost: one.lost, faults: pageFaults(one),
        chromium: results.filter((r) => r.id === one.id && (r.error
            || r.fired.length || r.clicked.length || r.faults.length)),
    }) + '\n').join(''));
    console.log(`${i + some.length} of ${pages.length}`);
}

const all = readLines(out);
const bad = all.filter((r) => r.faults.length || r.chromium.length
    || r.lost.length);
bad.slice(0, 40).forEach((r) => console.log(JSON.stringify(r)));
console.log(`${all.length} pages, ${all.filter((r) => r.view).length} with a`
    + ` view, ${bad.length} with a fault or without their text`);
process.exitCode = bad.length === 0 ? 0 : 1;
