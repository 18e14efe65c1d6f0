// The plan of a function together with its schedule; of several plans the one that executes the fewest operations.

import { type FunctionPlan, type PlannedFunction, planAlternatives } from '../differentiate/plan.js';
import type { Node } from '../graph/graph.js';
import type { DifferentiatedModel } from '../lower/model.js';
import type { Schedule } from '../schedule/program.js';
import { schedule } from '../schedule/schedule.js';
import { countOperations } from './count.js';

export interface ScheduledPlan {
  readonly plan: FunctionPlan;
  readonly schedule: Schedule;
}

/** @param apart the model with named statements kept apart, which `multipliers` needs. */
export function scheduledPlan(
  model: DifferentiatedModel,
  name: PlannedFunction,
  { algebraic, apart }: { readonly algebraic: boolean; apart(): DifferentiatedModel },
): ScheduledPlan {
  const plans = planAlternatives(name === 'multipliers' ? apart() : model, name, { algebraic });
  const candidates = plans.map(plan => ({ plan, schedule: schedule(plan.graph, resultsOfPlan(plan), plan.keep) }));
  if (candidates.length === 1) return candidates[0]!;
  const counts = candidates.map(candidate => countOperations(candidate.schedule).operations);
  return candidates[counts.indexOf(Math.min(...counts))]!;
}

export function resultsOfPlan(plan: FunctionPlan): Node[] {
  const returned = plan.returned === null ? [] : [plan.returned];
  return [...returned, ...plan.stores.flatMap(store => store.nodes), ...plan.multipliers.flatMap(({ nodes }) => nodes)];
}
