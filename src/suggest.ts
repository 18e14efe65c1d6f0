// Did you mean …? An edit is an insertion, a deletion, a replacement or a swap of neighbours. However many words there are,
// and however long, the work has a bound: a suggestion is a courtesy.

/** Longer words are not compared. */
const LONGEST = 64;

/** Entries of tables filled in for one suggestion; the best word until then is suggested. */
const MOST_ENTRIES = 2_000_000;

/** The candidate closest to a misspelt word, if one is close: a third of its letters may differ. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 0.5;
  let entries = 0;
  const lower = word.toLowerCase();
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) > least) continue;
    const sameButCase = candidate.length === word.length && candidate.toLowerCase() === lower;
    const most = Math.ceil(least) - 1;
    if (!sameButCase) entries += word.length * (2 * most + 1);
    if (entries > MOST_ENTRIES) break;
    const distance = sameButCase ? 0.5 : editDistance(word, candidate, most);
    if (distance < least && distance < Math.max(word.length, candidate.length)) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** Edits from one word to the other (optimal string alignment); Infinity for more than `most`. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Number.POSITIVE_INFINITY;
  const beyond = most + 1;
  const first = Array.from({ length: b.length + 1 }, (_, j) => Math.min(j, beyond));
  let [beforeLast, last, row]: [number[], number[], number[]] = [[...first], first, [...first]];
  for (let i = 1; i <= a.length; i++) {
    // What is further from the diagonal takes more edits than are wanted.
    const from = Math.max(1, i - most);
    const to = Math.min(b.length, i + most);
    row[from - 1] = from === 1 ? Math.min(i, beyond) : beyond;
    let fewest = row[from - 1]!;
    const letter = a.charCodeAt(i - 1);
    const letterBefore = i > 1 ? a.charCodeAt(i - 2) : -1;
    for (let j = from; j <= to; j++) {
      const replaced = last[j - 1]! + (letter === b.charCodeAt(j - 1) ? 0 : 1);
      let edits = Math.min((j < i + most ? last[j]! : most) + 1, row[j - 1]! + 1, replaced);
      if (j > 1 && letter === b.charCodeAt(j - 2) && letterBefore === b.charCodeAt(j - 1))
        edits = Math.min(edits, beforeLast[j - 2]! + 1);
      row[j] = edits;
      fewest = Math.min(fewest, edits);
    }
    if (fewest > most) return Number.POSITIVE_INFINITY;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return last[b.length]! > most ? Number.POSITIVE_INFINITY : last[b.length]!;
}

/** True for words that are one edit apart. */
export function isOneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  let end = 0;
  while (end < short.length - start && short.at(-1 - end) === long.at(-1 - end)) end++;
  const differ = short.length - start - end;
  if (long.length > short.length) return differ === 0 && long.length === short.length + 1;
  return differ === 1 || (differ === 2 && short[start] === long[start + 1] && short[start + 1] === long[start]);
}

/** Letters of all words together beyond which none are looked up, */
const MOST_LETTERS = 1_000_000;

/** and words looked at that have one part in common. */
const MOST_WITH_PART = 100;

/**
 * Finds which words are one edit apart, in time that grows with their letters: such words have a part in common, a word or
 * what is left of it without one letter.
 * @returns the first of the words that is one edit from a given one and fits, if there is one.
 */
export function nearWords(
  words: Iterable<string>,
): (word: string, fits: (near: string) => boolean) => string | undefined {
  const short = Array.from(words).filter(({ length }) => length <= LONGEST);
  if (short.reduce((letters, { length }) => letters + length, 0) > MOST_LETTERS) return () => undefined;
  const withPart = new Map<string, number | number[]>();
  for (const [i, word] of short.entries()) {
    for (const part of partsOf(word)) {
      const known = withPart.get(part);
      if (known === undefined) withPart.set(part, i);
      else if (typeof known === 'number') withPart.set(part, [known, i]);
      else if (known.length < MOST_WITH_PART) known.push(i);
    }
  }
  return (word, fits) => {
    if (word.length > LONGEST) return undefined;
    let first = short.length;
    for (const part of partsOf(word)) {
      const found = withPart.get(part);
      if (typeof found !== 'object') continue;
      const near = found.find(i => i >= first || (isOneEdit(word, short[i]!) && fits(short[i]!)));
      if (near !== undefined) first = Math.min(first, near);
    }
    return short[first];
  };
}

function partsOf(word: string): Set<string> {
  const parts = new Set([word]);
  for (let i = 0; i < word.length; i++) parts.add(word.slice(0, i) + word.slice(i + 1));
  return parts;
}
