import { slopes } from 'models';
import { formula } from 'wengert';
import * as bowl from '@/bowl.formula';
import { gradient as energySlope } from './energy.js?gradient';
import { SCALE } from './settings.js';

const inline = formula`${SCALE}*exp(x)`;
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
const slider = document.querySelector('input');
const show = (name, numbers) => {
  document.querySelector(`[data-name="${name}"]`).textContent = [...numbers].join(' ');
};
worker.onmessage = ({ data }) => show('worker', data);

function draw() {
  const x = slider.valueAsNumber;
  const gradient = new Float64Array(2);
  show('value', [bowl.valueAndGradient(x, 3, gradient)]);
  show('gradient', gradient);
  show('hessian', bowl.hessian(x, 3));
  show('package', slopes(x, 5));
  show('inline', inline.gradient(x));
  show('function', energySlope(x));
  worker.postMessage(x);
}
slider.addEventListener('input', draw);
draw();
