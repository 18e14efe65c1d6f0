// Random numbers that a seed decides: sfc32 by Chris Doty-Humphrey, whose 128 bits of state a seed fills.

/** Numbers from 0 to less than 1. */
export type Random = () => number;

export function createRandom(seed: number): Random {
  let [a, b, c, counter] = [seed | 0, Math.floor(seed / 2 ** 32) | 0, 0x9e3779b9 | 0, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // Seeds that are much alike have nothing in common after some turns.
  for (let i = 0; i < 16; i++) next();
  return next;
}
