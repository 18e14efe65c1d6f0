// The extension for Visual Studio Code: what it finds in texts, and that its one file runs in an editor, here a small one of our own.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { describedAt, findingsOf } from '../../editors/vscode/src/findings.js';

const folder = fileURLToPath(new URL('../../editors/vscode/', import.meta.url));
const GOLDEN = 'a = exp(x)\nb = a^2\nc = a + b\nexp(c) + sin(c)';

describe('what is found', () => {
  it('is a fault at its place, with the way out', () => {
    expect(findingsOf('y = 2*tanhh(x)')).toEqual([
      { start: 6, end: 11, isError: true, code: 'WG201', message: "unknown function 'tanhh'\ndid you mean 'tanh'?" },
    ]);
    expect(findingsOf(GOLDEN)).toEqual([]);
    expect(findingsOf('  \n')).toEqual([]);
    expect(findingsOf('1/(1+exp(-x))').map(({ code, isError }) => [code, isError])).toEqual([['WG404', false]]);
  });

  it('is of a name what it is, and what is passed back to it', () => {
    expect(describedAt(GOLDEN, GOLDEN.indexOf('c ='))).toBe('c = a + b\nc_bar = t1 * t1_bar + t2_bar * cos(c)');
    expect(describedAt('x^2*sin(x)', 0)).toBe(
      'x_bar = t1_bar * x * 2 + t2_bar * cos(x)\n# derivative by x\nx^2 * cos(x) + 2 * x * sin(x)',
    );
    expect(describedAt('x^2*sin(x)', 5)).toBeNull();
    expect(describedAt('x +', 0)).toBeNull();
    expect(describedAt('input x[n]\nsum(x)', 6)).toBeNull();
  });
});

describe('the extension', () => {
  it('has the grammar and the settings that it names', () => {
    const { contributes } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    for (const file of [contributes.grammars[0].path, contributes.languages[0].configuration])
      expect(() => JSON.parse(readFileSync(path.join(folder, file), 'utf8'))).not.toThrow();
  });

  it('shows faults and descriptions', async () => {
    const out = mkdtempSync(path.join(tmpdir(), 'wengert-vscode-'));
    try {
      const rolldown = fileURLToPath(new URL('../../node_modules/rolldown/bin/cli.mjs', import.meta.url));
      await promisify(execFile)(process.execPath, [rolldown, '-c', 'rolldown.config.js', '-d', out], { cwd: folder });
      const shown: unknown[][] = [];
      let hover: ((document: unknown, position: unknown) => unknown) | undefined;
      const nothing = { dispose: () => undefined };
      const document = {
        languageId: 'formula',
        uri: 'file:///a.formula',
        getText: () => 'y = 2*tanhh(x)',
        positionAt: (offset: number) => offset,
        offsetAt: (position: unknown) => position,
      };
      const vscode = {
        languages: {
          createDiagnosticCollection: () => ({
            ...nothing,
            set: (...of: unknown[]) => shown.push(of),
            delete: () => undefined,
          }),
          registerHoverProvider: (_language: string, provider: { provideHover: typeof hover }) => {
            hover = provider.provideHover;
            return nothing;
          },
        },
        workspace: {
          textDocuments: [document],
          onDidOpenTextDocument: () => nothing,
          onDidChangeTextDocument: () => nothing,
          onDidCloseTextDocument: () => nothing,
        },
        Range: class {
          constructor(
            readonly start: unknown,
            readonly end: unknown,
          ) {}
        },
        Diagnostic: class {
          constructor(
            readonly range: unknown,
            readonly message: string,
            readonly severity: number,
          ) {}
        },
        DiagnosticSeverity: { Error: 0, Warning: 1 },
        Hover: class {
          constructor(readonly contents: unknown) {}
        },
        MarkdownString: class {
          text = '';
          appendCodeblock(text: string) {
            this.text += text;
          }
        },
      };
      const module = { exports: {} as { activate(context: { subscriptions: unknown[] }): void } };
      const require = createRequire(import.meta.url);
      const globals = {
        ...globalThis,
        module,
        exports: module.exports,
        setTimeout,
        clearTimeout,
        performance,
        TextEncoder,
        URL,
      };
      runInNewContext(readFileSync(path.join(out, 'extension.cjs'), 'utf8'), {
        ...globals,
        require: (name: string) => (name === 'vscode' ? vscode : require(name)),
      });
      module.exports.activate({ subscriptions: [] });
      expect(JSON.parse(JSON.stringify(shown))).toEqual([
        [
          'file:///a.formula',
          [
            {
              range: { start: 6, end: 11 },
              message: "unknown function 'tanhh'\ndid you mean 'tanh'?",
              severity: 0,
              code: 'WG201',
              source: 'wengert',
            },
          ],
        ],
      ]);
      const described = hover!({ ...document, getText: () => 'x^3' }, 0) as { contents: { text: string } };
      expect(described.contents.text).toContain('3 * x^2');
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
});
