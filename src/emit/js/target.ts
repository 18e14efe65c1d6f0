// JavaScript as a target: modules in several formats, with or without something else for straight-line code.

import type { Target } from '../target.js';
import { emitModule, type Native } from './module.js';

/** @param native null where straight-line code is JavaScript */
export function moduleTarget(name: Target['name'], native: Native | null, refuses: Target['refuses']): Target {
  return {
    name,
    brings: model => native?.brings(model) ?? [],
    refuses,
    refusesExport: () => null,
    emit: (model, members, options) => emitModule(model, members, { ...options, native }),
  };
}

export const javascript = moduleTarget('js', null, () => null);
