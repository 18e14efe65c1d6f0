// The methods' names, for those who list them without loading what they are.

export const methodNames = [
  'newton',
  'newton-cg',
  'l-bfgs-b',
  'gradient-descent',
  'adam',
  'sgd',
  'multipliers',
] as const;

export type MethodName = (typeof methodNames)[number];

/** Those of programs with constraints. */
export const constrainedMethodNames = ['interior-point', 'augmented-lagrangian'] as const;

export type ConstrainedMethodName = (typeof constrainedMethodNames)[number];
