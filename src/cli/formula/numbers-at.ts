// Values and adjoints of a list's nodes at the point that `--at` gives.

import type { Compilation } from '../../compilation.js';
import type { WengertList } from '../../explain/list.js';
import { type Numbers, numbersOf } from '../../explain/numbers.js';
import type { Streams } from '../terminal/streams.js';
import { argumentsAt, readPoint } from './point.js';
import { ranAt } from './run-at.js';

/** @param at the settings of `--at`; without any there are no numbers. */
export function numbersAt(
  compilation: Compilation,
  list: WengertList,
  at: readonly string[],
  streams: Streams,
): Numbers | null {
  if (at.length === 0) return null;
  const point = readPoint(compilation.model, at, streams);
  return ranAt(() => numbersOf(list, argumentsAt(compilation.model, point)), compilation.model);
}
