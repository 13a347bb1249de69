// Hostile fragments in the middle of an article, and the views of that.

import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as parse5 from 'parse5';

export const root = path.resolve(import.meta.dirname, '../..');
export const shared = path.join(root, '../shared');
const reader = process.env.READER ?? path.join(root, 'build/reader');

// Words that must survive what stands between them.
export const MARKS = ['KEEPA', 'KEEPB'];

const prose = 'The mill had stood empty since the flood, and the children said '
    + 'that the wheel turned at night, although there was no water left to '
    + 'turn it. Their grandmother, who had worked there, only laughed, and '
    + 'wound the clock, and sent them to bed with a candle. She knew what '
    + 'it was that turned. It was the cat, which had learned to walk in it '
    + 'for the sake of the mice below, and had never told anybody. ';
// longer than a caption may be, lest an unclosed one takes what follows
const before = `<p>${MARKS[0]} ${prose}</p><p>${prose}</p>`;
const after = `<p>${prose}</p><p>${MARKS[1]} ${prose}</p>`;

function escape(text) {
    return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

function article(middle, head = '<title>The mill</title>', title = 'The mill') {
    return '<!DOCTYPE html><html lang=en><head><meta charset=utf-8>'
        + `${head}</head><body><article><h1>${title}</h1>${before}${middle}`
        + `${after}</article></body></html>`;
}

const wrap = {
    body: (html) => article(`<div>${html}</div>`),
    cell: (html) => article('<table><tr><th>a<th>b<tr><td>' + html
        + '<td>z</table>'),
    caption: (html) => article('<figure><img src=/a.jpg width=600 height=400 '
        + `alt="${escape(html)}"><figcaption>${html}</figcaption></figure>`),
    text: (html) => article(`<p>${escape(html)}</p><pre><code>${escape(html)}`
        + `</code></pre><p><a href="https://ok.example/" title="${
            escape(html)}">${escape(html)}</a></p>`),
    title: (html) => {
        const e = escape(html);
        return article('', `<title>${e}</title><meta property=og:title `
            + `content="${e}"><meta name=author content="${e}"><meta `
            + `name=description content="${e}"><link rel=canonical href="${e}">`,
            e);
    },
    data: (html) => article('', '<title>t</title><script '
        + 'type="application/ld+json">' + JSON.stringify({
            '@context': 'https://schema.org', '@type': 'Article',
            headline: html, author: { name: html }, datePublished: html,
        }).replace(/</g, '\\u003c') + '</script>'),
};

export const CONTEXTS = Object.keys(wrap);

// A whole page stays one.
export function page(html, context) {
    return /^<!doctype/i.test(html) ? html : wrap[context](html);
}

// The objects of a file with one a line.
export function readLines(file) {
    return fs.readFileSync(file, 'utf8').split('\n').filter(Boolean)
        .map((line) => JSON.parse(line));
}

// The pages {id, source, charset} of one of ../shared/hostile: bytes are a page,
// a fragment is one in each context.
export function pagesOf({ id, html, b64, content_type: type }) {
    if (b64 !== undefined) {
        return [{ id, source: Buffer.from(b64, 'base64'),
            charset: /charset=([\w-]+)/.exec(type)?.[1] }];
    }
    if (/^<!doctype/i.test(html)) {
        return [{ id, source: html }];
    }
    return CONTEXTS.map((context) =>
        ({ id: `${id}@${context}`, source: page(html, context) }));
}

const unread = new Set(['script', 'style', 'template', 'iframe', 'noframes',
    'noembed', 'xmp', 'plaintext', 'textarea', 'title', 'select', 'option',
    'optgroup', 'object', 'svg', 'head', 'frameset', 'dialog', 'audio',
    'video', 'canvas', 'math', 'datalist', 'button', 'output', 'meter',
    'progress', 'applet', 'noscript']);
const hiding = new Set(['hidden', 'style', 'aria-hidden', 'popover', 'inert']);

// Which marks a browser's parser leaves in the text that is read.
export function marksLeft(source) {
    const left = new Set();
    const open = [parse5.parse(source, { scriptingEnabled: false })];

    while (open.length !== 0) {
        const node = open.pop();
        if (unread.has(node.tagName)
            || node.attrs?.some((a) => hiding.has(a.name))) {
            continue;
        }
        if (node.nodeName === '#text') {
            MARKS.filter((mark) => node.value.includes(mark))
                .forEach((mark) => left.add(mark));
        }
        open.push(...node.childNodes ?? []);
    }
    return left;
}

const GROUP = 40; // pages of one run of the reader
const address = 'https://news.example/a/b';

function run(format, files, { url, charset }) {
    return new Promise((resolve) => {
        execFile(reader, [`--format=${format}`, '--min-score=0',
            '--min-length=0', `--url=${url ?? address}`,
            `--charset=${charset ?? ''}`, ...files],
        { maxBuffer: 1 << 28, timeout: 60000, encoding: 'buffer' },
        (error, out) => resolve({ error, out }));
    });
}

// A view begins so, and text cannot: its "<" is "&lt;".
const start = Buffer.from('<!DOCTYPE html><html');

function pagesIn(bytes) {
    const at = [];
    for (let i = -1; (i = bytes.indexOf(start, i + 1)) >= 0;) {
        at.push(i);
    }
    return at.map((from, i) => bytes.subarray(from, at[i + 1]));
}

function linesIn(bytes) {
    const lines = [];
    for (let from = 0, end; (end = bytes.indexOf(10, from)) >= 0;
        from = end + 1) {
        lines.push(bytes.subarray(from, end));
    }
    return lines.filter((line) => line.length !== 0);
}

// The views of these pages, of one address and charset; false: one run cannot
// tell whose they are.
async function convertGroup(pages, files) {
    const html = await run('html', files, pages[0]);
    const json = await run('json', files, pages[0]);
    const htmls = pagesIn(html.out);
    const jsons = linesIn(json.out);
    const one = pages.length === 1;
    // an exit status lets a page through, and is none
    const crashed = [html, json].some(({ error }) => error
        && (error.signal || error.killed));

    if (!one && (crashed || htmls.length !== pages.length
        || jsons.length !== pages.length)) {
        return false;
    }
    pages.forEach((page, i) => {
        page.crashed = crashed;
        page.html = one && html.error ? null : decode(page, htmls[i]);
        page.json = one && json.error ? null
            : JSON.parse(decode(page, jsons[i]));
    });
    return true;
}

// The views of pages {id, source, charset, url}: their `html` and `json` are
// added, null where the page passes through.
export async function convert(pages) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reader-'));
    const groups = new Map();
    const queue = [];

    for (const page of pages) {
        const key = `${page.url} ${page.charset}`;
        if (!(groups.get(key)?.length < GROUP)) {
            groups.set(key, []);
            queue.push(groups.get(key));
        }
        groups.get(key).push(page);
    }

    async function work() {
        for (let group; (group = queue.shift());) {
            const files = group.map((page) => {
                const file = path.join(folder, `${pages.indexOf(page)}.html`);
                fs.writeFileSync(file, page.source);
                return file;
            });
            if (!await convertGroup(group, files)) {
                for (const [i, page] of group.entries()) {
                    await convertGroup([page], [files[i]]);
                }
            }
            files.forEach((file) => fs.unlinkSync(file));
        }
    }

    await Promise.all([work(), work()]);
    fs.rmdirSync(folder);
    return pages;
}

function decode(page, bytes) {
    const text = bytes.toString('utf8');
    page.broken ||= !Buffer.from(text).equals(bytes);
    return text;
}
