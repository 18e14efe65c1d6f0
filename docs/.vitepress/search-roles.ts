// The theme's search says of itself that it is a button with links in its options. Here it is a dialog in which a box has a list.

import type { Plugin } from 'vite';

const CHANGES: readonly (readonly [string, string])[] = [
  [
    `      role="button"
      :aria-owns="results?.length ? 'localsearch-list' : undefined"
      aria-expanded="true"
      aria-haspopup="listbox"
`,
    `      role="dialog"
      aria-modal="true"
`,
  ],
  [
    `            aria-autocomplete="both"
`,
    `            role="combobox"
            :aria-expanded="results?.length ? 'true' : 'false'"
            aria-autocomplete="list"
`,
  ],
  [
    `            :id="'localsearch-item-' + index"
            :aria-selected="selectedIndex === index ? 'true' : 'false'"
            role="option"
`,
    `            role="none"
`,
  ],
  [
    `              :aria-label="[...p.titles, p.title].join(' > ')"
`,
    `              :id="'localsearch-item-' + index"
              :aria-selected="selectedIndex === index ? 'true' : 'false'"
              role="option"
`,
  ],
  // A name is for what has a role: the keys are pictures.
  ['<kbd :aria-label', '<kbd role="img" :aria-label'],
];

export const searchRoles: Plugin = {
  name: 'search-roles',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/VPLocalSearchBox.vue')) return;
    return CHANGES.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`the theme's search has no longer\n${from}`);
      return text.replaceAll(from, to);
    }, code);
  },
};
