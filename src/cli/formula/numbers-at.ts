// Values and adjoints of a list's nodes at the point that `--at` gives.

import type { WengertList } from '../../explain/list.js';
import { type Numbers, numbersOf } from '../../explain/numbers.js';
import type { Prepared } from '../../options.js';
import type { Streams } from '../terminal/streams.js';
import { readPoint, toArguments } from './point.js';

/** @param at the settings of `--at`; without any there are no numbers. */
export function numbersAt(
  prepared: Prepared,
  list: WengertList,
  at: readonly string[],
  streams: Streams,
): Numbers | null {
  if (at.length === 0) return null;
  const point = readPoint(prepared.model, at, streams);
  return numbersOf(prepared, list, toArguments(prepared.model.inputs, point));
}
