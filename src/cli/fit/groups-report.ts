// Fits of groups as people read them: a line each.

import type { FitResult } from '../../solve/result.js';
import type { GroupFitted, GroupsFitted } from '../../sql/fit/table-fit.js';
import { flatten } from '../formula/elements.js';
import { table } from '../terminal/columns.js';
import { short } from './report.js';

/** Parameters that are shown with their errors; JSON has them of any number. */
const MOST_PARAMETERS = 12;

export function groupsText({ groups }: GroupsFitted, by: readonly string[], shown: string): string {
  const names = groups.find(({ result }) => result !== null)?.result?.names ?? [];
  const some = names.slice(0, MOST_PARAMETERS);
  const good = groups.filter(({ result }) => result?.converged === true).length;
  const head = [...by, 'rows', ...some.flatMap(name => [name, '±']), 'stopped'];
  const lines = groups.map(of => [
    ...by.map(name => String(of.keys[name] ?? '–')),
    String(of.rows),
    ...some.flatMap((_, i) => cellsOf(of.result, i)),
    stopped(of),
  ]);
  const dropped = groups.reduce((sum, of) => sum + of.dropped, 0);
  const left = dropped === 0 ? '' : `; ${dropped} rows left out, with missing values`;
  const more =
    names.length > some.length ? `note: ${names.length - some.length} more parameters are shown by --json\n` : '';
  return `${good} of ${groups.length} groups of ${shown} converged${left}\n\n${table([head, ...lines])}${more}`;
}

function cellsOf(result: FitResult | null, i: number): [string, string] {
  if (result === null) return ['–', '–'];
  const { names, fixed, atBounds, standardErrors } = result;
  const value = short(flatten(result.parameters)[i]!, 8);
  if (fixed.includes(names[i]!)) return [value, 'fixed'];
  if (atBounds.includes(names[i]!)) return [value, 'at a bound'];
  const error = standardErrors === null ? Number.NaN : flatten(standardErrors)[i]!;
  return [value, Number.isFinite(error) ? short(error, 3) : '–'];
}

/** Why, and what is to be said beside it; what most groups have in common is left out. */
function stopped({ result, fault }: GroupFitted): string {
  if (result === null) return fault ?? '';
  const { converged, reason, message, notes, undetermined } = result;
  const few = notes.find(note => note.startsWith('too few rows'));
  const said = few ?? (undetermined.length > 0 ? 'not all is determined' : null);
  return `${converged ? reason : `NOT converged: ${message}`}${said === null ? '' : `; ${said}`}`;
}

/** What `--json` prints. */
export const groupsRecord = ({ groups }: GroupsFitted, shown: string) => ({
  groups: groups.map(({ keys, rows, dropped, result, fault }) => ({
    keys: Object.fromEntries(
      Object.entries(keys).map(([name, key]) => [name, typeof key === 'bigint' ? String(key) : key]),
    ),
    rows,
    dropped,
    ...(result === null ? { fault } : result),
  })),
  data: { file: shown },
});
