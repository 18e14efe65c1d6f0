// The emitted module: to be read, copied and saved.

import { emitSource, FormulaError } from '../../src/index.js';
import { createReader } from './editor.js';
import { element } from './elements.js';
import type { Program } from './program.js';
import type { Shown } from './views.js';

interface Choice {
  readonly title: string;
  readonly emit: readonly string[];
}

const CHOICES: readonly Choice[] = [
  { title: 'Value and gradient', emit: ['valueAndGradient'] },
  { title: 'Value', emit: ['value'] },
  { title: 'Gradient', emit: ['gradient'] },
  { title: 'Hessian', emit: ['hessian'] },
  { title: 'Jacobian', emit: ['jacobian'] },
  { title: 'Jacobian-vector product', emit: ['jvp'] },
  { title: 'Vector-Jacobian product', emit: ['vjp'] },
  { title: 'Named results', emit: ['evaluate'] },
];

export function createCodeView(parent: HTMLElement, announce: (text: string) => void): Shown {
  const choice = element('select', { 'aria-label': 'What is emitted' });
  const copy = element('button', { type: 'button' }, 'Copy');
  const save = element('button', { type: 'button' }, 'Download');
  const size = element('span', { class: 'hint' });
  const text = element('div', { class: 'code' });
  parent.append(element('div', { class: 'controls' }, choice, copy, save, size), text);
  const reader = createReader(text, 'Emitted code');
  let program: Program | null = null;
  let written = '';

  function write(): void {
    if (program === null) return;
    const { emit } = CHOICES[Number(choice.value)]!;
    try {
      written = emitSource(program.formula, {
        emit: [...emit] as NonNullable<Parameters<typeof emitSource>[1]>['emit'] & {},
      });
      reader.show(written, 'js');
      size.textContent = `${written.length} characters`;
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      written = '';
      reader.show(error.message, 'text');
      size.textContent = '';
    }
    copy.disabled = written === '';
    save.disabled = written === '';
  }
  choice.addEventListener('change', write);
  copy.addEventListener('click', () => {
    navigator.clipboard.writeText(written).then(
      () => announce('The module is copied.'),
      () => announce('The browser does not let pages copy: select the text.'),
    );
  });
  save.addEventListener('click', () => {
    const address = URL.createObjectURL(new Blob([written], { type: 'text/javascript' }));
    element('a', { href: address, download: 'formula.js' }).click();
    URL.revokeObjectURL(address);
  });
  return {
    show({ program: of }) {
      if (program === of) return;
      const isScalar = of.isScalar;
      if (program?.isScalar !== isScalar) {
        const fitting = CHOICES.map((one, i) => ({ ...one, i })).filter(({ emit: [name] }) =>
          isScalar ? name !== 'jacobian' : !['valueAndGradient', 'gradient', 'hessian'].includes(name!),
        );
        choice.replaceChildren(...fitting.map(({ title, i }) => element('option', { value: i }, title)));
      }
      program = of;
      write();
    },
  };
}
