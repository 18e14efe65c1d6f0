// Points that solvers try. Where an implicit block of the program is not solved there is no value, as where a logarithm has none: a
// step that leads there is too long. At the first point alone, from which there is no way back, what is thrown stays an error.

export type Trials = <T>(run: () => T, nothing: () => T) => T;

export function createTrials(): Trials {
  let hasBegun = false;
  return (run, nothing) => {
    try {
      const found = run();
      hasBegun = true;
      return found;
    } catch (error) {
      if (!hasBegun || !isUnsolved(error)) throw error;
      return nothing();
    }
  };
}

/** What emitted code throws of a block that it does not solve names the unknowns. */
const isUnsolved = (error: unknown): boolean => error instanceof Error && 'cycle' in error;

/** An array without a number. */
export const nothingOf = (length: number): Float64Array => new Float64Array(length).fill(Number.NaN);
