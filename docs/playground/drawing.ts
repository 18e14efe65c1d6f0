// The graph as a drawing whose parts can be found again: Graphviz says where they are, the page how they look.

import type { Explanation } from '../../src/explain.js';

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** As wide as numbers get, so that there is room for them. */
const VALUE_ROOM = '−0.0000e+00';
const ADJOINT_ROOM = `adjoint ${VALUE_ROOM}`;
const EDGE_ROOM = '−0.0000';
const EDGE_SIZE = 11;

/** Letters of a drawing, and how small they may become where it is wider than its place. */
const NODE_SIZE = 12;
const SMALLEST = 10;

/** A graph in DOT; numbers are texts of their own, to be set later. */
export function dotOf({ steps, uses }: Explanation): string {
  const nodes = steps.map(({ name, operation, kind, adjoint, isResult, isZero }, i) => {
    const title = kind === 'input' ? name : isZero ? `${name}: ${operation} = 0` : `${name} = ${operation}`;
    const texts = [title, VALUE_ROOM, ...(adjoint === null ? [] : [ADJOINT_ROOM])];
    const label = texts.map(text => quoted(text).slice(1, -1)).join('\\n');
    return `n${i} [id="n${i}", label="${label}"${kind === 'input' ? ', class="input"' : ''}${isResult ? ', penwidth=2' : ''}];`;
  });
  const edges = uses.map(({ operand, user, partial }, i) => {
    const label = partial === null ? '' : `, label=${quoted(EDGE_ROOM)}`;
    return `n${operand} -> n${user} [id="e${i}"${label}];`;
  });
  return [
    'digraph {',
    'graph [bgcolor=transparent, rankdir=TB, nodesep=0.3, ranksep=0.45];',
    `node [fontname="Courier", fontsize=${NODE_SIZE}, shape=box, style=rounded];`,
    `edge [fontname="Courier", fontsize=${EDGE_SIZE}, arrowsize=0.7];`,
    ...nodes,
    ...edges,
    '}',
  ].join('\n');
}

/** How wide a letter of Courier is, in its size. */
const LETTER = 0.6;

/** As wide as its place, but never so small that it cannot be read: then its place scrolls. */
export function scaleTo(svg: SVGSVGElement, room: number): void {
  const { width } = svg.viewBox.baseVal;
  svg.setAttribute('width', String(Math.max(Math.min(width * (16 / NODE_SIZE), room), width * (SMALLEST / NODE_SIZE))));
  svg.removeAttribute('height');
}

type Graphviz = typeof import('@viz-js/viz');

/** Read when it is first wanted, from beside the page: it is larger than all the rest. */
let graphviz: ReturnType<Graphviz['instance']> | undefined;

export async function layOut(dot: string): Promise<SVGSVGElement> {
  const address = new URL('./viz.js', import.meta.url).href;
  graphviz ??= (import(address) as Promise<Graphviz>).then(({ instance }) => instance());
  const svg = (await graphviz).renderSVGElement(dot);
  // Graphviz has numbers in the middle of their room: beside their edge they are at its start.
  for (const text of svg.querySelectorAll('.edge text')) {
    const width = EDGE_ROOM.length * EDGE_SIZE * LETTER;
    text.setAttribute('text-anchor', 'start');
    text.setAttribute('x', String(Number(text.getAttribute('x')) - width / 2));
  }
  return svg;
}
