// Members that a formula has in the library and its record in a build has not: asking for one says how to have it. Only a
// record that goes elsewhere needs them, as members that are named beside the formula are emitted.

import type { Compilation } from '../../compilation.js';
import { type ExportName, exportNames, refusal } from '../../exports/table.js';

/** Stands for the member's name in a reason. */
const NAME = '#';

/** Gives a record stubs that throw: functions, and getters, which a spread leaves alone, for what is data. */
export const absentHelper = (name: string): string => `const ${name} = (record, reasons) => {
  for (const [names, reason] of reasons) {
    for (const name of names.split(" ")) {
      const refuse = () => {
        throw new globalThis.Error(reason.replaceAll("${NAME}", name));
      };
      const isData = /Pattern$|^source$|^stats$|^statements$/.test(name);
      globalThis.Object.defineProperty(record, name, isData ? { get: refuse } : { value: refuse, enumerable: true });
    }
  }
  return record;
};
`;

/** The reasons that the helper takes, each with its names. @param present members of the record. */
export function absentReasons({ model, exports }: Compilation, present: readonly string[]): string {
  const reasons = new Map<string, string[]>();
  const add = (name: string, reason: string): void => {
    if (!present.includes(name)) reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  };
  // An 'emit' is all that is emitted.
  const others = model.emit === null ? `, and 'emit ${exports.join(', ')}' for what is emitted without` : '';
  const reasonFor = (name: ExportName): string => {
    const refused = refusal(name, model);
    if (refused !== null) return `${refused.message}; ${refused.help}`.replaceAll(`'${name}'`, `'${NAME}'`);
    return `'${NAME}' is not emitted; add 'emit ${NAME}' to the formula${others}`;
  };
  for (const name of exportNames) add(name, reasonFor(name));
  for (const name of ['source', 'stats', 'statements']) {
    add(name, `'${NAME}' is not emitted; name it in the module of the formula, as in 'f.${NAME}'`);
  }
  return JSON.stringify([...reasons].map(([reason, names]) => [names.join(' '), reason]));
}
