// Sums over rows of data, from those of blocks: copied into modules as special functions are.

/**
 * Adds the sums of a block of rows, which are the first `width` numbers, to those of as many rows before it for as long as there
 * are some, and keeps what they come to: in pairs.
 */
export function addBlock(sums, width, block) {
  let level = width;
  for (let rest = block; rest % 2 === 1; rest = (rest - 1) / 2) {
    for (let k = 0; k < width; k++) sums[k] = sums[level + k] + sums[k];
    level += width;
  }
  for (let k = 0; k < width; k++) sums[level + k] = sums[k];
}

/**
 * Adds the sums that other blocks of rows have come to, in pairs as they are: what all of these blocks one after the other come to,
 * bit by bit, where parts but for the last have equally many blocks, a power of two.
 * @param part how many rows there are, and the sums that `addBlock` has kept of their blocks
 * @returns the number of blocks
 */
export function addPart(sums, width, blocks, [rows, kept]) {
  const own = Math.ceil(rows / 1024);
  let power = 1;
  let level = width;
  for (; 2 * power <= own; power *= 2) level += width;
  for (; power >= 1; power /= 2, level -= width) {
    if (Math.floor(own / power) % 2 === 0) continue;
    for (let k = 0; k < width; k++) sums[k] = kept[level + k];
    let at = level;
    for (let rest = Math.floor(blocks / power); rest % 2 === 1; rest = (rest - 1) / 2) {
      for (let k = 0; k < width; k++) sums[k] = sums[at + k] + sums[k];
      at += width;
    }
    for (let k = 0; k < width; k++) sums[at + k] = sums[k];
    blocks += power;
  }
  return blocks;
}

/** Adds up what is left of all blocks, the shorter sums first. */
export function finishBlocks(sums, width, blocks) {
  for (let k = 0; k < width; k++) sums[k] = 0;
  let level = width;
  for (let rest = blocks; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) for (let k = 0; k < width; k++) sums[k] = sums[level + k] + sums[k];
    level += width;
  }
}
