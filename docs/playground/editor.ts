// The editor of the formula, and a reader of emitted code that looks the same.

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { formulaLanguage } from './formula-language.js';
import type { Read } from './program.js';

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--keyword)' },
  { tag: tags.number, color: 'var(--number)' },
  { tag: [tags.function(tags.variableName), tags.propertyName], color: 'var(--function)' },
  { tag: tags.comment, color: 'var(--quiet)' },
]);

const LOOKS = [
  syntaxHighlighting(COLOURS),
  EditorView.theme({
    '&': { fontSize: '0.95rem', backgroundColor: 'transparent', color: 'var(--ink)' },
    '.cm-content': { fontFamily: 'ui-monospace, monospace', caretColor: 'var(--ink)' },
    '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--quiet)', border: 'none' },
    '&.cm-focused .cm-cursor': { borderLeftColor: 'var(--ink)' },
    '.cm-selectionBackground, &.cm-focused .cm-selectionBackground, ::selection': { backgroundColor: 'var(--now)' },
  }),
  EditorView.lineWrapping,
];

export interface Editor {
  readonly text: string;
  replace(text: string): void;
  /** Underlines what messages are about. */
  mark(messages: Read['messages']): void;
  focusAt(offset: number): void;
}

/** Tab leaves it, as in the rest of the page. */
export function createEditor(parent: HTMLElement, text: string, onChange: (text: string) => void): Editor {
  const changes = EditorView.updateListener.of(update => {
    if (update.docChanged) onChange(update.state.doc.toString());
  });
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        formulaLanguage,
        EditorView.contentAttributes.of({
          'aria-labelledby': 'formula-title',
          spellcheck: 'false',
          autocapitalize: 'off',
        }),
        changes,
        ...LOOKS,
      ],
    }),
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    mark(messages) {
      const { length } = view.state.doc;
      const marks = messages.flatMap(({ span, severity, message }): Diagnostic[] => {
        if (span === null) return [];
        const from = Math.min(span.start, length);
        return [{ from, to: Math.min(Math.max(span.end, from + 1), length), severity, message }];
      });
      view.dispatch(setDiagnostics(view.state, marks));
    },
    focusAt(offset) {
      view.dispatch({ selection: { anchor: Math.min(offset, view.state.doc.length) }, scrollIntoView: true });
      view.focus();
    },
  };
}

/** Text that is read. */
export function createReader(
  parent: HTMLElement,
  label: string,
): { show(text: string, language: 'js' | 'text'): void } {
  const named = EditorView.contentAttributes.of({ 'aria-label': label });
  const view = new EditorView({
    parent,
    state: EditorState.create({ extensions: [EditorState.readOnly.of(true), named] }),
  });
  return {
    show(text, language) {
      const extensions: Extension[] = [EditorState.readOnly.of(true), named, lineNumbers(), ...LOOKS];
      if (language === 'js') extensions.push(javascript());
      view.setState(EditorState.create({ doc: text, extensions }));
    },
  };
}
