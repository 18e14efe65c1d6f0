// Mutants that no test can kill, because what they change is not what a program computes: how fast, and in how much memory.
// What an entry leaves open is any: the function, a part of the line, what stands there, what stands there instead.

const LEAF = 'a leaf has no partials and nothing below it: going through its operands as well changes nothing';
const FIRST = 'the first node is a leaf, and beyond the last a typed array has nothing and takes nothing';
const MEMORY = 'sets that nothing reads any more are only kept longer';

/** @type {readonly { file: string, within?: string, line?: string, from?: string, to?: string, why: string }[]} */
export const equivalent = [
  ...leafLoop('src/differentiate/dependence.ts', 'variesWith', 'varies[node] === 1 || isLeaf(graph, node)'),
  { file: 'src/differentiate/dependence.ts', within: 'variesWith', from: 'input < size', to: 'true', why: FIRST },
  ...leafLoop('src/differentiate/sparsity.ts', 'patternOf', 'used[node] !== 1 || isLeaf(graph, node)'),
  {
    file: 'src/differentiate/sparsity.ts',
    within: 'patternOf',
    line: 'found.length > 0',
    from: 'found.length > 0',
    to: 'true',
    why: MEMORY,
  },
  { file: 'src/differentiate/sparsity.ts', within: 'patternOf', line: 'found.length > 0', to: '>=', why: MEMORY },
  {
    file: 'src/differentiate/sparsity.ts',
    within: 'patternOf',
    from: 'lastUse[operand] === node',
    to: 'false',
    why: MEMORY,
  },
  ...leafLoop('src/differentiate/sparsity.ts', 'lastUses', 'used[node] !== 1 || isLeaf(graph, node)'),
  { file: 'src/differentiate/sparsity.ts', within: 'lastUses', from: '<', to: '>=', why: MEMORY },
  ...['0', '===', '>', 'true'].map(to => ({
    file: 'src/differentiate/sparsity.ts',
    within: 'lastUses',
    line: 'used[node] !== 1',
    to,
    why: MEMORY,
  })),
  { file: 'src/differentiate/sparsity.ts', within: 'lastUses', from: 'last[graph.operands[i]!] = node;', why: MEMORY },
  { file: 'src/differentiate/sparsity.ts', within: 'lastUses', from: '+', to: '-', why: MEMORY },
  {
    file: 'src/differentiate/sparsity.ts',
    within: 'union',
    from: 'count === a.length',
    to: 'false',
    why: 'the same entries',
  },
  { file: 'src/differentiate/sparsity.ts', within: 'union', to: '(merged.slice(0, count))', why: 'the same entries' },
  {
    file: 'src/differentiate/sparsity.ts',
    within: 'union',
    from: 'b.length === 0 || a === b',
    to: 'false',
    why: 'the same entries',
  },
  { file: 'src/differentiate/sparsity.ts', within: 'union', from: '<=', to: '<', why: 'equal entries are in either' },
  {
    file: 'src/differentiate/colouring.ts',
    within: 'starColouring',
    from: 'near === vertex',
    to: 'false',
    why: 'its neighbours are forbidden anyway',
  },
  ...['false', '&&'].map(to => ({
    file: 'src/differentiate/colouring.ts',
    within: 'starColouring',
    line: 'far === vertex || far === near',
    to,
    why: 'none of the three has a colour that is not forbidden anyway',
  })),
  { file: 'src/differentiate/colouring.ts', line: 'const MOST_PATHS', why: 'a measure of the work' },
  { file: 'src/differentiate/colouring.ts', within: 'pathsOfThree', why: 'a measure of the work' },
  { file: 'src/differentiate/colouring.ts', within: 'total', why: 'a measure of the work' },
  {
    file: 'src/differentiate/colouring.ts',
    line: '!== -1) forbidden',
    to: 'true',
    why: 'no vertex is given the colour -1',
  },
  {
    file: 'src/differentiate/colouring.ts',
    line: 'near === vertex',
    from: 'continue;',
    why: 'its neighbours are forbidden anyway',
  },
  {
    file: 'src/graph/graph.ts',
    within: 'bucketOf',
    why: 'any hash finds the node, or a bucket for it; another one is slower',
  },
  { file: 'src/graph/use.ts', within: 'usedBy', line: 'node >= 0', from: '>=', to: '>', why: FIRST },
  { file: 'src/graph/use.ts', within: 'useCounts', line: 'let node = 0', from: '0', to: '1', why: FIRST },
  { file: 'src/graph/graph.ts', within: 'createGraph', line: 'buckets:', why: 'a size of a table that grows' },
  { file: 'src/graph/guard.ts', from: 'known(a, b) !== undefined', to: 'false', why: 'what is known is found again' },
  ...['high === undefined', 'low === undefined'].map(from => ({
    file: 'src/graph/guard.ts',
    from,
    to: 'true',
    why: 'what is known is passed over when its turn comes',
  })),
  {
    file: 'src/graph/demand.ts',
    within: 'spread',
    line: 'const use = lazy',
    to: '(both(guards, own, arm(node, i - start)))',
    why: 'other arms are always looked at',
  },
  { file: 'src/graph/demand.ts', within: 'constructor', from: '1', to: '0', why: 'the order of conditions alone' },
  {
    file: 'src/graph/condition.ts',
    from: 'low === ALWAYS ? untested : build.and(untested, whenFalse)',
    to: '(build.and(untested, whenFalse))',
    why: 'and with 1 is the condition itself',
  },
  {
    file: 'src/graph/build.ts',
    within: 'ordered',
    from: 'operands.length === 2',
    to: 'false',
    why: 'sorting gives the same',
  },
  { file: 'src/graph/build.ts', within: 'ordered', from: '<=', to: '<', why: 'equal operands are in either order' },
];

/** Of a loop over nodes that leaves out leaves, and what nothing uses. */
function leafLoop(file, within, condition) {
  const loop = 'for (let node = 0; ';
  const skip = ') continue;';
  return [
    { file, within, line: skip, from: condition, to: 'false', why: LEAF },
    { file, within, line: skip, from: 'continue;', why: LEAF },
    { file, within, line: skip, from: '||', to: '&&', why: LEAF },
    { file, within, line: loop, from: '<', to: '<=', why: FIRST },
    { file, within, line: loop, from: '0', to: '1', why: FIRST },
  ];
}
