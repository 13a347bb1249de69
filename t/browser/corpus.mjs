// What parse5 makes of the views of the corpora's pages in ../shared: no parse
// error, the same tree when written and read again, nothing that is not
// allowed.
//
// Prints TAP.  READER is the command line.  60 pages are taken from all over
// the corpora, with READER_ALL_PAGES=1 all.

import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { convert, shared } from './pages.mjs';
import { pageFaults } from './parser.mjs';

const CHUNK = 50;

const corpora = path.join(shared, 'corpora');
const all = !fs.existsSync(corpora) ? [] : fs.readdirSync(corpora)
    .filter((name) => fs.existsSync(path.join(corpora, name, 'truth.json')))
    .flatMap((name) => Object.entries(JSON.parse(
        fs.readFileSync(path.join(corpora, name, 'truth.json'), 'utf8')))
        .map(([id, { file, url, charset }]) => ({ id: `${name} ${id}`, url,
            charset, file: path.join(corpora, name, file) })));

if (all.length === 0) {
    console.log('ok 1 # SKIP no ../shared with pages\n1..1');
    process.exit(0);
}

const count = process.env.READER_ALL_PAGES ? all.length
    : Math.min(60, all.length);
const pages = Array.from({ length: count }, (_, i) =>
    all[Math.floor(i * all.length / count)]);
const details = [];
let views = 0;

for (let i = 0; i < pages.length; i += CHUNK) {
    const some = await convert(pages.slice(i, i + CHUNK).map((page) => ({
        ...page, source: zlib.gunzipSync(fs.readFileSync(page.file)) })));

    views += some.filter(({ html }) => html !== null).length;
    details.push(...some.flatMap((page) => pageFaults(page).map((fault) =>
        `${page.id}: ${fault}`)));
}

const passed = [views > pages.length * 0.95, details.length === 0];
console.log(`1..2
${passed[0] ? '' : 'not '}ok 1 - ${views} of ${pages.length} pages have a view
${passed[1] ? '' : 'not '}ok 2 - parse5 reads them as they were written`);
details.slice(0, 100).forEach((line) => console.log(`# ${line}`));
process.exitCode = passed.every(Boolean) ? 0 : 1;
