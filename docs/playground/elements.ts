// Elements of the page.

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** An element with attributes and what is in it. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== false) made.setAttribute(key, value === true ? '' : String(value));
  made.append(...children);
  return made;
}

/** One that the page has. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  return document.getElementById(id) as Kind;
}

/** A number in few digits, as it is shown beside others. */
export const short = (value: number): string =>
  Number.isNaN(value) ? 'NaN' : String(Number(value.toPrecision(5))).replace('-', '−');

/** A table with a head. */
export function table(head: readonly string[], rows: readonly (readonly (Node | string)[])[]): HTMLElement {
  const isNumber = (cell: Node | string): boolean =>
    typeof cell === 'string' && /^[−\d.]|^NaN$|^−?Infinity$/.test(cell);
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': head.join(', ') },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...head.map(text => element('th', { scope: 'col' }, text)))),
      element(
        'tbody',
        {},
        ...rows.map(row =>
          element('tr', {}, ...row.map(cell => element('td', isNumber(cell) ? { class: 'number' } : {}, cell))),
        ),
      ),
    ),
  );
}
