// What is wrong with the settings of a query.

import { formulaError } from '../../diagnostic.js';

export const usage = (message: string, help: string) => formulaError('WG602', message, help);
