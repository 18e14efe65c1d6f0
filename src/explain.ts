// `wengert/explain`: what a formula computes and what its adjoints are, as data, and its graph in DOT.

export { type GraphOptions, graph } from './draw/graph.js';
export {
  type ExplainedNumbers,
  type ExplainedStep,
  type ExplainedUse,
  type ExplainOptions,
  type Explanation,
  explain,
} from './explain/explanation.js';
