// SHIM until the shells are moved.
import type { ExportName } from '../exports/table.js';

export { hasFixedInputs } from '../exports/point.js';
export { type ExportName, exportNames, refusal } from '../exports/table.js';
export const PATTERNS: ReadonlyMap<ExportName, ExportName> = new Map([
  ['jacobianPattern', 'jacobianSparse'],
  ['hessianPattern', 'hessianSparse'],
]);
