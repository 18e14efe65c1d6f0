// What pages say of each other is there: links lead to files and headings, on the site and where its sources are read.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'examples/README.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map(file => `docs/${file.split(path.sep).join('/')}`)
    .filter(file => file.endsWith('.md') && !/^docs\/(\.vitepress|playground|reference\/api)\//.test(file))
    .sort(),
];

/** What the site makes when it is built: pages of the sources, and the playground. */
const MADE = ['/playground/index.html', ...['index', 'solve', 'sql', 'explain', 'workers', 'special'].map(apiPage)];
function apiPage(name: string): string {
  return path.join(root, `docs/reference/api/${name}.md`);
}

/** Text without what is code, which links to nothing and is no table. */
const proseOf = (page: string): string =>
  readFileSync(path.join(root, page), 'utf8')
    .replace(/^( *)```.*?^\1```$/gms, '')
    .replace(/(`+)(?!`).*?\1/gs, 'code');

/** What headings and anchors of a page are called in addresses. */
function placesOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const heads = [...text.matchAll(/^#+ (.+)$/gm)].map(([, head]) =>
    head!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s+/g, '-'),
  );
  return [...heads, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id!)];
}

function isThere(page: string, link: string): boolean {
  const [to, place] = link.split('#');
  if (MADE.includes(to!)) return true;
  const file = to === '' ? path.join(root, page) : path.resolve(root, path.dirname(page), to!);
  if (MADE.includes(file)) return true;
  return existsSync(file) && (place === undefined || placesOf(file).includes(place));
}

describe.each(pages)('%s', page => {
  const prose = proseOf(page);

  it('leads to places that are there', () => {
    const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    expect(links.filter(link => !/^https?:/.test(link) && !isThere(page, link))).toEqual([]);
  });

  it('says what is in each column of its tables', () => {
    const heads = [...prose.matchAll(/^ *(\|.*\|)\n *\|[ :|-]+\|$/gm)].map(([, head]) => head!);
    const isNamed = (head: string): boolean =>
      head
        .split('|')
        .slice(1, -1)
        .every(cell => cell.trim() !== '');
    expect(heads.filter(head => !isNamed(head))).toEqual([]);
  });
});
