// `wengert/explain`: what a formula computes and what its adjoints are, as data; its derivative as a formula, and its graph
// in DOT.

export { type DerivativeOptions, derivative } from './derivative/derivative.js';
export type { FormatName } from './derivative/notations.js';
export { type GraphOptions, graph } from './draw/graph.js';
export {
  type ExplainedNumbers,
  type ExplainedStep,
  type ExplainedUse,
  type ExplainOptions,
  type Explanation,
  explain,
} from './explain/explanation.js';
