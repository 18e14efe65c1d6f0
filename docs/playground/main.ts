// The playground: a formula, its messages, inputs and results, and views of it. All of it runs in the page.

import type { ExplainedNumbers } from '../../src/explain.js';
import { createCodeView } from './code-view.js';
import { createEditor } from './editor.js';
import { byId, element, short, table } from './elements.js';
import { EXAMPLES } from './examples.js';
import { createGraphView } from './graph-view.js';
import { showInputs } from './inputs.js';
import { showMessages } from './messages.js';
import { createPlotView } from './plot-view.js';
import { argumentsOf, type Program, pointOf, read } from './program.js';
import { createSizeView } from './size-view.js';
import { fromAddress, type State, toAddress } from './state.js';
import { followTheme } from './theme.js';
import { createViews } from './views.js';

let state: State = fromAddress(location.hash) ?? { ...EXAMPLES[0]!, view: 'graph' };
let program: Program | null = null;

const announce = (text: string): void => {
  byId('announcement').textContent = text;
};

const views = createViews(
  { list: byId('tabs'), panels: byId('panels') },
  [
    { view: 'graph', title: 'Backpropagation', make: createGraphView },
    { view: 'code', title: 'Code', make: panel => createCodeView(panel, announce) },
    { view: 'plot', title: 'Plot', make: createPlotView },
    { view: 'size', title: 'Size', make: createSizeView },
  ],
  view => {
    state = { ...state, view };
    show();
  },
);

const editor = createEditor(byId('editor'), state.formula, formula => {
  state = { ...state, formula };
  byId<HTMLSelectElement>('examples').value = '';
  compileLater();
});

/** Typing goes first: what was typed is read when there is a moment's rest. */
let waiting: ReturnType<typeof setTimeout> | undefined;
function compileLater(): void {
  clearTimeout(waiting);
  waiting = setTimeout(compileNow, 120);
}

function compileNow(): void {
  clearTimeout(waiting);
  const found = read(state.formula);
  showMessages(byId('messages'), found.messages, editor);
  if (found.program !== null) {
    program = found.program;
    showInputs(byId('inputs'), program, pointOf(program, state.point), (name, value) => {
      state = { ...state, point: { ...state.point, [name]: value } };
      show();
    });
  }
  byId('stale').hidden = found.program !== null || program === null;
  document.body.classList.toggle('empty', program === null);
  show();
}

function show(): void {
  keepAddress();
  const shown = views.open(state.view);
  if (program === null) return;
  const point = pointOf(program, state.point);
  const numbers = numbersAt(program, point);
  showResults(program, numbers);
  shown.show({ program, point, numbers });
}

function numbersAt(
  { explanation, compiled, variables }: Program,
  point: ReturnType<typeof pointOf>,
): ExplainedNumbers | null {
  if (compiled.inputs.some(({ role }) => role === 'data')) return null;
  return explanation.numbers(...argumentsOf({ compiled, variables } as Program, point));
}

function showResults({ explanation: { steps } }: Program, numbers: ExplainedNumbers | null): void {
  const parent = byId('results');
  if (numbers === null) {
    const text = 'A program with data has a result once there are rows: wengert fit, or wengert eval.';
    parent.replaceChildren(element('p', { class: 'hint' }, text));
    return;
  }
  const results = [...steps.entries()].filter(([, { isResult }]) => isResult);
  const differentiated = [...steps.entries()].filter(([, { kind, adjoint }]) => kind === 'input' && adjoint !== null);
  const rows = [
    ...results.map(([i, { name }]) => [name, short(numbers.values[i]!)]),
    ...differentiated.map(([i, { name }]) => [`∂/∂${name}`, short(numbers.adjoints[i]!)]),
  ];
  parent.replaceChildren(table(['result', 'number'], rows));
}

/** The address follows what is on the page; the browser's history does not. */
function keepAddress(): void {
  const address = toAddress(state);
  history.replaceState(null, '', address === null ? location.pathname : `#${address}`);
}

const examples = byId<HTMLSelectElement>('examples');
examples.append(
  element('option', { value: '' }, 'choose'),
  ...EXAMPLES.map(({ title }, i) => element('option', { value: i }, title)),
);
examples.addEventListener('change', () => {
  const example = EXAMPLES[Number(examples.value)];
  if (examples.value === '' || example === undefined) return;
  const chosen = examples.value;
  state = { ...state, formula: example.formula, point: example.point };
  editor.replace(example.formula);
  examples.value = chosen;
  compileNow();
});

byId('share').addEventListener('click', () => {
  if (toAddress(state) === null) {
    announce('The formula is too long for a link.');
    return;
  }
  navigator.clipboard.writeText(location.href).then(
    () => announce('The link is copied.'),
    () => announce('The browser does not let pages copy: the link is in the address bar.'),
  );
});

addEventListener('hashchange', () => {
  const found = fromAddress(location.hash);
  if (found === null) return;
  state = found;
  if (editor.text !== found.formula) editor.replace(found.formula);
  compileNow();
});

followTheme(byId<HTMLButtonElement>('theme'));
compileNow();
