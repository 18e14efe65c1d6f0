// Components of Vue, Svelte and Astro: files with scripts in them. A script is read in its place, with all else of the file
// blank, so that every position in it is one of the file.

import type { AnyNode } from '../../from-javascript/syntax-tree.js';

/** What of a file is one module. */
export interface ModuleText {
  /** As long as the file, with its lines. */
  readonly text: string;
  /** A file's name that says what language it is. */
  readonly language: string;
  /** The part of it that runs first, and only once where there is such a part: declarations go there. */
  readonly head: { readonly start: number; readonly end: number };
  /** Text that may use what the module declares, as templates do. */
  readonly markup: string;
}

export const isComponent = (file: string): boolean => /\.(vue|svelte|astro)$/.test(file);

/** Attributes may hold `>` in quotes. Comments come first, as scripts in them are none. */
const SCRIPT = /<!--.*?-->|<script\b((?:"[^"]*"|'[^']*'|[^'">])*)>(.*?)<\/script\s*>/gis;
const FRONT_MATTER = /^\s*---\r?\n(.*?)^---/ms;

interface Script {
  readonly attributes: string;
  readonly start: number;
  readonly end: number;
}

/** The modules that a file is made of; none for what a bundler made of one of its parts. */
export function modulesOf(file: string, code: string): ModuleText[] {
  if (!isComponent(file)) return [{ text: code, language: file, head: { start: 0, end: code.length }, markup: '' }];
  const [front, frontMatter] = file.endsWith('.astro') ? (FRONT_MATTER.exec(code) ?? []) : [];
  const below = front?.length ?? 0;
  const scripts = scriptsIn(code, below);
  if (!file.endsWith('.astro')) {
    if (scripts.length === 0) return [];
    const isTsx = scripts.some(({ attributes }) => /\blang\s*=\s*["']?tsx/.test(attributes));
    const isTypeScript = scripts.some(({ attributes }) => /\blang\s*=\s*["']?ts/.test(attributes));
    const language = `${file}${isTsx ? '.tsx' : isTypeScript ? '.ts' : '.js'}`;
    // The others run for each component.
    const head = scripts.find(each => isForModule(file, each)) ?? scripts[0]!;
    return [{ text: only(scripts, code), language, head, markup: except(scripts, code) }];
  }
  const modules = scripts.map(script => ({
    text: only([script], code),
    language: `${file}.ts`,
    head: script,
    markup: '',
  }));
  if (front === undefined || frontMatter === undefined) return modules;
  const start = front.lastIndexOf('---') - frontMatter.length;
  const head = { attributes: '', start, end: start + frontMatter.length };
  return [{ text: only([head], code), language: `${file}.ts`, head, markup: code.slice(below) }, ...modules];
}

function scriptsIn(code: string, from: number): Script[] {
  const found: Script[] = [];
  for (const { 0: all, 1: attributes, 2: text, index } of code.slice(from).matchAll(SCRIPT)) {
    if (attributes === undefined || text === undefined || !isBundled(attributes)) continue;
    const start = from + index + all.indexOf('>', '<script'.length + attributes.length) + 1;
    found.push({ attributes, start, end: start + text.length });
  }
  return found;
}

/** Astro leaves scripts alone that have an attribute; JSON and its like are no scripts. */
const isBundled = (attributes: string): boolean =>
  !/\bis:inline\b|\bsrc\s*=/.test(attributes) && !/\btype\s*=\s*["']?(?!module|text\/javascript)/.test(attributes);

const isForModule = (file: string, { attributes }: Script): boolean =>
  file.endsWith('.vue') ? !/\bsetup\b/.test(attributes) : /\bmodule\b/.test(attributes);

/** The text of some ranges where it is, and space for the rest. */
function only(ranges: readonly Script[], code: string): string {
  let text = '';
  for (const { start, end } of ranges) text += blank(code.slice(text.length, start)) + code.slice(start, end);
  return text + blank(code.slice(text.length));
}

function except(ranges: readonly Script[], code: string): string {
  let at = 0;
  let text = '';
  for (const { start, end } of ranges) {
    text += code.slice(at, start);
    at = end;
  }
  return text + code.slice(at);
}

const blank = (text: string): string => text.replace(/[^\r\n\u2028\u2029]/g, ' ');

/** Those nodes of a module's body that stand in its head. */
export const inHead = <Node extends AnyNode>(body: readonly Node[], { head }: ModuleText): Node[] =>
  body.filter(({ start, end }) => head.start <= start && end <= head.end);
