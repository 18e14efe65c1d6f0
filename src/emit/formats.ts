// The formats of what is emitted: the target of each, and the files that it goes to.

/** The target that has it to itself; null for modules, which several targets are written as. */
export const formatTargets = { esm: null, cjs: null, iife: null, c: 'c', sql: 'sql' } as const;

export type Format = keyof typeof formatTargets;

// The keys are those of the table.
export const formatNames = Object.keys(formatTargets) as Format[];

interface FormatFiles {
  /** Ending of the code's file where none is given. */
  readonly ending: string;
  /** Ending of the file that tells other code of it, by that of the code's file; of none where there is nothing to tell. */
  readonly declared: (ending: string) => string;
  /** True where source maps lead from it to the formula. */
  readonly isMapped: boolean;
}

const module: FormatFiles = {
  ending: '.js',
  // `.d.mts` beside `.mjs`.
  declared: ending => (/^\.[cm]js$/.test(ending) ? `.d.${ending[1]}ts` : '.d.ts'),
  isMapped: true,
};

/** What the command line writes; the root of the package writes no files. */
export const formatFiles: Readonly<Record<Format, FormatFiles>> = {
  esm: module,
  cjs: { ...module, ending: '.cjs' },
  iife: module,
  c: { ending: '.c', declared: () => '.h', isMapped: false },
  sql: { ending: '.sql', declared: () => '', isMapped: false },
};
