import { compile } from 'wengert';
import { minimize } from 'wengert/solve';
import 'wengert/wasm';

console.log(compile('x^2*y', { target: 'wasm' }).gradient(1, 2));
console.log(minimize('param x = 1\nminimize (x - 3)^2').x);
