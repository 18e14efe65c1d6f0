// TeX among formulas: where it begins, and what to write. What reads it is no part of the root (`wengert/latex` brings it); without
// it the way out is to have it read.

/** Commands after an operand: elsewhere a backslash divides from the left. */
const KNOWN = new Set(
  (
    'cdot times ast div pm le leq ge geq ne neq left right big Big bigl bigr quad infty lvert rvert ln displaystyle tfrac dfrac ' +
    'varepsilon varphi land lor frac sqrt sin cos tan cot sec csc exp log arcsin arccos arctan sinh cosh tanh pi alpha beta gamma ' +
    'delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi ' +
    'Sigma Phi Psi Omega sum prod int partial nabla mathrm mathbf text operatorname vec hat bar dot , ; !'
  ).split(' '),
);

/** True for a backslash after which TeX begins: `A\b` is a division from the left. */
export const beginsTeX = (text: string, at: number, afterOperand: boolean): boolean => {
  const [command] = /^\\([a-zA-Z]+|[,;!{}()[\]\\])/.exec(text.slice(at, at + 40)) ?? [];
  return command !== undefined && (!afterOperand || KNOWN.has(command.slice(1)));
};

let formulaOf: (tex: string) => string | null = () => null;

/** Called by what brings the reader of TeX. @param read a piece of it as a formula; null for what is none */
export function bringTeX(read: (tex: string) => string | null): void {
  formulaOf = read;
}

/** What to do with a piece of TeX. */
export function adviceOnTeX(tex: string): string {
  const formula = formulaOf(tex);
  return formula === null
    ? "have it read: '--from latex', or { from: 'latex' } with import 'wengert/latex'"
    : `write '${formula}'`;
}
