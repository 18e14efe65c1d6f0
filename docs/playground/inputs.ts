// A slider and a number for everything that the formula takes.

import { element } from './elements.js';
import { MOST_VARIABLES, type Point, type Program } from './program.js';

const STEPS = 400;

/** @param onSet is told each number that somebody sets */
export function showInputs(
  parent: HTMLElement,
  program: Program,
  point: Point,
  onSet: (name: string, value: number) => void,
): void {
  const shown = program.variables.slice(0, MOST_VARIABLES).map(({ name, lower, upper, isDifferentiated }, i) => {
    const value = point[name]!;
    const [low, high] = [Math.min(lower, value), Math.max(upper, value)];
    const slider = element('input', {
      type: 'range',
      id: `input-${i}`,
      min: low,
      max: high,
      step: (high - low) / STEPS || 1,
      'aria-label': isDifferentiated ? name : `${name}, not differentiated`,
    });
    slider.value = String(value);
    const number = element('input', { type: 'number', step: 'any', 'aria-label': `${name} as a number` });
    number.value = String(value);
    slider.addEventListener('input', () => {
      // Sixteen digits of a slider's position say nothing.
      const set = Number(Number(slider.value).toPrecision(6));
      number.value = String(set);
      onSet(name, set);
    });
    number.addEventListener('input', () => {
      if (number.value === '' || !Number.isFinite(number.valueAsNumber)) return;
      slider.value = number.value;
      onSet(name, number.valueAsNumber);
    });
    return element('div', { class: 'input' }, element('label', { for: `input-${i}` }, name), slider, number);
  });
  const hidden = program.variables.length - shown.length;
  parent.replaceChildren(...shown);
  if (hidden > 0) parent.append(element('p', { class: 'hint' }, `and ${hidden} more, at what they begin with`));
  if (program.variables.length === 0) parent.append(element('p', { class: 'hint' }, 'The formula takes none.'));
}
