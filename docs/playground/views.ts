// The views of a formula, one at a time, as tabs that arrow keys go through.

import type { ExplainedNumbers } from '../../src/explain.js';
import { element } from './elements.js';
import type { Point, Program } from './program.js';
import type { View } from './state.js';

/** What there is to be seen. */
export interface Situation {
  readonly program: Program;
  readonly point: Point;
  /** Null where the formula has none at the point. */
  readonly numbers: ExplainedNumbers | null;
}

/** A view that is open. */
export interface Shown {
  show(of: Situation): void;
}

interface Tab {
  readonly view: View;
  readonly title: string;
  make(panel: HTMLElement): Shown;
}

export function createViews(
  { list, panels }: { list: HTMLElement; panels: HTMLElement },
  tabs: readonly Tab[],
  onOpen: (view: View) => void,
): { open(view: View): Shown } {
  const made = tabs.map(({ view, title, make }) => {
    const tab = element(
      'button',
      { type: 'button', role: 'tab', id: `tab-${view}`, 'aria-controls': `panel-${view}`, tabindex: -1 },
      title,
    );
    const panel = element('div', { role: 'tabpanel', id: `panel-${view}`, 'aria-labelledby': `tab-${view}` });
    let shown: Shown | undefined;
    const openView = (): Shown => (shown ??= make(panel));
    tab.addEventListener('click', () => onOpen(view));
    return { view, tab, panel, openView };
  });
  list.append(...made.map(({ tab }) => tab));
  panels.append(...made.map(({ panel }) => panel));
  list.addEventListener('keydown', event => {
    const at = made.findIndex(({ tab }) => tab === document.activeElement);
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: made.length - 1,
    };
    const to = moves[event.key];
    if (to === undefined || at === -1) return;
    event.preventDefault();
    const { view, tab } = made[(to + made.length) % made.length]!;
    onOpen(view);
    tab.focus();
  });
  return {
    open(view) {
      for (const { view: own, tab, panel } of made) {
        const isOpen = own === view;
        tab.setAttribute('aria-selected', String(isOpen));
        tab.tabIndex = isOpen ? 0 : -1;
        panel.hidden = !isOpen;
      }
      return made.find(of => of.view === view)!.openView();
    },
  };
}
