// Programs of any length for the benchmarks of size: statements of three operations on values that are not far away, hardly
// any alike.

/** The text of a program over `x[8]`. */
export function programText(statements) {
  const lines = ['input x[8]', ...Array.from({ length: 8 }, (_, i) => `v${i} = x[${i + 1}]*1.${i}`)];
  for (let i = 8; i < statements; i++) {
    const [a, b] = [i - 1 - ((i * 5) % 7), i - 1 - ((i * 3) % 8)];
    const c = coefficient(i).toFixed(4);
    lines.push(i % 3 === 0 ? `v${i} = (v${a} + ${c})*v${b}*0.4` : `v${i} = ${c}*v${a} - v${b}*0.3`);
  }
  return `${lines.join('\n')}\n${Array.from({ length: 8 }, (_, i) => `v${statements - 1 - i}`).join(' + ')}`;
}

/** The same by calls of the library's builder, over eight inputs. */
export const buildProgram = statements => g => {
  const values = Array.from({ length: 8 }, (_, i) => g.mul(g.input(`x${i}`), g.constant(1 + i / 10)));
  for (let i = 8; i < statements; i++) {
    const [a, b] = [values[i - 1 - ((i * 5) % 7)], values[i - 1 - ((i * 3) % 8)]];
    const c = g.constant(coefficient(i));
    const value =
      i % 3 === 0 ? g.mul(g.mul(g.add(a, c), b), g.constant(0.4)) : g.sub(g.mul(c, a), g.mul(b, g.constant(0.3)));
    values.push(value);
  }
  return values.slice(-8).reduce((sum, value) => g.add(sum, value));
};

const coefficient = i => 0.3 + ((i * 37) % 101) / 300;
