// @ts-types="./model.d.ts"
import { gradient } from './model.js';

const slopes: Float64Array = gradient(1, 2);
console.log(slopes);
