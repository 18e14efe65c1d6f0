// What is on the page, and the same in its address, so that a link brings it back.

export type View = 'graph' | 'code' | 'plot' | 'size' | 'derivative';

export interface State {
  readonly formula: string;
  /** Numbers of input elements by their name. */
  readonly point: Readonly<Record<string, number>>;
  readonly view: View;
}

export const VIEWS: readonly View[] = ['graph', 'code', 'plot', 'size'];

/** Longer addresses are cut by what they are pasted into. */
const LONGEST = 8000;

/** @returns the part after `#`; null for a formula that is too long for an address */
export function toAddress({ formula, point, view }: State): string | null {
  const fields = new URLSearchParams({ formula, view });
  for (const [name, value] of Object.entries(point)) fields.append('at', `${name}=${value}`);
  const text = fields.toString();
  return text.length > LONGEST ? null : text;
}

/** @returns null where there is no formula in it */
export function fromAddress(hash: string): State | null {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const formula = fields.get('formula');
  if (formula === null) return null;
  const view = VIEWS.find(name => name === fields.get('view')) ?? 'graph';
  const point: Record<string, number> = {};
  for (const setting of fields.getAll('at')) {
    const [, name, value] = /^(.+)=(.+)$/.exec(setting) ?? [];
    if (name !== undefined && Number.isFinite(Number(value))) point[name] = Number(value);
  }
  return { formula, point, view };
}
