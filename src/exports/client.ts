// The types of `wengert/client`: what importing any formula gives, where nothing is known of it.

import type { Documented } from './export.js';
import { type ExportName, exportNames } from './table.js';

const HEAD = `// Types of formula imports that need no file beside the formula: \`"types": ["wengert/client"]\`, or
// \`/// <reference types="wengert/client" />\`. They hold for every formula, so arguments are not counted; what \`wengert types\` writes
// knows the formula, and TypeScript takes it first. The table of exports makes them (\`npm run docs\`).
//
// A pattern has one \`*\`, so a query is matched by how it ends: by the usual queries, and by \`&formula\` for all others, as in
// './model.formula?emit=hessian&wrt=x&formula'. The plugins ignore that word. Functions of modules are './energy.js?gradient', or
// './models.ts?gradient=bowl&formula'.

declare module '*.formula' {
  type Numbers = ArrayLike<number>;
  /** Inputs in program order and columns of data, from which row on and how many, then what the function asks for. */
  type Arguments = (number | Numbers | BoundColumn | undefined)[];
  type Elements = number | number[] | number[][];
  type Writable = { length: number; [i: number]: number };
  type Packed = (theta: Numbers, gradient?: Writable | null) => number;
  type Point = Record<string, number | Numbers | ArrayLike<Numbers> | BoundColumn>;
  /** A column of data in the memory of WebAssembly. */
  interface BoundColumn {
    readonly length: number;
    subarray(begin: number, end: number): Float64Array;
  }
  // biome-ignore lint/suspicious/noExplicitAny: it depends on the formula
  type Named = Record<string, any>;

`;

const METADATA = `  /** Resolves once the functions of \`target=wasm\` can be called. */
  export function init(): Promise<void>;
  /** Copies columns of data to where the functions of \`target=wasm\` read them. */
  export function bind(columns: Point): Record<string, BoundColumn>;
  /** Gives back their memory. */
  export function unbind(columns: Record<string, BoundColumn>): void;
  export const inputs: { name: string; shape: number[]; role: 'input' | 'param' | 'data'; default?: Elements }[];
  export const wrt: {
    name: string;
    shape: number[];
    offset: number;
    start?: Elements;
    lower?: Elements;
    upper?: Elements;
  }[];
  export const outputs: { name: string; shape: number[]; offset: number }[];
  export const sense: 'minimize' | 'maximize' | null;
  /** Of formulas that emit functions about all named statements. */
  export const statements: { name: string; shape: number[]; offset: number }[];
  export const constraintList: {
    text: string;
    kind: string;
    shape: number[];
    offset: number;
    lower?: Elements;
    upper?: Elements;
  }[];
}
`;

/** Queries that choose no single export. */
const OTHER_QUERIES = ['?target=js', '?target=wasm', '?target=auto', '?algebraic', '?stable'];

const declarationOf = (declaration: string): string => {
  const reason = '  // biome-ignore lint/suspicious/noExplicitAny: it depends on the formula\n';
  return `${/\bany\b/.test(declaration) ? reason : ''}  export ${declaration};\n`;
};

const queried = (pattern: string): string => `declare module '${pattern}' {\n  export * from 'any.formula';\n}\n`;

/** @param documented what the file of each export says */
export function clientTypes(documented: Readonly<Record<ExportName, Documented>>): string {
  const queries = [...exportNames.map(name => `?emit=${name}`), ...OTHER_QUERIES];
  const patterns = [
    ...['*&formula', '*?gradient', '*&gradient', '*.tex'],
    ...queries.map(query => `*.formula${query}`),
    ...queries.map(query => `*.tex${query}`),
  ];
  return `${HEAD}${exportNames.map(name => declarationOf(documented[name].client)).join('')}${METADATA}\n${patterns.map(queried).join('')}`;
}
