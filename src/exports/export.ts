// What a module can export: one row a file, which says all about its export. The table (table.ts) lists the rows; modules,
// their documentation and types, `wengert/client` and the documentation come from them.

import type { DeriveMode } from '../differentiate/derivatives.js';
import type { DifferentiatedModel } from '../lower/model.js';
import type { Declare, Declared } from './declared.js';
import type { Derived, Extent, MatrixPlan } from './plan.js';

/** Why a model cannot have an export, with a way out. */
export interface Refusal {
  readonly message: string;
  readonly help: string;
}

interface Described {
  readonly name: string;
  /** About data that arrive in parts. */
  readonly passes?: true;
  /** Has a column for each differentiated element: they have to be known one by one. */
  readonly isMatrix?: true;
  /** Has arrays of a number for each element of the named statements: `statements` says what is where. */
  readonly ofStatements?: true;
  /** Null, or no function, for a model that can have it. */
  refusal?(model: DifferentiatedModel): Refusal | null;
  /** What comes back, as a sentence. @param matrix null where it is not known how a matrix is computed. */
  summary(model: DifferentiatedModel, matrix: MatrixPlan | null): string;
}

export interface Callable extends Described {
  /** Types of the arguments and of the result. */
  declared(declare: Declare): Declared;
}

/** A function with straight-line code of its own. */
export interface Computed extends Callable {
  readonly kind: 'computed';
  /** Nodes that it gives back, appended to the model's graph; of several ways the one that executes the fewest operations is taken. */
  derive(model: DifferentiatedModel, mode: DeriveMode): readonly Derived[];
  /** True where equal statements of the model have to be nodes of their own. */
  readonly needsApart?: boolean;
  /** What it is where something differentiated is as long as is known at run time; absent, or null, where it is the same. */
  sized?(model: DifferentiatedModel): Wrapper | null;
}

/** Where the values of a sparse function stand: data. */
export interface Pattern extends Described {
  readonly kind: 'pattern';
  readonly of: Computed;
}

/** A function that rearranges the arguments of others. */
export interface Wrapper extends Callable {
  readonly kind: 'wrapper';
  /** What it calls. */
  calls(model: DifferentiatedModel): readonly Export[];
  /** Function of templates/wrappers.js. */
  template(model: DifferentiatedModel): string;
  /** True where it takes the inputs one by one and arrays to fill, which are checked; the others read arguments themselves. */
  readonly takesInputs?: boolean;
  /** These arrays where they are not the gradient alone. */
  outputs?(model: DifferentiatedModel): readonly { readonly name: string; readonly extent: Extent }[];
  /** Metadata that it reads. */
  metadata?(model: DifferentiatedModel): readonly string[];
  /** Functions of templates/checks.js that it calls. */
  checks?(model: DifferentiatedModel): readonly string[];
}

export type Export = Computed | Pattern | Wrapper;

/** What is said of an export beside its row, for texts that are made when the package is: programs do without it. */
export interface Documented {
  /** Declaration in `wengert/client`, which holds for every formula. */
  readonly client: string;
  /** How the documentation says that it is called. */
  readonly call: string;
}

/** Of the exports that are derivatives of one number. */
export function refuseSeveral(name: string, model: DifferentiatedModel): Refusal | null {
  if (model.scalar) return null;
  const count = model.outputs.reduce((total, { nodes }) => total + nodes.length, 0);
  const array = model.outputs.find(({ along }) => along !== null);
  const found = array === undefined ? `the program has ${count}` : `'${array.name}' has as many as arguments say`;
  return {
    message: `'${name}' needs one number as the result, but ${found}`,
    help: "ask for 'jacobian'",
  };
}
