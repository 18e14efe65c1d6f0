// What `wengert lagrangian` says, as text, Markdown, LaTeX and JSON.

import {
  type Constraint,
  type Constraints,
  latexMultipliers,
  plainMultipliers,
  termOf,
} from '../../explain/constraints.js';
import { adjointSaying, saying } from '../../explain/list.js';
import type { Notation } from '../../explain/notation.js';
import { originOf } from '../../graph/graph.js';
import { shorten } from '../../source.js';
import { type Place, placesOf } from '../formula/lines.js';
import { LAYOUTS, type LayoutName } from '../terminal/layouts.js';
import type { At, Kkt } from './kkt.js';
import type { Sensitive, Sensitivity } from './sensitivity.js';

export interface Report {
  readonly of: Constraints;
  /** Null without a point. */
  readonly kkt: Kkt | null;
  readonly sensitivity: Sensitivity | null;
}

/** Rows of a constraint whose numbers are shown, and ranks of the sensitivity. */
const SHOWN_ROWS = 3;
const SHOWN_RANKS = 10;

/** Widest line that the Lagrangian stands on. */
const WIDEST = 100;

/** The largest of what has to be 0, by condition. */
function largest({ of, kkt }: { readonly of: Constraints; readonly kkt: Kkt }) {
  const all = of.constraints.flatMap(({ node }) => kkt.of(node)).filter(({ isTaken }) => isTaken);
  // NaN where one of them is.
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  return {
    residual: most(all.map(({ residual }) => residual)),
    stationarity: most(all.map(({ stationarity }) => stationarity)),
    gradient: most(kkt.inputs.map(({ derivative, gradient }) => difference(derivative, gradient))),
  };
}

/** What has to be 0. */
const CONDITIONS = {
  plain: ['z - f(x, z)', '∂L/∂z', '∂L/∂x - gradient'],
  latex: ['z - f(x, z)', '\\partial L / \\partial z', '\\partial L / \\partial x - \\text{gradient}'],
} as const;

/** Infinite slopes on both sides agree. */
const difference = (a: number, b: number): number => (a === b ? 0 : a - b);

export function reportText(report: Report, format: LayoutName): string {
  const { of, kkt, sensitivity } = report;
  const notation = format === 'latex' ? latexMultipliers : plainMultipliers;
  const layout = LAYOUTS[format];
  const parts = [
    ...(of.constraints.length > 0 ? [constraintTable(report, notation, format)] : []),
    ...(of.inputs.length > 0 ? [inputTable(report, notation, format)] : []),
    lagrangianText(of, notation, format),
  ];
  if (kkt !== null) {
    const { residual, stationarity, gradient } = largest({ of, kkt });
    const numbers = [residual, stationarity, gradient];
    const rows = numbers.map((number, i) => [
      CONDITIONS[format === 'latex' ? 'latex' : 'plain'][i]!,
      notation.number(number),
    ]);
    parts.push(layout.table(['KKT residual', 'largest'], rows));
  }
  if (sensitivity !== null) parts.push(...sensitivityTables(report, sensitivity, notation, format));
  const notes = notesOf(report);
  if (notes.length > 0) parts.push(notes.map(layout.note).join(''));
  return parts.join('\n');
}

function constraintTable({ of, kkt }: Report, notation: Notation, format: LayoutName): string {
  const rows = of.constraints.map(constraint => {
    const { node, name, isZero } = constraint;
    const backward = adjointSaying(constraint.multiplier(notation), constraint.equation(notation), isZero, notation);
    const forward = saying(name, constraint.definition(notation).text, isZero, notation);
    if (kkt === null) return { node, cells: [forward, backward] };
    const at = kkt.of(node);
    const isIdle = at.length > 0 && at.every(({ isTaken }) => !isTaken);
    const values = isIdle
      ? notation.words('not taken')
      : shown(at, of => (of.isTaken ? notation.number(of.value) : '-'), format);
    const multipliers = shown(at, ({ multiplier }) => notation.number(multiplier), format);
    return { node, cells: [forward, values, backward, multipliers] };
  });
  const others = of.auxiliaries.map(({ node, name, definition }) => ({
    node,
    cells: [saying(name, definition(notation).text, false, notation), ...(kkt === null ? [''] : ['', '', ''])],
  }));
  const cells = [...rows, ...others].toSorted((a, b) => a.node - b.node).map(row => row.cells);
  const head = kkt === null ? ['constraint', 'λ equation'] : ['constraint', 'value', 'λ equation', 'λ'];
  return LAYOUTS[format].table(
    head.map(title => titled(title, format)),
    cells,
  );
}

/** What there is of a constraint, or of its first rows. */
function shown(at: readonly At[], text: (of: At) => string, format: LayoutName): string {
  const more = format === 'latex' ? '\\ldots' : '…';
  return [...at.slice(0, SHOWN_ROWS).map(text), ...(at.length > SHOWN_ROWS ? [more] : [])].join(', ');
}

/** A title as it stands between words of LaTeX. */
const titled = (title: string, format: LayoutName): string =>
  format === 'latex' ? title.replaceAll(/λ|∂L\/∂x/g, found => `$${found === 'λ' ? '\\lambda' : SLOPE}$`) : title;

const SLOPE = '\\partial L / \\partial x';

function inputTable({ of, kkt }: Report, notation: Notation, format: LayoutName): string {
  const rows = of.inputs.map(({ name, equation }, i) => [
    notation.name(name),
    equation(notation),
    ...(kkt === null ? [] : [notation.number(kkt.inputs[i]!.derivative)]),
  ]);
  const head = ['input', '∂L/∂x', ...(kkt === null ? [] : ['value'])];
  return LAYOUTS[format].table(
    head.map(title => titled(title, format)),
    rows,
  );
}

function lagrangianText(of: Constraints, notation: Notation, format: LayoutName): string {
  const terms = of.constraints.map(constraint => termOf(constraint, notation));
  const objective = of.objective(notation);
  if (format === 'latex') {
    const lines = [`L &= ${objective}`, ...terms.map(term => `&\\quad - ${term}`)];
    return `\\begin{aligned}\n${lines.join(' \\\\\n')}\n\\end{aligned}\n`;
  }
  const line = ['L = ', [objective, ...terms].join(' - ')].join('');
  const text = line.length <= WIDEST ? line : [`L = ${objective}`, ...terms.map(term => `    - ${term}`)].join('\n');
  return format === 'markdown' ? `\`\`\`text\n${text}\n\`\`\`\n` : `${text}\n`;
}

function sensitivityTables(
  { of }: Report,
  { byMultiplier, byRounding }: Sensitivity,
  notation: Notation,
  format: LayoutName,
): string[] {
  const placeOf = placesIn(of);
  const layout = LAYOUTS[format];
  const tableOf = (title: string, ranked: readonly Sensitive[], number: (of: Sensitive) => number): string => {
    const rows = ranked.slice(0, SHOWN_RANKS).map(item => {
      const { line, column, text } = placeOf(item.constraint);
      const where = line === null ? '' : `${line}:${column}`;
      return [
        notation.name(item.constraint.name),
        notation.words(where),
        format === 'latex' ? item.constraint.definition(notation).text : shorten(text, 40),
        notation.number(item.value),
        notation.number(number(item)),
      ];
    });
    const rest = ranked.length - rows.length;
    const listing = layout.table(['variable', 'place', 'text', 'value', titled(title, format)], rows);
    return rest > 0 ? listing + layout.note(`and ${rest} more`) : listing;
  };
  const rounding = format === 'latex' ? '$|\\lambda z| 2^{-53}$' : '|λ z| 2⁻⁵³';
  return [tableOf('λ', byMultiplier, ({ multiplier }) => multiplier), tableOf(rounding, byRounding, of => of.rounding)];
}

function placesIn({ compilation }: Constraints): (of: Constraint) => Place {
  const place = placesOf(compilation);
  return ({ node }) => {
    const span = originOf(compilation.model.graph, node);
    return place(span.start < 0 ? null : span);
  };
}

function notesOf({ of, kkt }: Report): string[] {
  const inRows = of.constraints.filter(({ isOfRows }) => isOfRows).map(({ name }) => name);
  const held = of.compilation.model.constraints.length;
  const isNot = kkt !== null && of.constraints.some(({ node }) => kkt.of(node).some(({ isTaken }) => !isTaken));
  return [
    ...(inRows.length > 0 ? [`One constraint for each row of the data: ${inRows.join(', ')}.`] : []),
    ...(isNot ? ['What stands in an arm that is not taken has no value and no residual.'] : []),
    ...(held > 0
      ? [
          `Not in L: ${held === 1 ? 'the constraint' : `${held} constraints`} of the optimum; 'wengert minimize' finds their multipliers.`,
        ]
      : []),
  ];
}

/** As the documentation has it. */
export function reportJSON({ of, kkt, sensitivity }: Report) {
  const notation = plainMultipliers;
  const placeOf = placesIn(of);
  const numbersOf = (constraint: Constraint) => {
    if (kkt === null) return {};
    const at = kkt.of(constraint.node);
    const each = <T>(read: (of: At) => T): T | null | T[] =>
      constraint.isOfRows ? at.map(read) : at.length === 0 ? null : read(at[0]!);
    const known = (key: 'value' | 'residual') => each(row => (row.isTaken ? row[key] : null));
    return {
      value: known('value'),
      multiplier: each(({ multiplier }) => multiplier),
      residual: known('residual'),
      stationarity: each(({ stationarity }) => stationarity),
    };
  };
  const ranked = (list: readonly Sensitive[]) =>
    list.map(({ constraint, value, multiplier, rounding }) => {
      const { line, column, text } = placeOf(constraint);
      return { name: constraint.name, line, column, text, value, multiplier, rounding };
    });
  return {
    lagrangian: [of.objective(notation), ...of.constraints.map(constraint => termOf(constraint, notation))].join(' - '),
    objective: of.objective(notation),
    ...(kkt !== null && { value: kkt.value, lagrangianValue: kkt.lagrangian }),
    constraints: of.constraints.map(constraint => {
      const { name, isStatement, isOfRows, isZero, definition, multiplier, equation } = constraint;
      const { line, column } = placeOf(constraint);
      return {
        name,
        constraint: saying(name, definition(notation).text, isZero, notation),
        definition: isZero ? null : definition(notation).text,
        statement: isStatement,
        rows: isOfRows,
        line,
        column,
        equation: adjointSaying(multiplier(notation), equation(notation), isZero, notation),
        ...numbersOf(constraint),
      };
    }),
    auxiliaries: of.auxiliaries.map(({ name, definition }) => ({ name, definition: definition(notation).text })),
    inputs: of.inputs.map(({ name, equation }, i) => ({
      name,
      equation: `∂L/∂${name} = ${equation(notation)}`,
      ...kkt?.inputs[i],
    })),
    ...(kkt !== null && { kkt: largest({ of, kkt }) }),
    ...(sensitivity !== null && {
      sensitivity: { byMultiplier: ranked(sensitivity.byMultiplier), byRounding: ranked(sensitivity.byRounding) },
    }),
  };
}
