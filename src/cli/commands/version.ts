// `wengert version`.

import { version as installed } from '../../version.js';
import { command } from '../command.js';
import { DONE } from '../terminal/streams.js';

export const version = command({
  name: 'version',
  description: 'print the version',
  argument: null,
  options: {},
  action({ streams }) {
    streams.out(`${installed}\n`);
    return DONE;
  },
});
