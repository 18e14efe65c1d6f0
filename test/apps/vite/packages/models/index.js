export { gradient as slopes } from './product.formula';
