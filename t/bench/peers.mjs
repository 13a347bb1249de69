// Readability.js over jsdom and over linkedom: CPU time, after warm-up.
//   node peers.mjs jsdom|linkedom FILE...      prints microseconds, bytes
import { readFileSync } from 'node:fs';
import { Readability } from '@mozilla/readability';

const [kind, ...files] = process.argv.slice(2);
const warmUp = 8; // pages, each twice
let parse;

if (kind === 'jsdom') {
  const { JSDOM, VirtualConsole } = await import('jsdom');
  const quiet = new VirtualConsole(); // no word on style sheets
  parse = (html) => {
    const dom = new JSDOM(html, { url: 'https://example.com/a/b',
      virtualConsole: quiet });
    return { document: dom.window.document, done: () => dom.window.close() };
  };
} else {
  const { parseHTML } = await import('linkedom');
  parse = (html) => ({ document: parseHTML(html).document, done: () => {} });
}

const convert = (html) => {
  let page;
  try {
    page = parse(html);
    return new Readability(page.document).parse()?.content ?? '';
  } catch {
    return ''; // a page that the peer cannot read costs what it costs
  } finally {
    page?.done();
  }
};

for (const name of [...files.slice(0, warmUp), ...files.slice(0, warmUp)]) {
  convert(readFileSync(name, 'utf8'));
}

let micros = 0;
let bytes = 0;
for (const name of files) {
  const page = readFileSync(name);
  const html = page.toString();
  const before = process.cpuUsage();
  convert(html);
  const { user, system } = process.cpuUsage(before);
  micros += user + system;
  bytes += page.length;
  await new Promise(setImmediate); // else jsdom keeps all of its windows
}
console.log(`${micros}\t${bytes}`);
