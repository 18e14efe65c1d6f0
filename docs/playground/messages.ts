// Errors and warnings below the formula; each leads to its place.

import type { Editor } from './editor.js';
import { element } from './elements.js';
import type { Read } from './program.js';

export function showMessages(parent: HTMLElement, messages: Read['messages'], editor: Editor): void {
  editor.mark(messages);
  parent.replaceChildren(
    ...messages.map(({ code, severity, message, help, span }) => {
      const shown = element(
        'p',
        { class: `message ${severity}` },
        element('span', { class: 'code' }, code),
        ` ${severity}: ${message}`,
      );
      if (span !== null) {
        const go = element('button', { type: 'button' }, 'Go to');
        go.addEventListener('click', () => editor.focusAt(span.start));
        shown.append(go);
      }
      if (help !== null) shown.append(element('span', { class: 'help' }, help));
      return shown;
    }),
  );
}
