export { withLimits } from '../within-limits.js';
