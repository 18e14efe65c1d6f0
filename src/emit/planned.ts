// The plan of a function together with its schedule; of several plans the one that executes the fewest operations.

import { type FunctionPlan, type PlannedFunction, planAlternatives } from '../differentiate/plan.js';
import { checkClock } from '../limits.js';
import type { DifferentiatedModel } from '../lower/model.js';
import { schedule } from '../schedule/schedule.js';
import type { Results, Schedule } from '../schedule/sections.js';
import { countOperations } from './count.js';

export interface ScheduledPlan {
  readonly plan: FunctionPlan;
  readonly schedule: Schedule;
}

export interface PlanOptions {
  readonly algebraic: boolean;
  /** Most statements of one function. */
  readonly statements: number;
  /** The model with named statements kept apart, which `multipliers` needs. */
  apart(): DifferentiatedModel;
}

export function scheduledPlan(
  model: DifferentiatedModel,
  name: PlannedFunction,
  { algebraic, statements, apart }: PlanOptions,
): ScheduledPlan {
  const plans = planAlternatives(name === 'multipliers' ? apart() : model, name, { algebraic });
  const candidates = plans.map(plan => {
    checkClock(plan.graph.budget);
    return { plan, schedule: schedule(plan.graph, resultsOfPlan(plan), plan.keep, statements) };
  });
  if (candidates.length === 1) return candidates[0]!;
  const counts = candidates.map(candidate => countOperations(candidate.schedule).operations);
  return candidates[counts.indexOf(Math.min(...counts))]!;
}

export function resultsOfPlan(plan: FunctionPlan): Results {
  const returned = plan.returned === null ? [] : [plan.returned];
  return {
    returned: [...returned, ...plan.multipliers.flatMap(({ nodes }) => nodes)],
    stored: plan.stores.flatMap(store => store.nodes),
  };
}
