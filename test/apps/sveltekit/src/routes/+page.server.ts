import { evaluate } from '#lib/decay.formula';
import { t, y } from '#lib/measured.ts';

export function load() {
  const { value, gradient } = evaluate({ a: 2, b: 0.5, t, y });
  return { loss: value as number, gradient: [gradient.a, gradient.b] as number[] };
}
