// Whether two files say the same, in code and in comments: line endings are those of a checkout, and how both are laid out is a
// formatter's affair.

import { type AnyNode, type Options, parse } from 'acorn';

/** @param name of the file, whose ending says what it is. */
export function isSameCode(name: string, a: string, b: string): boolean {
  if (a === b) return true;
  const [first, second] = [withoutReturns(a), withoutReturns(b)];
  if (first === second) return true;
  if (name.endsWith('.map')) return isSameMap(first, second);
  if (!/\.ts$|\.[cm]ts$|\.[ch]$/.test(name)) return isSameProgram(first, second);
  if (saidIn(commentsOf(first)) !== saidIn(commentsOf(second))) return false;
  const tokens = /\.[ch]$/.test(name) ? tokensOf : declarationTokens;
  return isSameList(tokens(first), tokens(second));
}

const withoutReturns = (text: string): string => text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');

/** A map as a formatter of JSON leaves it; the formula in it may have other line endings. */
function isSameMap(a: string, b: string): boolean {
  try {
    const plain = (text: string): string =>
      JSON.stringify(JSON.parse(text), (_key, value) => (typeof value === 'string' ? withoutReturns(value) : value));
    return plain(a) === plain(b);
  } catch {
    return false;
  }
}

/** Comments, texts, names and numbers, signs. */
const TOKEN = /\/\/.*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\w$.]+|\S/g;

const isComment = (token: string): boolean => /^\/[/*]/.test(token);

const tokensOf = (text: string): string[] => (text.match(TOKEN) ?? []).filter(token => !isComment(token));

const commentsOf = (text: string): string[] => (text.match(TOKEN) ?? []).filter(isComment);

/** What comments say, wherever their lines break. */
const saidIn = (comments: readonly string[]): string => comments.join('').replace(/[\s*/]+/g, '');

/** Without what separates members and parameters, and with quotes only where they are needed: formatters have their own. */
function declarationTokens(text: string): string[] {
  const tokens = tokensOf(text).filter(token => token !== ';' && token !== ',');
  return tokens
    .map((token, i) => {
      if (!/^'[^"]*'$|^".*"$/.test(token)) return token;
      const inside = token.slice(1, -1);
      const isName = /^[\w$]+$/.test(inside) && /^[:?]$/.test(tokens[i + 1] ?? '');
      return isName ? inside : `"${inside}"`;
    })
    .filter((token, i, all) => token !== '|' || !/^[=:(<|{]$/.test(all[i - 1] ?? ''));
}

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((token, i) => token === b[i]);

function isSameProgram(a: string, b: string): boolean {
  const [first, second] = [programOf(a), programOf(b)];
  if (first === null || second === null || saidIn(first.comments) !== saidIn(second.comments)) return false;
  return isSameTree(first.tree, second.tree);
}

const OPTIONS: Options = { ecmaVersion: 'latest', sourceType: 'module', allowReturnOutsideFunction: true };

function programOf(code: string): { readonly tree: unknown; readonly comments: readonly string[] } | null {
  const comments: string[] = [];
  try {
    const tree = parse(code, { ...OPTIONS, onComment: (_isBlock, text) => void comments.push(text) });
    return { tree, comments };
  } catch {
    // Edited until it was no program any more.
    return null;
  }
}

/** What a node says about how it is written only. */
const LAYOUT = new Set(['start', 'end', 'loc', 'range', 'raw', 'shorthand']);

const isNode = (of: unknown): of is AnyNode => typeof of === 'object' && of !== null && 'type' in of;

/** Trees node by node: what is nested as deep as a user's formula is not for recursion. */
function isSameTree(a: unknown, b: unknown): boolean {
  const pairs: [unknown, unknown][] = [[a, b]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [one, other] = [meant(pair[0]), meant(pair[1])];
    if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) {
      if (!Object.is(one, other)) return false;
      continue;
    }
    const keys = Object.keys(one).filter(key => !LAYOUT.has(key));
    const others = Object.keys(other).filter(key => !LAYOUT.has(key));
    if (keys.length !== others.length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(other, key)) return false;
      pairs.push([one[key as keyof typeof one], other[key as keyof typeof other]]);
    }
  }
  return true;
}

/** What is the same in another spelling: names of properties in quotes, regular expressions, statements that do nothing. */
function meant(of: unknown): unknown {
  if (Array.isArray(of)) return of.filter(node => !(isNode(node) && node.type === 'EmptyStatement'));
  if (of instanceof RegExp) return String(of);
  if (!isNode(of)) return of;
  if (of.type === 'TemplateElement') return of.value.cooked;
  if ((of.type === 'Property' || of.type === 'MethodDefinition') && !of.computed) {
    const { key } = of;
    return { ...of, key: key.type === 'Literal' ? String(key.value) : key.type === 'Identifier' ? key.name : key };
  }
  return of;
}
