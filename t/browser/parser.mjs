// What parse5, which follows the HTML standard of today, finds in a view.

import * as parse5 from 'parse5';
import { faultsOf } from './allowed.mjs';
import { seenText } from './cdp.mjs';
import { marksLeft } from './pages.mjs';

// The nodes of a tree in document order, as faultsOf takes them.
function* walk(tree) {
    const open = [[tree, 0]];

    while (open.length !== 0) {
        const [node, depth] = open.pop();
        if (node.tagName) {
            yield { name: node.tagName, space: node.namespaceURI, depth,
                attributes: Object.fromEntries(
                    node.attrs.map((a) => [a.name, a.value])) };
        } else if (node.nodeName === '#comment') {
            yield { name: '#comment', space: '', depth, attributes: {} };
        }
        for (const child of (node.childNodes ?? []).toReversed()) {
            open.push([child, depth + 1]);
        }
    }
}

// A tree as a string, which only the same tree has.
function shape(tree) {
    const parts = [];
    const open = [tree];

    while (open.length !== 0) {
        const node = open.pop();
        if (typeof node === 'string') {
            parts.push(node);
            continue;
        }
        parts.push(node.nodeName === '#text' ? JSON.stringify(node.value)
            : `<${node.nodeName} ${JSON.stringify(
                (node.attrs ?? []).map((a) => [a.name, a.value]))}>`);
        open.push('/', ...(node.childNodes ?? []).toReversed());
    }
    return parts.join('');
}

export function parserFaults(html, whole) {
    const faults = [];
    const parse = whole ? parse5.parse : parse5.parseFragment;
    const onParseError = (error) => faults.push(`parse error ${error.code}`);
    const tree = parse(html, { onParseError });

    if (shape(parse(parse5.serialize(tree))) !== shape(tree)) {
        faults.push('another tree when written and read again');
    }
    return [...new Set([...faults, ...faultsOf(walk(tree), whole)])];
}

// The views of one page.
function* viewsOf(one) {
    for (const [view, html] of [['html', one.html],
        ['content', one.json?.content]]) {
        if (typeof html === 'string') {
            yield [view, html];
        }
    }
}

export function pageFaults(one) {
    const faults = [...viewsOf(one)].flatMap(([view, html]) =>
        parserFaults(html, view === 'html').map((fault) => `${view}: ${fault}`));

    if (one.crashed || one.broken) {
        faults.push(one.crashed ? 'crashed' : 'not UTF-8');
    }
    return faults;
}

// Which marks of the article are not in a view, though they are seen: by parse5,
// and by Chromium, whose parser is younger, where there is that program.  Adds
// them to each page as `lost`.
export async function findLost(pages, chromium) {
    for (const one of pages) {
        const left = marksLeft(one.source.toString());
        one.lost = [...new Set([...viewsOf(one)].flatMap(([, html]) =>
            [...left].filter((mark) => !html.includes(mark))))];
    }

    const some = pages.filter(({ lost }) => lost.length !== 0);
    if (some.length !== 0 && chromium !== null) {
        const texts = await seenText(chromium,
            some.map(({ source }) => source.toString()));
        some.forEach((one, i) => {
            one.lost = one.lost.filter((mark) => texts[i].includes(mark));
        });
    }
    return pages.filter(({ lost }) => lost.length !== 0);
}
