// What verify found, as a table: functions with the same answer share a row, and are named where some have another.

import type { Elements } from '../../index.js';
import { table } from '../terminal/columns.js';
import { ALONG, type Row } from './rows.js';

export interface VerifiedPoint {
  readonly at: Readonly<Record<string, Elements>>;
  readonly rows: readonly Row[];
  /** Derivatives of each order that there are; the rows may be a sample. */
  readonly totals: { readonly first: number; readonly second: number };
  /** |ȳᵀ(J v) - (Jᵀȳ)ᵀ v| relative to the size of its terms; null where not both are exported and finite. */
  readonly adjointIdentity: number | null;
}

export interface Verified {
  readonly ok: boolean;
  readonly functions: readonly string[];
  /** Those asked for that compute nothing there is a check of. */
  readonly unchecked: readonly string[];
  readonly points: readonly VerifiedPoint[];
}

/** A row for each function, as JSON. */
export function asRecord({ ok, functions, unchecked, points }: Verified) {
  return {
    ok,
    functions,
    unchecked,
    points: points.map(({ at, rows, totals, adjointIdentity }) => ({
      at,
      values: rows
        .filter(({ order }) => order === 0)
        .map(({ function: name, output, derivative, judgement: { difference, error, verdict } }) => ({
          function: name,
          output,
          value: derivative,
          expected: difference,
          error,
          verdict,
        })),
      derivatives: rows
        .filter(({ order }) => order > 0)
        .map(({ function: name, order, output, inputs, derivative, judgement }) => ({
          function: name,
          order,
          output,
          input: inputs[0]!,
          ...(order === 2 && { secondInput: inputs[1]! }),
          derivative,
          ...judgement,
        })),
      totals,
      adjointIdentity,
    })),
  };
}

/** Largest `adjointIdentity` that is rounding. */
export const IDENTITY_TOLERANCE = 1e-9;

interface Group {
  readonly row: Row;
  readonly functions: string[];
}

/** Functions whose answers differ in rounding only. */
const SAME = 1e-9;

/** Rows of one place that say the same. */
function grouped(rows: readonly Row[]): Group[] {
  const places = new Map<string, Group[]>();
  for (const row of rows) {
    const key = `${row.order}:${row.place}`;
    const groups = places.get(key) ?? [];
    places.set(key, groups);
    const same = groups.find(
      ({ row: other }) =>
        other.judgement.verdict === row.judgement.verdict &&
        (Object.is(other.derivative, row.derivative) ||
          Math.abs(other.derivative - row.derivative) <=
            SAME * Math.max(Math.abs(other.derivative), Math.abs(row.derivative))),
    );
    if (same === undefined) groups.push({ row, functions: [row.function] });
    else if (!same.functions.includes(row.function)) same.functions.push(row.function);
  }
  return [...places.values()].flat();
}

const HEADS = [
  ['output', '', 'value', 'expected', 'error'],
  ['output', 'input', 'derivative', 'difference', 'error'],
  ['output', 'inputs', 'derivative', 'difference', 'error'],
] as const;

/** @param showValues whether rows of values that agree are shown. */
export function asText(verified: Verified, showValues: boolean): string {
  const groups = verified.points.flatMap(({ rows }) => grouped(rows));
  const tables = [0, 1, 2].map(order => {
    const shown = groups.filter(({ row }) => row.order === order && isShown(row, showValues));
    return shown.length === 0 ? '' : `${tableOf(order, shown)}\n`;
  });
  return `${tables.join('')}${wrongPoints(verified)}${summary(verified, groups)}\n`;
}

function isShown({ order, inputs, judgement: { verdict } }: Row, showValues: boolean): boolean {
  if (inputs.includes(ALONG)) return verdict === 'differs';
  return verdict !== 'agrees' || order > 0 || showValues;
}

function tableOf(order: number, shown: readonly Group[]): string {
  // Where all functions say the same everywhere, the last line names them.
  const isSplit = new Set(shown.map(({ functions }) => functions.join())).size > 1;
  const column = (...cells: string[]): string[] => cells.filter((_, i) => order > 0 || i !== 1);
  const head = [...column(...HEADS[order]!), '', ...(isSplit ? ['functions'] : [])];
  const rows = shown.map(({ row: { output, inputs, derivative, judgement }, functions }) => [
    ...column(
      output,
      inputs.join(', '),
      derivative.toPrecision(12),
      Number.isNaN(judgement.difference) ? '' : judgement.difference.toPrecision(12),
      Number.isNaN(judgement.error) ? '' : judgement.error.toExponential(1),
    ),
    judgement.verdict + (judgement.reason === null ? '' : ` (${judgement.reason})`),
    ...(isSplit ? [functions.join(', ')] : []),
  ]);
  return table([head, ...rows]);
}

/** Where there are several points, the first ones that something is wrong at, as they are given to a command. */
function wrongPoints({ points }: Verified): string {
  if (points.length < 2) return '';
  const lines = points
    .filter(({ rows }) => rows.some(({ judgement: { verdict } }) => verdict === 'differs'))
    .slice(0, 3)
    .map(({ at }) => {
      const settings = Object.entries(at).map(([name, value]) =>
        typeof value === 'number' ? `--at ${name}=${value}` : `--at '${name}=${JSON.stringify(value)}'`,
      );
      return `differs at ${settings.join(' ')}\n`;
    });
  return lines.length === 0 ? '' : `${lines.join('')}\n`;
}

/** How much was compared, by which functions, and what came of it. */
function summary({ points, functions, unchecked }: Verified, groups: readonly Group[]): string {
  const places = (order: number, of: readonly Row[]): number =>
    new Set(of.filter(row => row.order === order && !row.inputs.includes(ALONG)).map(({ place }) => place)).size;
  const total = (count: (point: VerifiedPoint) => number): number =>
    points.reduce((sum, point) => sum + count(point), 0);
  const counted = (n: number, of: string): string => `${n} ${of}${n === 1 ? '' : 's'}`;
  const some = (order: number, all: number, of: string): string[] => {
    const n = total(({ rows }) => places(order, rows));
    if (n === 0) return [];
    return [all > n ? `${n} of ${counted(all, of)}` : counted(n, of)];
  };
  const derivatives = [
    ...some(
      1,
      total(({ totals }) => totals.first),
      'derivative',
    ),
    ...some(
      2,
      total(({ totals }) => totals.second),
      'second derivative',
    ),
  ];
  const compared = derivatives.length > 0 ? derivatives : some(0, 0, 'value');
  return [
    `${compared.join(' and ') || 'nothing'} at ${counted(points.length, 'point')}: ${verdicts(groups)}`,
    ` (${functions.join(', ')})`,
    identityText(points),
    unchecked.length === 0 ? '' : `; not checked: ${unchecked.join(', ')}`,
  ].join('');
}

function verdicts(groups: readonly Group[]): string {
  const of = (verdict: string): number =>
    groups.filter(({ row }) => isShown(row, false) && row.judgement.verdict === verdict).length;
  const [differing, ruled, undecided] = [of('differs'), of('convention'), of('undecided')];
  return [
    differing === 0 ? 'none differs' : `${differing} ${differing === 1 ? 'DIFFERS' : 'DIFFER'}`,
    ...(ruled > 0 ? [`${ruled} by convention`] : []),
    ...(undecided > 0 ? [`${undecided} undecided`] : []),
  ].join(', ');
}

function identityText(points: readonly VerifiedPoint[]): string {
  const known = points.map(({ adjointIdentity }) => adjointIdentity).filter(identity => identity !== null);
  if (known.length === 0) return '';
  const most = Math.max(...known);
  return `; forward and reverse mode ${most > IDENTITY_TOLERANCE ? 'DIFFER by' : 'agree to'} ${most.toExponential(1)}`;
}
