// mathjs's own `derivative`, in a worker: it takes exponential time and memory where formulas share parts, and a worker can
// be stopped. Plain JavaScript, because Node runs this file itself in tests.

import { parentPort, workerData } from 'node:worker_threads';

/** Where mathjs is. */
const { default: mathjs } = await import(workerData);
const { compile, derivative, parse } = mathjs;

/**
 * A job is the formula as statements `name = expression`, the last one the result; the variables; the highest order;
 * whether derivatives are simplified. Each order is answered when it is done.
 */
parentPort.on('message', ({ statements, variables, orders, simplify, point, id }) => {
  try {
    const formula = inlined(statements);
    let entries = [{ last: 0, node: formula }];
    for (let order = 1; order <= orders; order++) {
      const start = performance.now();
      entries = variables.flatMap((variable, column) =>
        entries
          .filter(({ last }) => last <= column)
          .map(({ node }) => ({ last: column, node: derivative(node, variable, { simplify }) })),
      );
      const milliseconds = performance.now() - start;
      const nodes = entries.map(entry => entry.node);
      const { tree, nodes: distinct } = measure(nodes);
      const { tree: operations, byClass, bytes } = measure([formula, ...nodes]);
      const derivativeNanoseconds = timed(nodes, point);
      const nanoseconds = timed([formula, ...nodes], point);
      const counts = { tree, nodes: distinct, operations, byClass, bytes };
      parentPort.postMessage({ id, order, milliseconds, ...counts, nanoseconds, derivativeNanoseconds });
    }
  } catch (error) {
    const deep = error instanceof RangeError;
    parentPort.postMessage({ id, failure: deep ? 'the stack is too small for the formula' : String(error.message) });
  }
});

// Makes the functions that it takes, which is not derivation.
derivative('x', 'x');
parentPort.postMessage({ ready: true });

/** Statements put into one another, the parts shared until mathjs copies them. */
function inlined(statements) {
  const known = new Map();
  let result;
  for (const { name, text } of statements) {
    result = parse(text).transform(
      (node, path) => (node.isSymbolNode && path !== 'fn' && known.get(node.name)) || node,
    );
    if (name !== null) known.set(name, result);
  }
  return result;
}

const CLASS_OF_OPERATOR = { add: 'add', subtract: 'add', multiply: 'mul', divide: 'div', pow: 'pow' };
const COMPARISONS = ['smaller', 'smallerEq', 'larger', 'largerEq', 'equal', 'unequal'];
const CLASS_OF_FUNCTION = { sqrt: 'pow', cbrt: 'pow', nthRoot: 'pow', pow: 'pow', square: 'pow', cube: 'pow' };

/** Operations as they are written (a sign is none), distinct nodes, characters. Parentheses are no nodes. */
function measure(nodes) {
  const byClass = { add: 0, mul: 0, div: 0, pow: 0, transcendental: 0, compare: 0 };
  const known = new Map();
  let tree = 0;
  const count = (kind, times) => {
    byClass[kind] += times;
    tree += times;
  };
  const identify = node => {
    if (node.isParenthesisNode) return identify(node.content);
    const key = node.isConstantNode
      ? `#${node.value}`
      : node.isSymbolNode
        ? node.name
        : `${node.fn ?? node.type}(${childrenOf(node).map(identify).join()})`;
    if (node.isOperatorNode && node.args.length > 1) {
      const kind = CLASS_OF_OPERATOR[node.fn] ?? (COMPARISONS.includes(node.fn) ? 'compare' : null);
      if (kind !== null) count(kind, node.args.length - 1);
    } else if (node.isFunctionNode) count(CLASS_OF_FUNCTION[node.fn.name] ?? 'transcendental', 1);
    else if (node.isConditionalNode) count('compare', 1);
    let number = known.get(key);
    if (number === undefined) {
      number = known.size;
      known.set(key, number);
    }
    return number;
  };
  for (const node of nodes) identify(node);
  const bytes = nodes.reduce((sum, node) => sum + node.toString({ parenthesis: 'auto' }).length, 0);
  return { tree, byClass, nodes: known.size, bytes };
}

function childrenOf(node) {
  if (node.isFunctionNode) return node.args;
  const children = [];
  node.forEach(child => {
    children.push(child);
  });
  return children;
}

const WARM_UP_MS = 30;
const BATCH_MS = 5;

/** Time of mathjs's own compiled functions, at a point. */
function timed(nodes, point) {
  const functions = nodes.map(node => compile(node.toString({ parenthesis: 'auto' })));
  const run = () => {
    for (const of of functions) of.evaluate(point);
  };
  const batch = atLeast => {
    let calls = 0;
    const start = performance.now();
    do {
      run();
      calls++;
    } while (performance.now() - start < atLeast);
    return (1e6 * (performance.now() - start)) / calls;
  };
  try {
    batch(WARM_UP_MS);
    return Math.min(batch(BATCH_MS), batch(BATCH_MS), batch(BATCH_MS));
  } catch {
    return null;
  }
}
