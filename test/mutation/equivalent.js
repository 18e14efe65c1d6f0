// Mutants that no test can kill, because what they change is not what a program computes: sizes of tables, hashes, and how much
// work is done before a limit. An entry without `from` and `to` is for everything in a function.

/** @type {readonly { file: string, within?: string, from?: string, to?: string, why: string }[]} */
export const equivalent = [
  {
    file: 'src/graph/graph.ts',
    within: 'bucketOf',
    why: 'any hash finds the node, or its bucket; a worse one is slower',
  },
];
