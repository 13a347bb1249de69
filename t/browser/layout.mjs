// How the views of the sample site look in Chromium: nothing is wider than a
// narrow window, headings and landmarks are in order, text can be read in light
// and dark.  Prints TAP.  With SHOTS=DIR it leaves screenshots and a print
// there, for people to look at.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Browser, findChromium } from './cdp.mjs';
import { root } from './pages.mjs';

const reader = process.env.READER ?? path.join(root, 'build/reader');
const site = path.join(root, 't/site');
const shots = process.env.SHOTS;
let tests = 0;
let failed = 0;

function is(got, wanted, name) {
    const passed = JSON.stringify(got) === JSON.stringify(wanted);
    tests++;
    failed += !passed;
    console.log(`${passed ? 'ok' : 'not ok'} ${tests} - ${name}`);
    if (!passed) {
        console.log(`# got  ${JSON.stringify(got)}`);
        console.log(`# want ${JSON.stringify(wanted)}`);
    }
}

// In the page: everything that is wrong with it.
function look(dark) {
    const faults = [];
    const all = (what) => [...document.querySelectorAll(what)];
    const one = (what) => {
        if (all(what).length !== 1) {
            faults.push(`${all(what).length} of ${what}`);
        }
    };

    // no scrolling sideways, but in boxes made for it
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) {
        faults.push(`${document.documentElement.scrollWidth} px wide`);
        all('body *').filter((e) => e.getBoundingClientRect().right > width + 1
            && !e.closest('pre, .t, math')).slice(0, 3)
            .forEach((e) => faults.push(`wide: ${e.localName}`));
    }

    // landmarks, and everything in one of them
    ['main', 'main > article', 'h1', 'footer'].forEach(one);
    for (const e of document.body.children) {
        if (!e.matches('header, main, footer, nav, a.k')) {
            faults.push(`${e.localName} is in no landmark`);
        }
    }
    for (const e of all('nav, section, [role=region]')) {
        if (!e.getAttribute('aria-label')) {
            faults.push(`${e.localName} without a name`);
        }
    }

    // the first thing that can be focused leads to the article, and is seen
    const skip = document.querySelector('a, [tabindex]');
    const box = () => skip.getBoundingClientRect();
    if (!document.querySelector(skip.getAttribute('href'))?.matches('article')) {
        faults.push('no link to the article');
    }
    if (box().right > 0 && box().left < width) {
        faults.push('the link to the article is in the way');
    }
    skip.focus();
    if (box().left < 0 || box().right > width || box().height < 10) {
        faults.push('the link to the article is not seen in focus');
    }
    skip.blur();

    // no level of headings is left out
    let level = 0;
    for (const e of all('h1, h2, h3, h4, h5, h6')) {
        const next = Number(e.localName[1]);
        if (next > level + 1) {
            faults.push(`h${level} is followed by h${next}`);
        }
        if (!e.textContent.trim()) {
            faults.push(`${e.localName} is empty`);
        }
        level = next;
    }

    // every link has a name, every image a text, every target exists
    for (const e of all('a[href]')) {
        if (!e.textContent.trim() && !e.getAttribute('aria-label')
            && !e.querySelector('img[alt]:not([alt=""])')) {
            faults.push(`a link without a name: ${e.getAttribute('href')}`);
        }
        const href = e.getAttribute('href');
        if (href.startsWith('#') && !document.getElementById(href.slice(1))) {
            faults.push(`${href} leads nowhere`);
        }
    }
    all('img:not([alt])').forEach((e) => faults.push(`no alt: ${e.src}`));

    // WCAG 2.2, 1.4.3: 4.5 to 1; a canvas shows what the system colours are
    const canvas = new OffscreenCanvas(1, 1).getContext('2d',
        { willReadFrequently: true });
    const luminance = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((x) =>
            (x /= 255) <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const probe = document.createElement('div');
    probe.style.backgroundColor = 'Canvas';
    document.body.append(probe);
    const ground = luminance(getComputedStyle(probe).backgroundColor);
    probe.remove();
    if ((ground < 0.2) !== dark) {
        faults.push(`the ground is ${ground}`);
    }
    const seen = new Set();
    for (const e of all('body *')) {
        const colour = luminance(getComputedStyle(e).color);
        const ratio = (Math.max(colour, ground) + 0.05)
            / (Math.min(colour, ground) + 0.05);
        if (ratio < 4.5 && !seen.has(e.localName)) {
            seen.add(e.localName);
            faults.push(`${e.localName}: contrast of ${ratio.toFixed(1)}`);
        }
    }
    return faults;
}

async function show(browser, html, width, scheme) {
    const { frameTree } = await browser.call('Page.getFrameTree');
    await browser.call('Emulation.setDeviceMetricsOverride',
        { width, height: 800, deviceScaleFactor: 1, mobile: false });
    await browser.call('Emulation.setEmulatedMedia',
        { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    await browser.call('Page.setDocumentContent',
        { frameId: frameTree.frame.id, html });
    const { result, exceptionDetails } = await browser.call('Runtime.evaluate',
        { expression: `(${look})(${scheme === 'dark'})`, returnByValue: true });
    return result.value ?? [exceptionDetails?.exception?.description];
}

// What a page of the sample site loads is in files.
function serve(browser, { requestId, request }) {
    const file = path.join(site, path.normalize(new URL(request.url).pathname));
    const answer = request.url.startsWith('http://valley-news.example/img/')
        && fs.existsSync(file)
        ? browser.call('Fetch.fulfillRequest', { requestId, responseCode: 200,
            responseHeaders: [{ name: 'Content-Type', value:
                file.endsWith('.svg') ? 'image/svg+xml' : 'image/png' }],
            body: fs.readFileSync(file).toString('base64') })
        : browser.call('Fetch.failRequest', { requestId,
            errorReason: 'Aborted' });
    answer.catch(() => {});
}

async function shoot(browser, name) {
    const { data } = await browser.call('Page.captureScreenshot',
        { captureBeyondViewport: true });
    fs.writeFileSync(path.join(shots, `${name}.png`), data, 'base64');
}

const program = findChromium();
if (!program) {
    console.log('ok 1 # SKIP no Chromium\n1..1');
    process.exit(0);
}

const names = fs.readdirSync(site).filter((x) => x.endsWith('.html')).sort();
const browser = new Browser(program);
await browser.open();
browser.on('Fetch.requestPaused', (event) => serve(browser, event));

try {
    for (const policy of ['lazy', 'placeholder']) {
        for (const name of names) {
            const url = `http://valley-news.example/${name}`;
            const { status, stdout } = spawnSync(reader, [`--url=${url}`,
                `--images=${policy}`, path.join(site, name)]);
            if (status !== 0) {
                continue; // no article
            }
            // the document that it is written into has no address
            const html = stdout.toString().replace(/(src(?:set)?|href)="\//g,
                '$1="http://valley-news.example/');
            for (const [width, scheme] of [[320, 'light'], [390, 'dark'],
                [1280, 'light'], [1280, 'dark']]) {
                is(await show(browser, html, width, scheme), [],
                    `${name}, images ${policy}, ${width} px, ${scheme}`);
                if (shots && policy === 'lazy') {
                    await shoot(browser, `${name}-${width}-${scheme}`);
                }
            }
            if (shots && policy === 'lazy') {
                const { data } = await browser.call('Page.printToPDF', {});
                fs.writeFileSync(path.join(shots, `${name}.pdf`), data,
                    'base64');
            }
        }
    }
} finally {
    await browser.close();
}
console.log(`1..${tests}`);
process.exit(failed ? 1 : 0);
