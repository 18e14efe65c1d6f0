// Names of columns and sub-selects: the user's own, each once in a query however letters are written, as most engines do not
// tell `A` from `a`, and none so long that an engine cuts it.

/** PostgreSQL's, in bytes, and room for a number. */
const LONGEST = 63 - 8;

export interface SqlNames {
  /** The name, or what is closest to it. */
  claim(wanted: string): string;
  /** A name of ours: t1, t2, … */
  temporary(letter?: string): string;
}

/** @param taken names that mean something else already */
export function createNames(taken: Iterable<string> = []): SqlNames {
  const claimed = new Set(Array.from(taken, key));
  const numbers = new Map<string, number>();
  const counters = new Map<string, number>();
  const encoder = new TextEncoder();
  const isFree = (name: string): boolean => !claimed.has(key(name));
  const cut = (name: string): string => {
    let short = name;
    // Characters, not halves of them.
    while (encoder.encode(short).length > LONGEST) short = [...short].slice(0, -1).join('');
    return short;
  };
  return {
    claim(wanted) {
      const base = cut(wanted);
      let name = base;
      if (!isFree(name)) {
        let i = numbers.get(key(base)) ?? 2;
        do name = `${base}_${i++}`;
        while (!isFree(name));
        numbers.set(key(base), i);
      }
      claimed.add(key(name));
      return name;
    },
    temporary(letter = 't') {
      let count = counters.get(letter) ?? 0;
      let name: string;
      do name = `${letter}${++count}`;
      while (!isFree(name));
      counters.set(letter, count);
      claimed.add(key(name));
      return name;
    },
  };
}

const key = (name: string): string => name.toLowerCase();
