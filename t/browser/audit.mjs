// What two parsers of HTML make of the views of hostile pages: parse5 always,
// Chromium where it is there.
//
// Prints TAP.  READER is the command line.  payloads.json are our own
// fragments; of those in ../shared, where it is there, COUNT (300) live ones
// are taken, which ones depends on SEED (the day).

import fs from 'node:fs';
import path from 'node:path';
import { check, findChromium } from './cdp.mjs';
import { CONTEXTS, convert, page, pagesOf, readLines, shared } from './pages.mjs';
import { findLost, pageFaults, parserFaults } from './parser.mjs';

let tests = 0;
let failed = 0;

function ok(passed, name, details = []) {
    tests++;
    failed += !passed;
    console.log(`${passed ? 'ok' : 'not ok'} ${tests} - ${name}`);
    if (!passed) {
        details.slice(0, 20).forEach((line) => console.log(`# ${line}`));
    }
}

function skip(why) {
    console.log(`ok ${++tests} # SKIP ${why}`);
}

// --- the pages

// Numbers that depend on the seed only (mulberry32).
function random(seed) {
    return () => {
        seed = (seed + 0x6D2B79F5) | 0;
        let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
}

const own = JSON.parse(fs.readFileSync(
    path.join(import.meta.dirname, 'payloads.json'), 'utf8'));
const pages = own.flatMap(({ name, html }, i) =>
    ['body', CONTEXTS[1 + i % (CONTEXTS.length - 1)]].map((context) =>
        ({ id: `${name} (${context})`, source: page(html, context) })));

const payloads = path.join(shared, 'hostile/payloads.jsonl');
if (fs.existsSync(payloads)) {
    const seed = +(process.env.SEED ?? Math.floor(Date.now() / 86400000));
    const live = readLines(payloads).filter((p) => ['load', 'click'].includes(p.raw));
    const next = random(seed);
    for (let i = Math.min(+(process.env.COUNT ?? 300), live.length); i > 0; i--) {
        const [{ id, html }] = live.splice(Math.floor(next() * live.length), 1);
        const context = CONTEXTS[i % CONTEXTS.length];
        pages.push({ id: `${id} (${context})`, source: page(html, context) });
    }
    console.log(`# SEED=${seed}`);
    pages.push(...readLines(path.join(shared, 'hostile/bytes.jsonl'))
        .flatMap(pagesOf));
} else {
    skip('no ../shared: own payloads only');
}

await convert(pages);

const details = pages.flatMap((one) =>
    pageFaults(one).map((fault) => `${one.id}: ${fault}`));
const chromium = findChromium();
const missing = (await findLost(pages, chromium))
    .map((one) => `${one.id}: lost ${one.lost}`);
const views = pages.filter((one) => one.html !== null);
ok(details.length === 0, `parse5 finds only what is allowed in ${
    views.length} views`, details);
// parse5 lets a table's end tag end a template in a cell of it; it does not
ok(missing.length === 0
    || (chromium === null && missing.length <= pages.length * 0.02
        && !missing.some((line) => own.some(({ name }) =>
            line.startsWith(`${name} (`)))),
'what stands around them is in the views', missing);
ok(views.length > pages.length * 0.9, 'nearly all pages have a view',
    pages.filter((one) => one.html === null).map((one) => one.id));
ok(parserFaults('<!DOCTYPE html><p onclick=x>a<script>b</script>', true)
    .length >= 2, 'the audit finds what is not');

if (chromium === null) {
    skip('no chromium');
} else {
    for (const page of [true, false]) {
        const html = ['<p>dead', '<img src=x onerror="alert(1)">'
            + '<p onclick="alert(2)">', '<p>dead'];
        const results = await check(chromium, html.map((part, id) => ({ id, page,
            html: page ? `<!DOCTYPE html><title>t</title>${part}` : part })),
        { batch: 3 });
        ok(results.length === 3 && results.every((r) => (r.id === 1)
            === (r.fired.length !== 0 && r.clicked.length !== 0
                && r.faults.length !== 0)), `Chromium notices the live ${
            page ? 'page' : 'fragment'} among dead ones`,
        results.map((r) => JSON.stringify(r)));
    }

    const results = await check(chromium, pages.flatMap((one) => [
        { id: one.id, html: one.html, page: true },
        { id: `${one.id}, content`, html: one.json?.content, page: false },
    ]).filter(({ html }) => typeof html === 'string'), { batch: 40 });
    const bad = results.filter((r) => r.error || r.fired.length
        || r.clicked.length || r.faults.length);
    ok(bad.length === 0, `in Chromium, nothing runs in ${results.length} views`,
        bad.map((r) => JSON.stringify(r)));
}

console.log(`1..${tests}`);
process.exitCode = failed === 0 ? 0 : 1;
