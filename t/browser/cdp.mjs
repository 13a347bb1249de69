// Chromium over the pipe of its DevTools protocol: loads pages that are never
// on a network, and says what ran in them, on load and when everything is
// clicked, and what of their elements is not allowed.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { faultsOf } from './allowed.mjs';

const LOAD = 5000; // ms that a page may take
const WAIT = 15;   // ms in which what it started may run

const flags = ['--headless=new', '--no-sandbox', '--disable-gpu',
    '--disable-dev-shm-usage', '--mute-audio', '--no-first-run',
    '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--disable-extensions', '--disable-default-apps',
    '--proxy-server=127.0.0.1:9', '--host-resolver-rules=MAP * ~NOTFOUND',
    '--remote-debugging-pipe'];

// The program, null if there is none.
export function findChromium() {
    return ['chromium', 'chromium-browser', 'google-chrome'].find((name) =>
        spawnSync(name, ['--version']).status === 0) ?? null;
}

// A browser with one page; call() is a method of the protocol.
export class Browser {
    constructor(program) {
        this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reader-'));
        this.process = spawn(program,
            [...flags, `--user-data-dir=${this.folder}`, 'about:blank'],
            { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
                detached: true });
        this.waiting = new Map();
        this.listeners = new Map();
        this.number = 0;

        let rest = Buffer.alloc(0);
        this.process.stdio[4].on('data', (data) => {
            rest = Buffer.concat([rest, data]);
            for (let end; (end = rest.indexOf(0)) >= 0;) {
                this.receive(JSON.parse(rest.subarray(0, end).toString()));
                rest = rest.subarray(end + 1);
            }
        });
        this.process.stdio[3].on('error', () => {});
        this.process.on('exit', () => this.waiting.forEach(({ reject }) =>
            reject(new Error('the browser went away'))));
    }

    receive(message) {
        if (message.id) {
            const { resolve, reject } = this.waiting.get(message.id);
            this.waiting.delete(message.id);
            return message.error ? reject(new Error(message.error.message))
                : resolve(message.result);
        }
        return this.listeners.get(message.method)?.(message.params);
    }

    call(method, params = {}) {
        return new Promise((resolve, reject) => {
            const id = ++this.number;
            this.waiting.set(id, { resolve, reject });
            this.process.stdio[3].write(JSON.stringify({ id, method, params,
                ...this.session && { sessionId: this.session } }) + '\0');
        });
    }

    on(method, listener) {
        this.listeners.set(method, listener);
    }

    async open() {
        const { targetId } = await this.call('Target.createTarget',
            { url: 'about:blank' });
        const { sessionId } = await this.call('Target.attachToTarget',
            { targetId, flatten: true });
        this.session = sessionId;
        await this.call('Page.enable');
        await this.call('Runtime.enable');
        await this.call('Runtime.addBinding', { name: '__ran' });
        await this.call('Page.addScriptToEvaluateOnNewDocument', { source:
            `for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
                 Object.defineProperty(window, name, { value: () => {
                     __ran(name);
                     return null;
                 } });` });
        await this.call('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
    }

    async close() {
        const gone = new Promise((resolve) => this.process.on('exit', resolve));
        process.kill(-this.process.pid, 'SIGKILL'); // its group
        await gone;
        // its helpers may still write for a moment
        await fs.promises.rm(this.folder, { recursive: true, force: true,
            maxRetries: 10, retryDelay: 100 }).catch(() => {});
    }
}

// In the page: the documents or the boxes that were loaded, and the elements in
// each as faultsOf takes them.
function gather(kind) {
    const all = (node, what) => [...Element.prototype.querySelectorAll
        .call(node, what)];
    const html = document.documentElement;
    const roots = { page: () => [html], boxes: () => all(html, '[data-box]'),
        frames: () => all(html, 'iframe')
            .map((frame) => frame.contentDocument.documentElement) }[kind]();

    return roots.map((root) => {
        const depth = new Map([[root, 1]]);
        const elements = all(root, '*');
        return (kind === 'boxes' ? elements : [root, ...elements])
            .map((element) => {
                const at = depth.get(element.parentNode) + 1 || 1;
                depth.set(element, at);
                return { name: element.localName, space: element.namespaceURI,
                    depth: at, attributes: Object.fromEntries(
                        [...element.attributes].map((a) => [a.name, a.value])) };
            });
    });
}

// In the page: a click, and what else a hand does, on each element.
function touch(kind) {
    const pages = kind === 'frames' ? [...document.querySelectorAll('iframe')]
        .map((frame) => frame.contentDocument) : [document];
    for (const element of pages.flatMap((page) =>
        [...page.documentElement.querySelectorAll('*')])) {
        for (const type of ['mouseover', 'mouseenter', 'focus', 'toggle']) {
            element.dispatchEvent(new Event(type, { bubbles: true }));
        }
        try {
            HTMLElement.prototype.click.call(element);
        } catch {
            element.dispatchEvent(new MouseEvent('click', { bubbles: true,
                cancelable: true }));
        }
    }
}

const until = (promise, ms) => {
    let timer;
    return Promise.race([promise, new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error('time is up')), ms);
    })]).finally(() => clearTimeout(timer));
};
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const start = '<!DOCTYPE html><meta charset=utf-8><title>t</title>';

// How to load pages or fragments, one or several: {kind, files}, files being
// what is at which path below the address of the load.
function layout(htmls, isPage) {
    if (isPage && htmls.length === 1) {
        return { kind: 'page', files: new Map([['', htmls[0]]]) };
    }
    if (isPage) {
        return { kind: 'frames', files: new Map([['', start + htmls.map((_, i) =>
            `<iframe src="${i}"></iframe>`).join('')],
        ...htmls.map((html, i) => [String(i), html])]) };
    }
    return { kind: 'boxes', files: new Map([['', start + htmls.map((html) =>
        `<div data-box>${html}</div>`).join('')]]) };
}

async function load(browser, number, htmls, isPage) {
    const { kind, files } = layout(htmls, isPage);
    const url = `http://view.test/${number}/`;
    const result = { fired: [], clicked: [], faults: [] };
    const evaluate = async (call) => (await until(browser.call(
        'Runtime.evaluate', { expression: call, returnByValue: true }), LOAD))
        .result.value;
    let events = result.fired;

    browser.on('Runtime.bindingCalled', ({ payload }) => events.push(payload
        || 'ran'));
    browser.on('Page.javascriptDialogOpening', ({ type }) => {
        events.push(type);
        browser.call('Page.handleJavaScriptDialog', { accept: false })
            .catch(() => {});
    });
    browser.on('Fetch.requestPaused', ({ requestId, request, resourceType }) => {
        const file = request.url.startsWith(url)
            ? request.url.slice(url.length) : null;
        const html = files.get(file);
        if (html !== undefined) { // once
            files.delete(file);
            return browser.call('Fetch.fulfillRequest', { requestId,
                responseCode: 200, responseHeaders: [{ name: 'Content-Type',
                    value: 'text/html; charset=utf-8' }],
                body: Buffer.from(html).toString('base64') }).catch(() => {});
        }
        if (!files.has('') && events === result.fired
            && !['Image', 'Media', 'Other'].includes(resourceType)) {
            result.faults.push(`request ${resourceType} ${
                request.url.slice(0, 80)}`);
        }
        return browser.call('Fetch.failRequest', { requestId,
            errorReason: 'Aborted' }).catch(() => {});
    });

    try {
        const loaded = new Promise((resolve) => {
            browser.on('Page.loadEventFired', resolve);
        });
        await until(browser.call('Page.navigate', { url }), LOAD);
        await until(loaded, LOAD);
        await pause(WAIT);
        const roots = await evaluate(`(${gather})('${kind}')`);
        result.faults.push(...roots.flatMap((nodes) =>
            faultsOf(nodes, isPage)));
        if (roots.length !== htmls.length) {
            result.faults.push(`${roots.length} of ${htmls.length} are there`);
        }
        events = result.clicked;
        await evaluate(`(${touch})('${kind}')`);
        await pause(WAIT);
        await until(browser.call('Page.stopLoading'), LOAD);
    } catch (error) {
        result.error = error.message;
    }
    return result;
}

// For each of items {id, html, page}: {id, fired, clicked, faults, error}.  What
// is the same is loaded once.
// Many are loaded at once (batch), pages in frames and fragments, which are
// none (page: false), in boxes, and one by one only if there was something wrong.
export async function check(program, items, { batch = 1 } = {}) {
    const results = [];
    const ids = new Map();
    const once = items.filter(({ id, html, page = true }) => {
        const key = `${page} ${html}`;
        const known = ids.get(key);
        ids.set(key, [...known ?? [], id]);
        return !known;
    });
    let browser = null;
    let number = 0;

    async function run(some, isPage) {
        if (browser === null) {
            browser = new Browser(program);
            await until(browser.open(), 30000);
        }
        const result = await load(browser, ++number,
            some.map(({ html }) => html), isPage);
        if (result.error) { // it may have lost its page
            await browser.close();
            browser = null;
        }
        return result;
    }

    const clean = (r) => !r.error && !r.fired.length && !r.clicked.length
        && !r.faults.length;

    try {
        for (const isPage of [true, false]) {
            const these = once.filter((item) => (item.page ?? true) === isPage);
            for (let i = 0; i < these.length; i += batch) {
                const some = these.slice(i, i + batch);
                const all = await run(some, isPage);
                for (const item of some) {
                    const own = some.length === 1 || clean(all) ? all
                        : await run([item], isPage);
                    results.push(...ids.get(`${isPage} ${item.html}`)
                        .map((id) => ({ id, ...own })));
                }
            }
        }
    } finally {
        await browser?.close();
    }
    return results;
}

// The text that is seen of each of these pages, as they are, without scripts.
export async function seenText(program, htmls) {
    const texts = [];
    const browser = new Browser(program);

    try {
        await until(browser.open(), 30000);
        await browser.call('Emulation.setScriptExecutionDisabled',
            { value: true });
        browser.on('Fetch.requestPaused', ({ requestId }) => browser.call(
            'Fetch.failRequest', { requestId, errorReason: 'Aborted' })
            .catch(() => {}));
        for (const html of htmls) {
            const { frameTree } = await browser.call('Page.getFrameTree');
            await until(browser.call('Page.setDocumentContent',
                { frameId: frameTree.frame.id, html }), LOAD);
            const { result } = await until(browser.call('Runtime.evaluate',
                { expression: 'document.documentElement.innerText' }), LOAD);
            texts.push(result.value ?? '');
        }
    } finally {
        await browser.close();
    }
    return texts;
}
