// The extension: what is found in a text, shown by the editor.

import { describedAt, findingsOf } from './findings.js';

/** What is used of the editor. */
interface Editor {
  readonly languages: {
    createDiagnosticCollection(name: string): Collection;
    registerHoverProvider(
      language: string,
      provider: { provideHover(document: Text, position: unknown): unknown },
    ): Disposable;
  };
  readonly workspace: {
    readonly textDocuments: readonly Text[];
    onDidOpenTextDocument(listener: (document: Text) => void): Disposable;
    onDidChangeTextDocument(listener: (event: { readonly document: Text }) => void): Disposable;
    onDidCloseTextDocument(listener: (document: Text) => void): Disposable;
  };
  readonly Range: new (start: unknown, end: unknown) => unknown;
  readonly Diagnostic: new (range: unknown, message: string, severity: number) => { code?: unknown; source?: string };
  readonly DiagnosticSeverity: { readonly Error: number; readonly Warning: number };
  readonly Hover: new (contents: unknown) => unknown;
  readonly MarkdownString: new () => { appendCodeblock(text: string, language: string): unknown };
}

interface Disposable {
  dispose(): void;
}

interface Collection extends Disposable {
  set(uri: unknown, diagnostics: readonly unknown[]): void;
  delete(uri: unknown): void;
}

interface Text {
  readonly languageId: string;
  readonly uri: unknown;
  readonly version: number;
  getText(): string;
  positionAt(offset: number): unknown;
  offsetAt(position: unknown): number;
}

const LANGUAGE = 'formula';

/** Milliseconds without typing after which a text is read. */
const REST = 200;

export function activate({ subscriptions }: { readonly subscriptions: Disposable[] }): void {
  const { languages, workspace, ...editor } = require('vscode') as Editor;
  const collection = languages.createDiagnosticCollection('wengert');
  const waiting = new Map<unknown, ReturnType<typeof setTimeout>>();

  function show(document: Text): void {
    if (document.languageId !== LANGUAGE) return;
    const shown = findingsOf(document.getText()).map(({ start, end, isError, code, message }) => {
      const { Error: error, Warning: warning } = editor.DiagnosticSeverity;
      const range = new editor.Range(document.positionAt(start), document.positionAt(end));
      const made = new editor.Diagnostic(range, message, isError ? error : warning);
      return Object.assign(made, { code, source: 'wengert' });
    });
    collection.set(document.uri, shown);
  }

  function showLater(document: Text): void {
    clearTimeout(waiting.get(document.uri));
    waiting.set(
      document.uri,
      setTimeout(() => show(document), REST),
    );
  }

  subscriptions.push(
    collection,
    workspace.onDidOpenTextDocument(show),
    workspace.onDidChangeTextDocument(({ document }) => showLater(document)),
    workspace.onDidCloseTextDocument(({ uri }) => {
      clearTimeout(waiting.get(uri));
      collection.delete(uri);
    }),
    languages.registerHoverProvider(LANGUAGE, {
      provideHover(document, position) {
        const text = describedAt(document.getText(), document.offsetAt(position));
        if (text === null) return null;
        const contents = new editor.MarkdownString();
        contents.appendCodeblock(text, LANGUAGE);
        return new editor.Hover(contents);
      },
    }),
  );
  workspace.textDocuments.forEach(show);
}
