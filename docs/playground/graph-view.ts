// The graph of the formula, with buttons that go through it.

import type { ExplainedNumbers } from '../../src/explain.js';
import { graph } from '../../src/explain.js';
import { dotOf, layOut, scaleTo } from './drawing.js';
import { element, short } from './elements.js';
import type { Program } from './program.js';
import { type Step, stepsOf } from './steps.js';
import type { Shown } from './views.js';

/** Of larger graphs lines are drawn, as `wengert graph` draws them. */
const MOST_NODES = 120;

export function createGraphView(parent: HTMLElement): Shown {
  const buttons = (['First', 'Back', 'Next', 'Last'] as const).map(name => element('button', { type: 'button' }, name));
  const [first, back, next, last] = buttons as [
    HTMLButtonElement,
    HTMLButtonElement,
    HTMLButtonElement,
    HTMLButtonElement,
  ];
  const slider = element('input', { type: 'range', min: 0, 'aria-label': 'Step' });
  const count = element('span');
  const said = element('div', { class: 'step', 'aria-live': 'polite' });
  const drawing = element('div', { class: 'drawing scroll', tabindex: 0, role: 'region', 'aria-label': 'Graph' });
  const controls = element('div', { class: 'controls' }, first, back, next, last, slider, count);
  const large = element('p', { class: 'hint' });
  parent.append(controls, said, large, drawing);
  for (const part of [controls, said, large]) part.hidden = true;

  let steps: readonly Step[] = [];
  let numbers: ExplainedNumbers | null = null;
  let program: Program | null = null;
  let at = 0;
  /** What is drawn; a later drawing may be ready before an earlier one. */
  let drawn: Program | null = null;
  let svg: SVGSVGElement | null = null;

  const go = (to: number): void => {
    at = Math.max(0, Math.min(steps.length, to));
    slider.value = String(at);
    first.disabled = at === 0;
    back.disabled = at === 0;
    next.disabled = at === steps.length;
    last.disabled = at === steps.length;
    count.textContent = `${at} of ${steps.length}`;
    say();
    paint();
  };
  first.addEventListener('click', () => go(0));
  back.addEventListener('click', () => go(at - 1));
  next.addEventListener('click', () => go(at + 1));
  last.addEventListener('click', () => go(steps.length));
  slider.addEventListener('input', () => go(Number(slider.value)));

  function say(): void {
    const step = steps[at - 1];
    const texts =
      step === undefined
        ? ['Values are computed from the inputs on; then adjoints, from the result back.', 'Press Next.', '']
        : [
            step.kind === 'value' ? 'Forward: a value' : 'Backward: an adjoint, what the result changes by',
            step.equation,
            step.numbers,
          ];
    said.replaceChildren(
      element('div', { class: 'what' }, texts[0]!),
      element('div', {}, texts[1]!),
      element('div', {}, texts[2]!),
    );
  }

  /** Sets the numbers that are known so far, and says which are new. */
  function paint(): void {
    if (svg === null || numbers === null || program === null || drawn !== program) return;
    const done = steps.slice(0, at);
    const now = steps[at - 1];
    const known = (kind: Step['kind'], node: number): boolean =>
      done.some(step => step.kind === kind && step.at === node);
    const backward = done.filter(({ kind }) => kind === 'adjoint').flatMap(({ uses }) => uses);
    for (const [node, { adjoint }] of program.explanation.steps.entries()) {
      const part = svg.querySelector(`#n${node}`)!;
      const [, value, slope] = part.querySelectorAll('text');
      value!.textContent = known('value', node) ? short(numbers.values[node]!) : '';
      if (adjoint !== null) {
        slope!.textContent = known('adjoint', node) ? `adjoint ${short(numbers.adjoints[node]!)}` : '';
      }
      part.classList.toggle('now', now?.at === node);
    }
    for (const [use, { user }] of program.explanation.uses.entries()) {
      const part = svg.querySelector(`#e${use}`)!;
      const partial = part.querySelector('text');
      if (partial !== null) {
        const isKnown = backward.includes(use) && !program.explanation.steps[user]!.isZero;
        partial.textContent = isKnown ? short(numbers.partials[use]!) : '';
      }
      part.classList.toggle('now', now?.uses.includes(use) === true);
    }
  }

  function redraw(of: Program, dot: () => string): void {
    draw(of, dot).catch(error => {
      drawing.replaceChildren(element('p', { class: 'hint' }, `The drawing could not be made: ${error.message}`));
    });
  }

  async function draw(of: Program, dot: () => string): Promise<void> {
    const made = await layOut(dot());
    if (program !== of) return;
    // Its titles are names of ours, which a pointer would show.
    for (const title of made.querySelectorAll('title')) title.remove();
    made.setAttribute('role', 'img');
    made.setAttribute('aria-label', `Graph of ${of.explanation.steps.length} nodes`);
    drawing.replaceChildren(made);
    scaleTo(made, drawing.clientWidth);
    if (of.explanation.steps.length > MOST_NODES) return;
    svg = made;
    drawn = of;
    paint();
  }

  return {
    show({ program: of, numbers: found }) {
      const isNew = program !== of;
      program = of;
      numbers = found;
      const isLarge = of.explanation.steps.length > MOST_NODES;
      steps = isLarge || found === null ? [] : stepsOf(of.explanation, found);
      controls.hidden = steps.length === 0;
      said.hidden = steps.length === 0;
      slider.max = String(steps.length);
      large.hidden = !isLarge;
      if (isLarge) {
        large.textContent = `The graph has ${of.explanation.steps.length} nodes, too many to go through: it is summed up by lines of the formula.`;
        svg = null;
        if (isNew) redraw(of, () => graph(of.formula));
        return;
      }
      go(isNew ? steps.length : at);
      if (isNew) redraw(of, () => dotOf(of.explanation));
    },
  };
}
