// Third-party cases lie beside the checkout and are never committed; without them their tests are skipped, visibly.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const beside = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../shared/data');

/** Directory of the shared data, or null. */
export const sharedData: string | null =
  [process.env.WENGERT_DATA, beside].find(folder => folder !== undefined && existsSync(folder)) ?? null;

export const readsData = sharedData === null ? ' (skipped: no shared/data beside the checkout)' : '';
