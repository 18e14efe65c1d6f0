// What solvers and those who run them hand each other. A solver is a generator: it yields what it wants to know of the
// function at a point and is given the answer. So the same solver minimises a function of a page, one that streams its rows
// from a file for each evaluation, and one whose answer a database sends.

/** What a solver wants to know at `theta`, which it does not change until it is answered. */
export interface Request {
  readonly theta: Float64Array;
  /** `factor`: of a sum of squares. `product`: the Hessian times `direction`. `lagrangian`: its gradient with `free` variables. */
  readonly wants: 'value' | 'gradient' | 'hessian' | 'factor' | 'product' | 'lagrangian';
  readonly direction?: Float64Array;
  /** Values of the named statements, whatever the program says that they are, and their multipliers. */
  readonly free?: { readonly z: Float64Array; readonly lambda: Float64Array };
  /** Of a function that goes over rows of data: those that are meant, from 0; all of them where it is not said. */
  readonly rows?: Uint32Array;
}

/**
 * What there is at a point of n parameters. What was not wanted may be missing; what is there belongs to whoever asked.
 */
export interface Answer {
  readonly value: number;
  /** n: with `gradient` and `hessian`. */
  readonly gradient?: Float64Array;
  /** n × n, row-major: with `hessian`. */
  readonly hessian?: Float64Array;
  /** n: with `product`. */
  readonly product?: Float64Array;
  /** With `lagrangian`: ∂L/∂theta, ∂L/∂z and ∂L/∂λ, one after another. */
  readonly lagrangian?: Float64Array;
  /**
   * (n + 1) × (n + 1), row-major: the upper triangle R of a QR factorisation of [J r], residuals r and their Jacobian J, however
   * many there are. Its last column has Qᵀr, and Σr² is the sum of the squares of that column: with `factor`.
   */
  readonly factor?: Float64Array;
}

/** Where parameters may be: n each, ±Infinity where there is no bound; `lower` = `upper` fixes a parameter. */
export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Why a solver stopped. The first three are convergence. */
export type Reason =
  | 'gradient' // the (projected) gradient is as small as was asked for
  | 'step' // steps no longer change the parameters
  | 'value' // steps no longer change the value
  | 'iterations' // as many as were allowed
  | 'evaluations' // as many as were allowed
  | 'line search' // no lower value was found along a direction of descent
  | 'unbounded' // the value falls below every bound
  | 'not finite' // value or gradient at the start, or on the way where they have to be
  | 'interrupted'; // by whoever asked

/** How things stand after an iteration; arrays are the solver's own and are not to be kept. */
export interface Iteration {
  readonly iteration: number;
  readonly evaluations: number;
  readonly theta: Float64Array;
  readonly value: number;
  /** The greatest element of the projected gradient. */
  readonly gradientNorm: number;
}

/** The best point that was seen, and how it was found. */
export interface Outcome {
  readonly theta: Float64Array;
  readonly value: number;
  /** There; missing where a solver knows none. */
  readonly gradient?: Float64Array;
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly converged: boolean;
  readonly reason: Reason;
  /** One sentence for people. */
  readonly message: string;
}

/** What a solver may be told; each has defaults of its own. */
export interface Controls {
  readonly maxIterations?: number;
  readonly maxEvaluations?: number;
  /** Of the greatest element of the projected gradient. */
  readonly gradientTolerance?: number;
  /** Relative, of parameters. */
  readonly stepTolerance?: number;
  /** Relative, of the value. */
  readonly valueTolerance?: number;
  /** Called at the start, as iteration 0, and after each iteration. */
  readonly onIteration?: (iteration: Iteration) => void;
  /** Asked before each evaluation; true ends the work with the best point. */
  readonly interrupted?: () => boolean;
}

export type Solver = (start: Float64Array, bounds: Bounds, controls: Controls) => Generator<Request, Outcome, Answer>;

/** Runs a solver on a function that answers at once. */
export function run(solving: Generator<Request, Outcome, Answer>, answer: (request: Request) => Answer): Outcome {
  let step = solving.next();
  while (step.done !== true) step = solving.next(answer(step.value));
  return step.value;
}

/** Runs a solver on a function that answers later. */
export async function runLater(
  solving: Generator<Request, Outcome, Answer>,
  answer: (request: Request) => Promise<Answer>,
): Promise<Outcome> {
  let step = solving.next();
  while (step.done !== true) step = solving.next(await answer(step.value));
  return step.value;
}
