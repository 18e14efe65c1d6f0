// All commands, in the order of the help.

import type { AnyCommand } from './command.js';
import { compile } from './commands/compile.js';
import { completion } from './commands/completion.js';
import { derivative } from './commands/derivative.js';
import { evaluate } from './commands/eval.js';
import { explain } from './commands/explain.js';
import { fit } from './commands/fit.js';
import { graph } from './commands/graph.js';
import { lagrangian } from './commands/lagrangian.js';
import { maximize, minimize } from './commands/minimize.js';
import { playground } from './commands/playground.js';
import { stats } from './commands/stats.js';
import { swell } from './commands/swell.js';
import { types } from './commands/types.js';
import { verify } from './commands/verify.js';
import { version } from './commands/version.js';

const others: readonly AnyCommand[] = [
  compile,
  evaluate,
  verify,
  stats,
  explain,
  derivative,
  lagrangian,
  graph,
  types,
  swell,
  minimize,
  maximize,
  fit,
  playground,
  version,
];

export const commands: readonly AnyCommand[] = [...others, completion(others)];
