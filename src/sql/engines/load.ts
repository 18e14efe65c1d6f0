// The package of a driver: of those beside this one or, as this one may be installed for all projects, of the project that the
// process runs in.

import { engineFault, notInstalled } from './fault.js';

/**
 * @param load imports it, by a name that bundlers can read
 * @throws FormulaError where it is not installed, with how it is
 */
export async function loaded<Driver>(title: string, name: string, load: () => Promise<Driver>): Promise<Driver> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error)) throw engineFault(title, error, [], `npm install ${name}`);
  }
  const place = await inProject(name);
  if (place === null) throw notInstalled(title, name);
  try {
    return (await import(/* @vite-ignore */ place)) as Driver;
  } catch (error) {
    throw engineFault(title, error, [], `npm install ${name}`);
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(ERR_)?MODULE_NOT_FOUND$/.test(String(error.code));

async function inProject(name: string): Promise<string | null> {
  const { createRequire } = await import('node:module');
  const { pathToFileURL } = await import('node:url');
  try {
    return pathToFileURL(createRequire(`${process.cwd()}/`).resolve(name)).href;
  } catch {
    return null;
  }
}
