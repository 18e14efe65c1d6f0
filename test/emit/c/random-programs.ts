// Random programs with data whose operations IEEE 754 rounds, so that targets have the same bits.

import fc from 'fast-check';

/** Expressions of a row, or of what all rows share, that round as IEEE 754 says. */
const { ofRow, shared } = fc.letrec<{ ofRow: string; shared: string }>(tie => {
  const made = (operand: fc.Arbitrary<string>, leaf: fc.Arbitrary<string>, ...more: fc.Arbitrary<string>[]) => {
    const of = (text: string): fc.Arbitrary<string> =>
      fc
        .tuple(operand, operand, operand)
        .map(operands => text.replace(/[ABC]/g, name => operands['ABC'.indexOf(name)]!));
    const forms = [
      '(A + B)',
      '(A - B)*C',
      '(A)/(2 + (B)^2)',
      'sqrt(1 + (A)^2)',
      'max(A, B)',
      '(A > B ? C : A)',
      'abs(A)',
    ];
    return fc.oneof({ maxDepth: 3 }, leaf, leaf, ...forms.map(of), ...more);
  };
  const reduced = fc
    .tuple(fc.constantFrom('sum', 'mean', 'min', 'max', 'variance'), tie('ofRow'))
    .map(([name, operand]) => `${name}(${operand} + x)`);
  return {
    ofRow: made(tie('ofRow'), fc.constantFrom('x', 'y', 'a', 'b', '0.5', 'x*a')),
    shared: made(tie('shared'), fc.constantFrom('a', 'b', '1.5'), reduced, reduced),
  };
});

/** A loss of two parameters and two columns, with stages that use what rows come to. */
export const program = fc
  .tuple(ofRow, shared, shared)
  .map(([z, m, value]) => `param a, b\ndata x, y\nm = ${m}\nz = ${z}\nsum(z*y + m)/count(x) + ${value}`);
