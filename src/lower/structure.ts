// Which equation determines which unknown, and which of them have to be solved together: the structure of a system, from which
// unknowns each equation has.
//
// A system is regular by its structure where every unknown has an equation of its own. Equations that need each other's unknowns
// are one block, a strongly connected component, whichever equations they are matched with (I. S. Duff and J. K. Reid, 1978).

/** For each equation the unknowns that it has, by number. */
export type Incidence = readonly (readonly number[])[];

export interface Matching {
  /** The equation of each unknown, -1 for none. */
  readonly equationOf: Int32Array;
  /** The unknown of each equation, -1 for none. */
  readonly unknownOf: Int32Array;
}

/**
 * As many unknowns with equations of their own as there can be.
 * @param preferred the unknown that an equation is written for, -1 for none
 */
export function matchingOf(incidence: Incidence, count: number, preferred: readonly number[]): Matching {
  const equationOf = new Int32Array(count).fill(-1);
  const unknownOf = new Int32Array(incidence.length).fill(-1);
  for (const [equation, unknown] of preferred.entries()) {
    if (unknown === -1 || equationOf[unknown] !== -1 || !incidence[equation]!.includes(unknown)) continue;
    equationOf[unknown] = equation;
    unknownOf[equation] = unknown;
  }
  for (const equation of incidence.keys()) if (unknownOf[equation] === -1) augment(equation, { equationOf, unknownOf });

  return { equationOf, unknownOf };

  /** Finds an equation its unknown, if others give way: a path of the breadth-first search from it to an unknown that has none. */
  function augment(from: number, { equationOf, unknownOf }: Matching): void {
    const reachedBy = new Map<number, number>();
    const pending = [from];
    for (const equation of pending) {
      for (const unknown of incidence[equation]!) {
        if (reachedBy.has(unknown)) continue;
        reachedBy.set(unknown, equation);
        const next = equationOf[unknown]!;
        if (next !== -1) {
          pending.push(next);
          continue;
        }
        for (let at = unknown; at !== -1; ) {
          const given = reachedBy.get(at)!;
          const before = unknownOf[given]!;
          equationOf[at] = given;
          unknownOf[given] = at;
          at = given === from ? -1 : before;
        }
        return;
      }
    }
  }
}

/** Unknowns that are solved together, each such block after those that it needs (R. E. Tarjan, 1972). */
export function blocksOf(incidence: Incidence, { equationOf }: Matching): number[][] {
  const count = equationOf.length;
  const order = new Int32Array(count).fill(-1);
  const lowest = new Int32Array(count);
  const isOpen = new Uint8Array(count);
  const open: number[] = [];
  const blocks: number[][] = [];
  let next = 0;
  for (let start = 0; start < count; start++) {
    if (order[start] !== -1) continue;
    const path: { readonly unknown: number; at: number }[] = [];
    const enter = (unknown: number): void => {
      order[unknown] = lowest[unknown] = next++;
      isOpen[unknown] = 1;
      open.push(unknown);
      path.push({ unknown, at: 0 });
    };
    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { unknown } = top;
      const needed = incidence[equationOf[unknown]!]![top.at++];
      if (needed !== undefined) {
        if (order[needed] === -1) enter(needed);
        else if (isOpen[needed] === 1) lowest[unknown] = Math.min(lowest[unknown]!, order[needed]!);
        continue;
      }
      path.pop();
      const user = path.at(-1)?.unknown;
      if (user !== undefined) lowest[user] = Math.min(lowest[user]!, lowest[unknown]!);
      if (lowest[unknown] !== order[unknown]) continue;
      const block = open.splice(open.indexOf(unknown));
      for (const member of block) isOpen[member] = 0;
      blocks.push(block.sort((a, b) => a - b));
    }
  }
  return blocks;
}
