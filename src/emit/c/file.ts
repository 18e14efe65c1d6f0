// The file of C.

import type { Member } from '../../exports/members.js';
import type { FunctionPlan } from '../../exports/plan.js';
import { checkClock } from '../../limits.js';
import type { DifferentiatedModel } from '../../lower/model.js';
import { blockFunction, plainName } from '../line/in-array.js';
import { specialDeclarations } from '../special.js';
import type { EmitOptions } from '../target.js';
import { commentOf } from './comment.js';
import { functionTexts } from './functions.js';
import { snake } from './names.js';
import { passTexts } from './passes.js';
import { blockTexts } from './solvers.js';
import { specialTexts } from './special.js';
import { support } from './support.js';
import {
  declaredNames,
  hasLoops,
  isBegin,
  isConstant,
  isKeeping,
  nameWith,
  passNames,
  summaryOf,
  topLevel,
} from './top-level.js';

export function emitFile(
  model: DifferentiatedModel,
  members: readonly Member[],
  { name, banner, onStage }: EmitOptions,
): string {
  const named = nameWith(name);
  const top = topLevel(
    model,
    members.flatMap(member => declaredNames(member, named)),
  );
  const printed = new Map<string, string>();
  /** Blocks by their numbers, and the names of their functions by what stands for them in code. */
  const blocks = new Map(members.flatMap(({ scheduled }) => [...(scheduled?.blocks ?? [])]));
  const solvers = new Map<string, string>();
  const called = (key: string): string => {
    const own = blockFunction(key);
    if (own !== null) {
      const name = solvers.get(key) ?? top.claim(`${own.part}_${snake(plainName(blocks.get(own.number)!.names[0]!))}`);
      solvers.set(key, name);
      return name;
    }
    const known = printed.get(key);
    if (known !== undefined) return known;
    const ours = support[key];
    const free =
      ours === undefined
        ? top.claim(isConstant(key) ? key : snake(key))
        : ours.name === null
          ? ''
          : top.claim(ours.name);
    printed.set(key, free);
    for (const used of ours?.uses ?? []) called(used);
    return free;
  };
  const functions: string[] = [];
  for (const member of members) {
    onStage?.(`writing ${member.row.name}`);
    checkClock(model.graph.budget);
    const doc = commentOf(summaryOf(member, model, named));
    if (member.kind === 'pattern')
      functions.push(`${doc}${patternTexts(member.scheduled.plan, declaredNames(member, named)).join('\n')}`);
    else if (member.kind === 'computed' && isBegin(member)) {
      const { struct, functions: texts } = passTexts(passNames(named), member.scheduled, { model, ...top, called });
      functions.push(struct, ...texts);
    } else if (member.kind === 'computed') {
      const texts = [...functionTexts(named(member.row.name), member.scheduled, { model, ...top, called })];
      functions.push(...texts.slice(0, -1), doc + texts.at(-1)!);
    }
  }
  const solving = blockTexts(solvers, blocks, { ...top, called });
  const specials = specialTexts(specialDeclarations([...printed.keys()].filter(key => support[key] === undefined)), {
    called,
    scope: top.scope,
  });
  const helpers = Object.entries(support).flatMap(([key, { text }]) => (printed.has(key) ? [text(called)] : []));
  const isKept = members.some(({ scheduled }) => isKeeping(scheduled));
  const more = isKept ? '\n#include <stddef.h>\n#include <stdlib.h>' : hasLoops(model) ? '\n#include <stddef.h>' : '';
  const includes = `#include <math.h>${more}`;
  const parts = [includes, ...helpers, ...specials, ...solving, ...functions];
  return `${commentOf(banner)}\n${parts.join('\n\n')}\n`;
}

/** Where the values of a sparse function stand, from 0. */
function patternTexts({ matrix }: FunctionPlan, names: readonly string[]): string[] {
  const rows = matrix!.rows.flatMap((row, i) => Array.from(row, () => i));
  const cols = matrix!.rows.flatMap(row => Array.from(row));
  // No array is empty in C.
  return [rows, cols].map(
    (list, i) => `const int ${names[i]}[${Math.max(list.length, 1)}] = {${list.length === 0 ? 0 : list.join(', ')}};`,
  );
}
