// A page of an application in Chromium, and what it shows.

import type { Browser, Page } from 'playwright-core';

export interface Shown {
  /** The numbers of the element with this name in `data-name`. */
  numbers(name: string): Promise<number[]>;
  /** Moves the slider with this label, and waits until the page shows something else. */
  move(label: string, to: number, changed: string): Promise<void>;
  /** Bytes of scripts that the page has loaded. */
  scriptBytes(): Promise<number>;
  /** What browsers complain of: errors of scripts, and what the page's policy forbids. */
  readonly complaints: readonly string[];
  readonly tab: Page;
}

export async function open(browser: Browser, url: string): Promise<Shown> {
  const tab = await browser.newPage();
  const complaints: string[] = [];
  tab.on('pageerror', error => complaints.push(error.message));
  tab.on('console', message => {
    const isAboutIcon = message.location().url.endsWith('/favicon.ico');
    if (message.type() === 'error' && !isAboutIcon) complaints.push(message.text());
  });
  await tab.goto(url, { waitUntil: 'networkidle' });
  const textOf = (name: string) => tab.textContent(`[data-name="${name}"]`);
  return {
    async numbers(name) {
      return ((await textOf(name)) ?? '')
        .trim()
        .split(/[\s,]+/)
        .map(Number);
    },
    async move(label, to, changed) {
      const before = await textOf(changed);
      await tab.getByLabel(label, { exact: true }).fill(`${to}`);
      const differs = ([name, text]: readonly [string, string | null]) =>
        document.querySelector(`[data-name="${name}"]`)?.textContent !== text;
      await tab.waitForFunction(differs, [changed, before] as const);
    },
    scriptBytes: () =>
      tab.evaluate(() =>
        (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
          .filter(({ initiatorType, name }) => initiatorType === 'script' || /\.m?js(\?|$)/.test(name))
          .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0),
      ),
    complaints,
    tab,
  };
}

/** Code that the page's policy must not run, to know that it is in force: why it is refused. */
export const refusedEval = (tab: Page): Promise<string> =>
  tab.evaluate(async () => {
    // What Chromium is asked to evaluate may do it; what goes on later is the page's.
    await new Promise(resolve => setTimeout(resolve, 1));
    try {
      new Function('return 1')();
      return 'runs';
    } catch (error) {
      return (error as Error).name;
    }
  });
