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

/** Adds up what is left of all blocks, the shorter sums first. */
export function finishBlocks(sums, width, blocks) {
  for (let k = 0; k < width; k++) sums[k] = 0;
  let level = width;
  for (let rest = blocks; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) for (let k = 0; k < width; k++) sums[k] = sums[level + k] + sums[k];
    level += width;
  }
}
