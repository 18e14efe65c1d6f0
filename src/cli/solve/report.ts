// The point that was found, as a table for people and as JSON.

import type { Input } from '../../lower/model.js';
import type { Solution } from '../../solve/minimize.js';
import { table } from '../terminal/columns.js';
import { constraintsText, factsOfConstraints } from './constraints-report.js';

/** Elements beyond which a vector is not listed whole. */
const MOST_LISTED = 20;

const TITLES = { minimize: 'minimum', maximize: 'maximum' } as const;

export function solutionText(solution: Solution, sense: 'minimize' | 'maximize'): string {
  const { value, gradientNorm, converged, message, iterations, evaluations, method } = solution;
  const facts = [
    [converged ? TITLES[sense] : 'best value', String(value)],
    ...(solution.held === undefined
      ? [['gradient norm', shortNumber(gradientNorm)]]
      : factsOfConstraints(solution, shortNumber)),
    [converged ? 'converged' : 'not converged', message],
    ['iterations', String(iterations)],
    ['evaluations', String(evaluations)],
    ['method', method],
  ];
  const point = pointRows(solution.x as Record<string, unknown>);
  const parts = [...(point.length === 0 ? [] : [table(point)]), ...constraintsText(solution), table(facts)];
  return parts.join('\n');
}

function pointRows(x: Record<string, unknown>): string[][] {
  return Object.entries(x).flatMap(([name, value]) => {
    if (typeof value === 'number') return [[name, String(value)]];
    const elements = (value as (number | number[])[]).flatMap((row, i) =>
      typeof row === 'number'
        ? [[`${name}[${i + 1}]`, String(row)]]
        : row.map((element, j) => [`${name}[${i + 1},${j + 1}]`, String(element)]),
    );
    const rest = elements.length - MOST_LISTED;
    return rest <= 0 ? elements : [...elements.slice(0, MOST_LISTED), ['…', `${rest} more: --json`]];
  });
}

const shortNumber = (value: number): string => String(Number(value.toPrecision(3)));

export function solutionRecord(solution: Solution, wrt: readonly Pick<Input, 'name'>[]) {
  const { x, value, gradientNorm, converged, reason, message, iterations, evaluations, method } = solution;
  return {
    x,
    value,
    gradient: gradientByName(solution, wrt),
    gradientNorm,
    converged,
    reason,
    message,
    iterations,
    evaluations,
    method,
    ...solution.held,
  };
}

/** Nested as the point is. */
function gradientByName({ x, gradient }: Solution, wrt: readonly Pick<Input, 'name'>[]): Record<string, unknown> {
  let next = 0;
  const like = (of: unknown): unknown => (Array.isArray(of) ? of.map(like) : gradient[next++]);
  return Object.fromEntries(wrt.map(({ name }) => [name, like((x as Record<string, unknown>)[name])]));
}
