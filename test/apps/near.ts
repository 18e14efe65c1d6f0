// Numbers of a page against numbers that were computed elsewhere with more digits than are compared.

import { expect } from 'vitest';

export const near = (...numbers: readonly number[]) => numbers.map(number => expect.closeTo(number, 10));
