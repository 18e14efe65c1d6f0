// All of mathjs, whose functions are made when they are used: made all at once they take most of the worker's start.

import { all, create } from 'mathjs';

export default create(all);
