// The formats of what is emitted, and the files that each goes to.

interface FormatRow {
  /** Ending of the code's file where none is given. */
  readonly ending: string;
  /** Ending of the file that tells other code of it, by that of the code's file. */
  readonly declared: (ending: string) => string;
  /** True where source maps lead from it to the formula. */
  readonly isMapped: boolean;
  /** The target that it is a format of; null for modules, which several are written as. */
  readonly target: 'c' | null;
}

/** `.d.mts` beside `.mjs`. */
const typescript = (ending: string): string => (/^\.[cm]js$/.test(ending) ? `.d.${ending[1]}ts` : '.d.ts');

const module: FormatRow = { ending: '.js', declared: typescript, isMapped: true, target: null };

const table = {
  esm: module,
  cjs: { ...module, ending: '.cjs' },
  iife: module,
  c: { ending: '.c', declared: () => '.h', isMapped: false, target: 'c' },
} satisfies Readonly<Record<string, FormatRow>>;

export type Format = keyof typeof table;

export const formats: Readonly<Record<Format, FormatRow>> = table;

// The keys are those of the table.
export const formatNames = Object.keys(table) as Format[];
