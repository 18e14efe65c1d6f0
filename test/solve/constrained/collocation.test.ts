// Optimal control of a pendulum by collocation: 1,002 variables, 670 equations, a sparse KKT matrix.

import { expect, it } from 'vitest';
import { minimize } from '../../../src/solve.js';

const steps = 334;

/** Swings up a pendulum that a torque of 5 cannot hold level, in 5 seconds, by the trapezoidal rule. */
const pendulum = `const n = ${steps}, h = 5/${steps - 1}
param angle[n] = pi, speed[n] = 0, torque[n] = 0 in [-5, 5]
constraint angle[1] == pi
constraint speed[1] == 0
constraint angle[n] == 0
constraint speed[n] == 0
constraint array(angle[i+1] - angle[i] - h/2*(speed[i] + speed[i+1]), i = 1:n-1) == 0
constraint array(speed[i+1] - speed[i] - h/2*(9.81*sin(angle[i]) + torque[i] + 9.81*sin(angle[i+1]) + torque[i+1]), i = 1:n-1) == 0
minimize h*sum(torque[i]^2, i = 1:n)`;

it('swings up', () => {
  const { converged, x, held, iterations } = minimize(pendulum);
  expect(converged).toBe(true);
  expect(iterations).toBeLessThan(60);
  const { residuals, secondOrder, independent } = held!;
  expect(Math.max(...Object.values(residuals))).toBeLessThan(1e-9);
  expect({ secondOrder, independent }).toEqual({ secondOrder: 'minimum', independent: true });
  const { angle, speed, torque } = x as Record<string, number[]>;
  expect([angle![0], speed![0], angle!.at(-1), speed!.at(-1)]).toEqual(
    [Math.PI, 0, 0, 0].map(of => expect.closeTo(of, 9)),
  );
  expect(torque!.every(of => of >= -5 && of <= 5)).toBe(true);
  // Energy: what the torque has done is what the pendulum has gained, 2·9.81, but for the rule's error.
  const h = 5 / (steps - 1);
  const power = torque!.map((of, i) => of * speed![i]!);
  const work = power.slice(1).reduce((sum, of, i) => sum + (h / 2) * (of + power[i]!), 0);
  expect(work).toBeCloseTo(19.62, 1);
});
