// What the scripts share: numbers of the command line, and random ones that a seed decides, so that every run is the same.

import { parseArgs } from 'node:util';

/**
 * Numbers given as `--name 7`, or their defaults, and what is given without a name: whole numbers where the default is one. Wrong
 * usage ends the program.
 * @param {Readonly<Record<string, number>>} defaults
 */
export function argumentsOf(defaults) {
  const options = Object.fromEntries(Object.keys(defaults).map(name => [name, { type: 'string' }]));
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const numbers = Object.entries(defaults).map(([name, value]) => [name, numberOf(name, values[name], value)]);
    return { ...Object.fromEntries(numbers), positionals };
  } catch (error) {
    return refuse(error.message);
  }
}

function numberOf(name, text, value) {
  if (text === undefined) return value;
  const number = Number(text);
  const isWhole = Number.isInteger(value);
  if (number > 0 && Number.isFinite(number) && (!isWhole || Number.isInteger(number))) return number;
  throw new Error(`--${name} is a positive ${isWhole ? 'whole ' : ''}number, not '${text}'`);
}

/** Says what is wrong with a command and ends the program. */
export function refuse(message) {
  console.error(message);
  process.exit(2);
}

/**
 * Numbers between 0 and 1: the multiplicative generator of Park and Miller with their second multiplier (Communications of the
 * ACM 36(7), 1993).
 */
export function createRandom(seed = 1) {
  // Of the numbers from 1 to 2147483646.
  let state = 1 + (seed % 2147483646);
  return () => {
    state = (48271 * state) % 2147483647;
    return state / 2147483647;
  };
}

/** Numbers of mean 0 and variance 1, made of those of `random` as Box and Muller do. */
export const normal = random => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

/** Lines of texts, those of a column below each other. */
export function columns(lines) {
  const widths = lines[0].map((_, at) => Math.max(...lines.map(line => line[at].length)));
  return lines
    .map(line =>
      line
        .map((of, at) => of.padEnd(widths[at]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The most memory that this process has had, in bytes. */
export const peakMemory = () => 1024 * process.resourceUsage().maxRSS;

export const megabytes = bytes => `${Math.round(bytes / 1e6)} MB`;

export const seconds = milliseconds => `${(milliseconds / 1000).toPrecision(3)} s`;
