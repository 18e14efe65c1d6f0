// What all applications are given: the package as it would be published, and a Node that frameworks of today run on.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder for applications, which is removed in the end. */
    folder: string;
    tarball: string;
    /** What PATH begins with. */
    programs: string;
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What SvelteKit 3, Astro 7 and Metro ask for. */
const LEAST = [22, 18] as const;

export default function setup({ provide }: TestProject): () => void {
  if (!existsSync(path.join(root, 'dist/cli.js'))) throw new Error("'npm run build' comes first: dist is packed");
  const folder = mkdtempSync(path.join(tmpdir(), 'wengert-apps-'));
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const [{ filename }] = JSON.parse(execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }));
  provide('folder', folder);
  provide('tarball', path.join(folder, filename));
  provide('programs', isRecent() ? path.dirname(process.execPath) : installNode(path.join(folder, 'node')));
  return () => rmSync(folder, { recursive: true, force: true });
}

function isRecent(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
}

/** Node is a package of npm too. */
function installNode(directory: string): string {
  mkdirSync(directory);
  writeFileSync(path.join(directory, 'package.json'), '{ "private": true }');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', 'node@24'], { cwd: directory });
  return path.join(directory, 'node_modules/node/bin');
}
