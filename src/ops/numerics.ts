// The numerics of the rare functions, which the package holds apart from its root: the root knows their names, partials and
// costs (rare.ts), and `wengert/special` brings what computes them.
//
// This is the one thing that an import changes for others. It only adds what is the same each time; nothing takes it away,
// and without it a formula that needs it is an error that names the import.

export interface RareNumerics {
  /** The syntax tree of templates/rare.js, whose declarations are copied into modules. */
  tree(): { readonly body: readonly unknown[] };
  /** Its functions, by name. */
  readonly callables: { readonly [name: string]: (...operands: number[]) => number };
}

let brought: RareNumerics | null = null;

/** Called by `wengert/special` when it is loaded. */
export function bringRareNumerics(numerics: RareNumerics): void {
  brought = numerics;
}

/** Null where nothing has imported `wengert/special`. */
export function rareNumerics(): RareNumerics | null {
  return brought;
}
