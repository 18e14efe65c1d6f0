// The Chromium that tests run in, where there is one.

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

export const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: executable!, args: ['--no-sandbox'] });
