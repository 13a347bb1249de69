// The Markdown view, read by two parsers of CommonMark: the text must be what
// the page says, nothing may be raw HTML, links lead where the page's did.
//
// Prints TAP.  READER is the command line; ../shared, where it is there, has
// more cases and pages.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import * as commonmark from 'commonmark';
import MarkdownIt from 'markdown-it';
import * as parse5 from 'parse5';

const root = path.resolve(import.meta.dirname, '../..');
const reader = process.env.READER ?? path.join(root, 'build/reader');
const shared = path.join(root, '../shared');
const address = 'https://site.example/news/page?x=1';

let tests = 0;
let failed = 0;

function ok(passed, name, detail) {
    tests++;
    failed += !passed;
    // a number sign would begin a directive
    console.log(`${passed ? 'ok' : 'not ok'} ${tests} - `
        + name.replace(/[#\s]+/g, (c) => c.includes('#') ? '\\#' : ' '));
    if (!passed && detail) {
        console.log(detail().replace(/^/gm, '# '));
    }
}

// The views of pages from one run a format.
function views(format, pages, ...more) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reader-'));
    const files = pages.map((page, i) => {
        const file = path.join(folder, `${i}.html`);
        fs.writeFileSync(file, page);
        return file;
    });
    const run = spawnSync(reader, ['--min-score=0', '--min-length=0',
        `--format=${format}`, `--url=${address}`, ...more, ...files],
        { maxBuffer: 1 << 28 });
    const all = run.stdout.toString();

    fs.rmSync(folder, { recursive: true });
    if (format === 'json') {
        return all.split(/\n+/).filter(Boolean).map((line) => JSON.parse(line));
    }
    // each begins with front matter, and nothing else looks like that
    return all.split(/^(?=---\n(?:\w+: .*\n)*word_count: \d+\n---$)/m);
}

// --- what there is in a tree of HTML

const blocks = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'ul',
    'ol', 'td', 'th', 'tr', 'table', 'caption', 'blockquote', 'pre', 'br',
    'dl', 'dt', 'dd', 'figure', 'figcaption', 'details', 'summary', 'hr']);

const attribute = (node, name) =>
    node.attrs?.find((a) => a.name === name)?.value;

function media(node) {
    const host = new URL(attribute(node, 'src'), address).hostname;
    const title = attribute(node, 'title') ?? attribute(node, 'aria-label');

    return (node.tagName === 'audio' ? 'Audio: ' : 'Video: ')
        + (title ? `${title} (${host})` : host);
}

// The text as a reader sees it: with the quotes of q and the brackets of ruby
// that browsers add, and the text of images that Markdown has no address for.
function text(node, quotes = 0) {
    const kids = node.childNodes ?? [];
    const inner = () => kids.map((kid, i) => {
        const said = text(kid, quotes + (node.tagName === 'q'));
        if (kid.tagName !== 'rt') {
            return said;
        }
        return (kids[i - 1]?.tagName === 'rp' ? '' : '(') + said
            + (kids[i + 1]?.tagName === 'rp' ? '' : ')');
    }).join('');

    switch (node.nodeName) {
    case '#text':
        return node.value;
    case 'img':
        return /^data:/.test(attribute(node, 'src') ?? '')
            ? attribute(node, 'alt') ?? '' : '';
    case 'video':
    case 'audio':
        return media(node);
    case 'q':
        return quotes % 2 ? `\u2018${inner()}\u2019`
            : `\u201C${inner()}\u201D`;
    default:
        return blocks.has(node.tagName) ? ` ${inner()} ` : inner();
    }
}

// Raised digits are Unicode's in Markdown: NFKC makes them plain ones again.
// Some characters are in no view, whatever the page says.
const invisible = /[\u00ad\u034f\u200b\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]/g;
const plain = (said) => said.replace(invisible, '').normalize('NFKC')
    .replace(/\u2212/g, '-').replace(/\s+/g, ' ').trim();

function* nodes(tree) {
    yield tree;
    for (const kid of tree.childNodes ?? []) {
        yield* nodes(kid);
    }
}

const links = (tree) => [...nodes(tree)].filter((n) => n.tagName === 'a')
    .map((n) => attribute(n, 'href'));

// --- the parsers

const parser = new commonmark.Parser();
const renderer = new commonmark.HtmlRenderer();
const markdownIt = new MarkdownIt({ html: true });

function rawInTokens(tokens) {
    return tokens.some((t) => t.type.startsWith('html')
        || rawInTokens(t.children ?? []));
}

const parsers = {
    // without tables and struck text
    commonmark(markdown) {
        const tree = parser.parse(markdown);
        const walker = tree.walker();
        let raw = false;

        for (let event; (event = walker.next());) {
            raw ||= event.node.type.startsWith('html');
        }
        return { html: renderer.render(tree), raw };
    },
    'markdown-it'(markdown) {
        return {
            html: markdownIt.render(markdown),
            raw: rawInTokens(markdownIt.parse(markdown, {})),
        };
    },
};

const withoutFrontMatter = (markdown) =>
    markdown.replace(/^---\n[^]*?\n---\n/, '');

// --- fragments in an article

const prose = '<p>' + ('The river had been rising since dawn, and by noon the'
    + ' lower meadow lay under a hand of water, so the herd was moved to the'
    + ' upper field. ').repeat(5) + '</p>';
const before = 'The fragment begins below this line, which is kept.';
const after = 'The fragment has ended above this line, which is kept as well.';

function article(fragment) {
    return '<!doctype html><title>River rises</title><body><article>'
        + `<h1>River rises</h1>${prose}<p>${before}</p>${fragment}`
        + `<p>${after}</p>${prose}</article>`;
}

// What is between the two lines around the fragment.
const between = (said) => said.includes(before) && said.includes(after)
    ? said.slice(said.indexOf(before) + before.length, said.indexOf(after))
    : '';

function checkFragment(name, html, content, markdown) {
    const want = plain(text(parse5.parseFragment(html)));
    const body = withoutFrontMatter(markdown);

    if (plain(between(text(parse5.parseFragment(content)))) !== want) {
        return false;
    }

    for (const [parserName, parse] of Object.entries(parsers)) {
        if (parserName === 'commonmark' && /<table|<del|<s>/.test(html)) {
            continue;
        }

        const { html: rendered, raw } = parse(body);
        const tree = parse5.parseFragment(rendered);
        const got = between(plain(text(tree))).trim();
        const bad = links(tree).filter((l) =>
            !/^(https?:\/\/|mailto:|tel:)/.test(l));
        const more = links(tree).length > (html.match(/<a /g) ?? []).length;

        ok(got === want && !raw && bad.length === 0 && !more,
            `${name}, ${parserName}`,
            () => `html ${html}\nwant ${want}\ngot  ${got}\nraw ${raw} `
                + `links ${links(tree)}\n${between(body)}`);
    }

    return true;
}

// [name, html] each; all of each is to be in the view, as an operator may ask.
function checkFragments(group, cases) {
    const pages = cases.map(([, html]) => article(html));
    const jsons = views('json', pages, '--keep=article');
    const markdowns = views('markdown', pages, '--keep=article');

    ok(markdowns.length === cases.length, `${group}: a view each`);

    const rest = cases.filter(([name, html], i) =>
        !checkFragment(name, html, jsons[i].content, markdowns[i]));

    ok(rest.length === 0,
        `${group}: all of ${cases.length} fragments are in the article`,
        () => rest.map(([name, html]) => `${name}: ${html}`).join('\n'));
}

const texts = [
    '[here](https://evil.example/)', '![dot](https://evil.example/dot.png)',
    '[label]: https://evil.example/', '[^2]: a note', '[ ] a task',
    '<img src=x onerror=alert(1)>', '</p><script>alert(1)</script>',
    '<https://evil.example/>', '<!-- gone -->', '<?php echo 1 ?>',
    '&lt;b&gt; and &nbsp; and &#60;', '&amp', '# one', '####### seven',
    'two ##', '- item', '+ item', '* item', '7. item', '7) item',
    '1234567890. item', '---', '***', '___', '===', '- - -', '> quoted',
    '~~~ fence', '``` fence', '`tick`', 'a ` b', '*one* **two** ***three***',
    '_one_ __two__', 'snake_case_name', '2 * 3 * 4', '~~struck~~', '~5 or 6~',
    'C:\\new\\*.txt', 'ends in \\', '\\[x\\]', 'a|b', '|---|---|', ':--',
    ': defined', '!', '!!', '$5 and $6', '$x$ is x', ':smile: @name #12',
    'https://e.example/a_b_c?x=1&copy=2#z_', 'www.e.example/_x_', 'a@b.example',
    '{a} {{b}} {% c %}', '%', "it's \"quoted\"", 'x  y', '\u00A0x',
    '\u4E2D\u6587\uFF0C\u5B57\u3002', '\u05D0\u05D1 [x] \u05D2',
];
const escapeHtml = (said) => said.replace(/&/g, '&amp;')
    .replace(/</g, '&lt;').replace(/>/g, '&gt;');
const more = 'The gauge at the mill stood at two metres and forty at noon.';
const contexts = {
    paragraph: (t) => `<p>${t}</p>`,
    heading: (t) => `<h2>${t}</h2>`,
    item: (t) => `<ul><li>${t}</li><li>${t}<ul><li>${more}</li></ul></li></ul>`,
    quote: (t) => `<blockquote><p>${t}</p><p>${more}</p></blockquote>`,
    cell: (t) => `<table><tr><th>The hour</th><th>${t}</th></tr>`
        + `<tr><td>${t}</td><td>${more} ${more}</td></tr></table>`,
    link: (t) => `<p>See <a href="/a_(b)">${t}</a>.</p>`,
    code: (t) => `<p>See <code>${t}</code>.</p>`,
    block: (t) => `<pre><code>${t}\n\n  ${t}</code></pre>`,
    bold: (t) => `<p><b>${t}</b>word <i>${t}</i></p>`,
    break: (t) => `<p>first<br>${t}</p>`,
    caption: (t) => '<figure><img src="/i.png" alt="An image">'
        + `<figcaption>${t}</figcaption></figure>`,
};

function ownCases() {
    checkFragments('own', texts.flatMap((said) =>
        Object.entries(contexts).map(([name, wrap]) =>
            [`${name}: ${said}`, wrap(escapeHtml(said))])));
}

// What must stay as it is, for those who read Markdown without a parser.
function unescaped() {
    const said = ['snake_case_name', '$5 and $6.50', '3.5 kg (about)',
        'https://e.example/a_b-c.html?x=1&y=2#part', 'AT&T', '10 > 9', '-5',
        '+49 30', 'C#', 'it\'s "so"', 'a + b = c', '100%', '~5'];
    const markdowns = views('markdown', said.map((t) =>
        article(`<p>${escapeHtml(t)} ${more}</p>`)));

    said.forEach((t, i) => ok(markdowns[i].includes(`\n\n${t} ${more}\n\n`),
        `as it is: ${t}`, () => between(markdowns[i])));
}

// Marks in one another and beside one another, by chance but always the same.
function randomMarks() {
    let seed = 1;
    const random = (n) => {
        seed = (seed * 1103515245 + 12345) & 0x7fffffff;
        return (seed >> 8) % n;
    };
    const pick = (list) => list[random(list.length)];
    const inline = (depth) => Array.from({ length: 1 + random(4) }, () => {
        if (depth === 4 || random(2)) {
            return pick(['a', 'b ', ' c', '-', '+', '.', ' ', '*', '_', '~',
                '\u20AC', '\u4E2D', '\u3002', '[', '(x)', '<br>']);
        }
        const mark = pick(['em', 'strong', 'i', 'b', 'del', 'code', 'a']);
        return `<${mark}${mark === 'a' ? ' href="/x_(y)"' : ''}>`
            + `${inline(depth + 1)}</${mark}>`;
    }).join('');

    for (let i = 0; i < 20; i++) {
        const paragraphs = Array.from({ length: 50 }, () =>
            `<p>${more} ${inline(0)} ${inline(0)}</p>`).join('');
        checkPages([[`random marks ${i}`, article(paragraphs)]]);
    }
}

function sharedCases() {
    const file = path.join(shared, 'views/markdown-cases.json');

    if (!fs.existsSync(file)) {
        console.log('# skipped: no ../shared/views/markdown-cases.json');
        return;
    }

    checkFragments('shared', JSON.parse(fs.readFileSync(file)).map((c, i) =>
        [`shared case ${i} ${c.kind}`, c.html]));
}

// --- whole pages: what the Markdown says is what the HTML view says

// A link to a note or back from it is [^1] in Markdown, or nothing.
function isNoteLink(node) {
    return node.tagName === 'a'
        && /^#r-/.test(attribute(node, 'href') ?? '')
        && /^[[(]?([\d*\u2020]{1,3}|[a-z])[\])]?\W*$|^[\u21A9^\u2191\u23CE]/
            .test(text(node).trim());
}

function withoutNotes(tree) {
    for (const node of nodes(tree)) {
        node.childNodes = node.childNodes?.filter((kid) => !isNoteLink(kid));
    }
    return tree;
}

function checkPage(name, { title, content }, markdown) {
    if (!content || /<math/.test(content)) {
        return;
    }

    const body = withoutFrontMatter(markdown);
    // where one line ends and the next begins differs
    const bare = (said) => plain(said).replace(/ /g, '');
    const want = bare(`${title ?? ''} `
        + text(withoutNotes(parse5.parseFragment(content))));

    for (const [parserName, parse] of Object.entries(parsers)) {
        if (parserName === 'commonmark' && /<(table|del|s)\b/.test(content)) {
            continue;
        }

        const { html, raw } = parse(body);
        const got = bare(text(parse5.parseFragment(html))
            .replace(/\[\^\d+\]:?/g, ''));
        let at = 0;
        while (at < got.length && got[at] === want[at]) {
            at++;
        }

        ok(got === want && want !== '' && !raw, `${name}, ${parserName}`,
            () => `raw ${raw}\ngot  ${got.slice(Math.max(0, at - 30), at + 60)}`
                + `\nwant ${want.slice(Math.max(0, at - 30), at + 60)}`);
    }
}

// [name, page] each
function checkPages(list) {
    const pages = list.map(([, page]) => page);
    const jsons = views('json', pages);
    const markdowns = views('markdown', pages);

    ok(markdowns.length === pages.length, `${list[0][0]} and on: a view each`);
    list.forEach(([name], i) => checkPage(name, jsons[i], markdowns[i]));
}

function folder(name, limit) {
    if (!fs.existsSync(name)) {
        console.log(`# skipped: no ${path.relative(root, name)}`);
        return;
    }

    const files = fs.readdirSync(name).filter((f) => /\.html(\.gz)?$/.test(f))
        .sort().slice(0, limit);
    checkPages(files.map((file) => {
        const bytes = fs.readFileSync(path.join(name, file));
        return [`page ${file}`,
            file.endsWith('.gz') ? zlib.gunzipSync(bytes) : bytes];
    }));
}

ownCases();
unescaped();
randomMarks();
sharedCases();
folder(path.join(root, 't/site'), 100);
folder(path.join(root, 't/pages'), 100);
folder(path.join(shared, 'corpora/articles/pages'), 100);
console.log(`1..${tests}`);
process.exit(failed ? 1 : 0);
