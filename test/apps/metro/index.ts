import { formula } from 'wengert';
import { gradient, hessian, value } from './spring.formula';

const damping: number = 0.25;
const loss = formula`${damping}*v^2`;

console.log(JSON.stringify([value(2, 3), [...gradient(2, 3)], [...hessian(2, 3)], [...loss.gradient(4)]]));
