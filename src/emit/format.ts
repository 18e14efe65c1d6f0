// What a module is made of.

export type Format = 'esm' | 'cjs' | 'iife';

/** What straight-line code is written in. */
export type Target = 'js' | 'wasm';
