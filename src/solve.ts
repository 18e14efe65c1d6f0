// `wengert/solve`: minimisers and fitting, over compiled functions.

export type { Answer, Bounds, Controls, Iteration, Outcome, Reason, Request, Solver } from './solve/problem.js';
